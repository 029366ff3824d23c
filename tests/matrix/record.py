"""Policies of the customer record: the shell, what is kept on it, and the people around it."""

TABLE = """
Node
    open: id
    by id: signed-in
Customer
    by id: record
    open: friendlyId fullName phone mobile active createdAt updatedAt mergedFrom detailsVersion addressesVersion
    open: contactPreferencesVersion tagsVersion contactability
    asker: image sections actions attention
    record: externalIds addresses relatedAddresses attributes contactPreferences contactPreferenceHistory tags
    record: relationships facilitators mailings mergeable
    blue: blueNotes popUpNotes primaryBlueNote
    pink: pinkNotes
    service: creditAccount memberships ticketSubscriptions fixedSeries waitingLists
    orders: merchandise reservations tickets donations printAtHome orders hasRestrictedItems
    gift-aid: giftAidDeclarations
    fundraising: pinned pledges activities opportunities timeline
    audit: audit merges
Individual
    open: title firstName lastName email birthDate age deceasedOn onlineAccountActive primaryHouseholder
    record: household householdHistory mayActFor agent
    service: wallet
    fundraising: legacies invitations
Organisation
    open: name primaryContact
RecordSection: asker
RecordAction: asker
Mergeable: open
AttentionReason: asker
ExternalId: open
Contactability: open

Address: open
    by id: record
RelatedAddress
    record: address customer
    open: linkedVia
LinkedVia: open

Attribute
    open: definitionId name type isProtected hasValue updatedAt
    protected: value
    asker: redacted
    signed-in: definition
TextValue: open
MoneyValue: open
DateValue: open
ChoiceValue
    open: options
OptionValue: open

ContactPreference: open
    signed-in: definition
ContactPreferenceAnswer: open

Tag: open
    by id: signed-in
    signed-in: group
    open: criteria
Note
    by id: record
    open: id colour body pinned showUntil createdBy createdAt updatedBy updatedAt version
    asker: acknowledgedByMe
    open: originCustomerId

AuditEntry: open
    by id: audit
    audit: changes
AuditChange: open
AuditIntegrity
    asker: intact entries
    audit: firstBroken

Household: open
    by id: record
    record: primaryHouseholder address members history
    orders: totals totalsAsMemberThen
HouseholdMembership: open
    by id: record
    record: household member
HouseholdTotals: asker

Relationship
    by id: record
    open: id label importance startDate endDate current state facilitation canDelete cannotDeleteReason createdAt
    open: transactionsOnBehalfCount
    record: customer other
    signed-in: type
Agent: open
    record: commissionStructure

Mailings
    record: records
    gift-aid: giftAidDeclarations
MailingRecord: open
    by id: record
    record: customer
    signed-in: campaign
IntegratedEmail: open
    record: links
PostalMailing: open
MailingLink: open

Wallet
    service: storedCards
    gift-aid: giftAidDeclarations
StoredCard: open
    by id: service
    service: renews

CreditAccount: open
    service: lots ledger
CreditLot: open
    by id: service
    service: entries
CreditEntry: open
    by id: service
    service: lot
    orders: order

Membership: open
    by id: service
    record: customer
    signed-in: type
    service: card terms
    orders: order
    open: cannotRenewReason autoRenewEligibility notices
    asker: price
MembershipTerm: open
    by id: service
    asker: price
    orders: order
CannotRenew: open
AutoRenewEligibility
    open: eligible lacks
AutoRenewLack: open
RenewalNotice: open
RenewalPreview: open
    uk: giftAid
    open: cannotRenewReason
    service: card membership

TicketSubscription: open
    by id: service
    record: customer
    orders: order
    service: vouchersByGroup
    signed-in: pricingSet
SubscriptionVouchers: open
    signed-in: group
FixedSeriesSubscription: open
    by id: service
    record: customer
    signed-in: seat venue series group instances
    orders: order
    asker: actions
SeriesOffer: asker

WaitingListEntry: open
    by id: service
    signed-in: event
    record: customer
    service: instances
AcceptedInstance: open
    signed-in: instance

GiftAidDeclaration: open
    by id: gift-aid
    record: customer
    gift-aid: documents cancelledBy cancellations
    open: evidence snapshot
GiftAidCancellation: open
    by id: gift-aid
    gift-aid: declarations
GiftAidEvidence: open
GiftAidSnapshot: open
Document: open
    by id: gift-aid
GiftAidExplanation
    open: verdict worth considered dates fixes fixable
    orders: donation
    gift-aid: declaration
GiftAidConsidered: open
    gift-aid: declaration cancellation
GiftAidDates: open
GiftAidFix: open
    gift-aid: declaration
"""
