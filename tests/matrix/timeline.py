"""Policies of the timeline: the whole of it is for fundraisers, and what an entry leads to is under its own."""

TABLE = """
TimelineEntry: open
    open: id via originCustomerId
    fundraising: opportunity
    orders: order
ActivityEntry: open
    fundraising: activity
VisitEntry: open
    signed-in: instance
OpportunityStageChangeEntry: open
PledgeOrLegacyEntry: open
    open: amount given
    fundraising: pledge
DonationOrPledgeInstalmentEntry: open
    open: amount
    orders: donation
InvitationEntry: open
    signed-in: instance
    fundraising: invitation
    record: onBehalfOf
MembershipEntry: open
    open: price
    service: membership
MerchandiseEntry: open
    open: total
    signed-in: product
"""
