"""Policies of what Gift Aid is made with: mutations' answers, what would be, and the charity."""

TABLE = """
CharityDetails: open
GiftAidStatement: open

GiftAidWhatIf
    asker: flips gained lost toGiveBack
GiftAidFlip: open
    orders: donation
    open: before after worth

DeclareGiftAidPayload
    gift-aid: declaration
CancelGiftAidPayload
    gift-aid: cancellation
SendWrittenRecordPayload
    gift-aid: declaration
MarkLetterPostedPayload
    gift-aid: declaration
ExcludeDonationPayload
    orders: donation
IncludeDonationPayload
    orders: donation
ChangeCharityDetailsPayload
    settings: charityDetails
ChangeGiftAidStatementPayload
    signed-in: giftAidStatements
"""
