"""Policies of orders and of what is in them. A field that is `unrestricted` is withheld of restricted orders only."""

TABLE = """
Order
    by id: orders
    open: id number state placedAt editedAt confirmedAt reservedUntil restricted hasUnusedDeposit roles ownerName
    asker: hasRestrictedItems
    record: owner facilitator
    fundraising: opportunities
    unrestricted: details softCredits items attributes history payments totals explainTotal
OrderDetails: open
OrderTotals: open
TotalLine: open
OrderEvent: open
    by id: orders
OrderPayment: open
    by id: orders
OrderAttributeValue: open
    signed-in: attribute
SoftCredit: open
    by id: orders
    record: customer

OrderItem: open
    by id: orders
    orders: order donation
    fundraising: opportunity
TicketItem: open
    signed-in: instance event seat ticketType priceBand
    service: ticketSubscription fixedSeries
TicketSubscriptionItem: open
    service: ticketSubscription
FixedSeriesItem: open
    service: fixedSeries
MembershipItem: open
    service: membership term
MerchandiseItem: open
    signed-in: product
DonationItem: open
    signed-in: fund

Donation: open
    by id: orders
    orders: order
    signed-in: fund campaign
    gift-aid: declaration
    fundraising: opportunity pledge pledgeInstalments
    uk: giftAid
DonationGiftAid: open
PurchasedMerchandise: open
    orders: order
    signed-in: product
PurchasedTickets: open
    orders: order
    signed-in: event instance seatingPlan
    open: tickets
Reservation: open
    orders: order
    signed-in: event instance seatingPlan
    open: tickets
PrintAtHomeTickets: open
    orders: order
    signed-in: event instance seatingPlan
    open: tickets
HeldTicket: open
DownloadPrintAtHomeTicketsPayload
    asker: link
    open: ticketCount
SendPrintAtHomeEmailPayload
    open: ticketCount
FileLink: open

Statement: asker
    record: customer
    open: pageInfo
    asker: lines facilitated deposits credit byKind totals
StatementLine: open
    orders: order
    open: amounts
StatementAmounts: open
StatementKindTotal: open
    open: amounts
StatementDeposit: open
    orders: order
StatementCredit: open

BulkJob: asker
    by id: signed-in
    asker: file autotagPreview
    signed-in: results
BulkJobResult: open
AutotagPreviewOutcome: open
    open: sample
AutotagPreviewRecord: open
"""
