"""Policies of what the house has set up, of who works there, and of the roots."""

# Objects that are nothing but plain values: whatever has them says who sees them.
VALUES = frozenset({"Commission", "Country", "Facilitation", "Image", "Money", "Phone", "Vouchers"})

TABLE = """
Query
    record: customer search customers
    edit: possibleDuplicates findAddress
    signed-in: attributeDefinitions contactPreferenceDefinitions tagGroups countries node nodes titles viewer system
    signed-in: jobProgress myJobs relationshipTypes commissionStructures
    users: userAccounts userAccount
    audit: auditIntegrity explainValue
    audit-archive: mergedAuditArchive
    gift-aid: giftAidExplain giftAidWhatIf
    gift-aid-claims: giftAidClaim giftAidClaims
    settings: charityDetails
    signed-in: giftAidStatements
    service: renewalPreview
    orders: order statement
    tag-setup: autotagPreview
    merge: mergePreview
    record: autotagExplain
    fundraising: opportunity opportunities opportunityStages fundraisers activityTypes pinboard
Mutation
    edit: createCustomer updateCustomer addAddress amendAddress deleteAddress setDefaultAddresses
    edit: setContactPreferences setCustomerTags addCustomerTags removeCustomerTags setCustomerImage removeCustomerImage
    deactivate: deactivateCustomer
    reactivate: reactivateCustomer
    service: sendChangePasswordEmail
    blue: createNote editNote deleteNote acknowledgeNote
    tag-setup: setAutotagCriteria previewAutotagInBackground
    orders: downloadStatement
    signed-in: cancelJob
    edit: reevaluateAutotags
    merge: unmergeCustomers
    merge: mergeCustomers
    fundraising: pinCustomer unpinCustomer pinOpportunity unpinOpportunity pinInvitation unpinInvitation
    tag-setup: createTagGroup updateTagGroup createTag updateTag
    definitions: createAttributeDefinition updateAttributeDefinition
    definitions: createPreferenceDefinition updatePreferenceDefinition
    gift-aid: declareGiftAid cancelGiftAid sendWrittenRecord markWrittenRecordPosted
    gift-aid: excludeDonationFromGiftAid includeDonationInGiftAid
    settings: changeCharityDetails changeGiftAidStatement
    orders: downloadPrintAtHomeTickets
    service: sendPrintAtHomeEmail
    users: createUserAccount updateUserAccount setUserRoles signOutEverywhere
    gift-aid-claims: prepareGiftAidClaim previewGiftAidClaim exportGiftAidClaim submitGiftAidClaim
    gift-aid-claims: recordGiftAidClaimOutcome abandonGiftAidClaim

Viewer: asker
    asker: user
    signed-in: can
SignedInUser: asker
Verdict: asker
UserAccount: open
    by id: users

System: open
    open: spelling limits
Spelling: open
RequestLimits: open
Country: open
Title: open
FoundAddress: open
Money: open
Phone: open
Image: asker
Commission: open
Vouchers: open
Facilitation: open

AttributeDefinition: open
    by id: signed-in
    signed-in: options
AttributeOption: open
    by id: signed-in
PreferenceDefinition: open
    by id: signed-in
    signed-in: statements
PreferenceStatement: open
TagGroup: open
    by id: signed-in
    signed-in: tags
RelationshipType: open
    by id: signed-in
CommissionStructure: open
    by id: signed-in
    signed-in: rules
CommissionRule: open
    signed-in: ticketType priceBand
MembershipType: open
    by id: signed-in
    signed-in: fund
TicketSubscriptionStructure: open
    by id: signed-in
    signed-in: pricingSets
PricingSet: open
    by id: signed-in
    signed-in: structure voucherGroups
VoucherGroup: open
    by id: signed-in
    signed-in: pricingSet instances ticketTypes
FixedSeries: open
    by id: signed-in
    signed-in: venue groups
SeriesGroup: open
    by id: signed-in
    signed-in: series instances

GiftAidClaim: open
    by id: gift-aid-claims
    gift-aid-claims: lines adjustments
GiftAidClaimLine: open
GiftAidAdjustment: open

Event: open
    by id: signed-in
    signed-in: instances
Instance: open
    by id: signed-in
    signed-in: event seatingPlan venue
Venue: open
    by id: signed-in
    signed-in: seatingPlans
SeatingPlan: open
    by id: signed-in
    signed-in: venue seats
Seat: open
    by id: signed-in
    signed-in: plan
Fund: open
    by id: signed-in
Campaign: open
    by id: signed-in
    signed-in: parent subCampaigns
Product: open
    by id: signed-in
PriceBand: open
    by id: signed-in
TicketType: open
    by id: signed-in
OrderAttribute: open
    by id: signed-in
"""
