"""Policies of merges as they are looked at and carried out."""

TABLE = """
MergePreview: open
    record: survivor loser
    open: tabs moves consent record
    asker: blockers warnings giftAid planToken
MergePreviewTab: asker
    open: lines
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
    audit: merge
StalePlan: open
    merge: preview
"""
