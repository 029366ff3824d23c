"""Policies of autotags: what their criteria are anybody may read who sees the tag, and how a record stands to them."""

TABLE = """
AutotagCriteria: open
    open: parts
AutotagPart: open
    open: age contactPreference membership orderCount orderTotal lastOrder attended donationTotal householdSize
    open: attribute created lastActivity
AutotagAttribute: open
AutotagAttendance: open
    open: period
AutotagDay: open
AutotagDonationTotal: open
    open: period
AutotagMembership: open
AutotagOrderCount: open
    open: period
AutotagOrderTotal: open
    open: period
AutotagPeriod: open
AutotagPreference: open
AutotagRange: open
AutotagStretch: open
    open: before after
AutotagExplanation: open
    signed-in: tag
    record: customer
    open: answers lastFlip
AutotagAnswer: open
    open: part
AutotagFlip: open
    audit: entry causeEntry
AutotagPreview: open
    open: sample
AutotagPreviewChange: open
    record: customer
"""
