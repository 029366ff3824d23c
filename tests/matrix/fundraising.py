"""Policies of what the Opportunities interface adds: all of it is for fundraisers, and hidden from others."""

TABLE = """
Opportunity: open
    by id: fundraising
    record: customer
    signed-in: campaign
    fundraising: stage owner breakdown attributes stageChanges
OpportunityStage: open
    by id: fundraising
OpportunityAttribute: open
    by id: fundraising
OpportunityAttributeValue: open
    fundraising: attribute
OpportunityBreakdown
    fundraising: received reserved pledged
OpportunityReceived: open
    open: byKind
    orders: items
OpportunityReserved: open
    open: byKind
    orders: items
OpportunityPromised: open
    fundraising: promises
OpportunityItemsOfKind: open
StageChange: open
    by id: fundraising
    fundraising: fromStage toStage
Colleague: open

PledgeOrLegacy: open
    by id: fundraising
    record: customer
    signed-in: fund campaign
    fundraising: opportunity stage payments history
Pledge: open
    fundraising: instalments
Legacy: open
PledgeInstalment: open
    by id: fundraising
    fundraising: payments pledge
PledgePayment: open
    orders: donation
    fundraising: instalment pledge
PledgeEvent: open
    by id: fundraising

Activity: open
    by id: fundraising
    fundraising: type assignedTo opportunity
    record: customer
ActivityType: open
    by id: fundraising
Invitation: open
    by id: fundraising
    signed-in: instance
    open: countdown
    fundraising: attendees
    record: invitee onBehalfOf
Attendee: open
    record: customer
    orders: ticket
Countdown: open

Pin: open
PinnedCustomer: open
    record: customer
PinnedOpportunity: open
    fundraising: opportunity
PinnedInvitation: open
    fundraising: invitation
PinboardPayload
    fundraising: pinboard
"""
