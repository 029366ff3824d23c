"""Policies of merges as they are looked at and carried out."""

TABLE = """
MergePreview: open
    record: survivor loser
    open: tabs blockers warnings consent record
    asker: moves giftAid planToken
MergePreviewTab: asker
    asker: lines
MergeLine: asker
MergeBlocker: open
    asker: orderIds
MergeWarning: asker
MergeMoves: asker
MergeGiftAidEffect: open
    open: before after delta
MergeConsentEffect: open
MergedDetails: open
MergeCustomersPayload
    signed-in: job autotagsCame autotagsWent
    open: mergeId mergeNumber
StalePlan: open
    merge: preview
"""
