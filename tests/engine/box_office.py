"""What the box office keeps on a record, tab by tab: for operations that both ways of answering must agree on."""

from __future__ import annotations

ORDERS = """
fragment Orders on Customer {
  hasRestrictedItems
  orders(first: 4) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ...WholeOrder } } }
  credited: orders(first: 2, roles: [SOFT_CREDITED]) { nodes { number roles owner { fullName } ownerName } }
}
fragment WholeOrder on Order {
  id number state placedAt editedAt confirmedAt reservedUntil restricted hasRestrictedItems hasUnusedDeposit roles
  ownerName owner { fullName } facilitator { friendlyId } details { salesChannel placedBy }
  totals { total { amount } paid { amount } amountDue { amount } unusedDeposit { amount } }
  items { __typename id description state price { amount } total { amount currency }
    ... on TicketItem { event { name } seat { label } ticketType { name } deliveryMethod }
    ... on MerchandiseItem { product { name } } ... on DonationItem { fund { name } }
    donation { amount { amount } } }
  attributes { name value } history { at kind user amount { amount } } payments { kind method amount { amount } }
  softCredits { type customer { fullName } }
}
"""

ORDER_TABS = """
fragment OrderTabs on Customer {
  tickets(first: 3) { totalCount nodes { orderNumber quantity returnedQuantity startsAt seats event { name }
    instance { id availability } seatingPlan { name venue { name } } order { id } tickets { seat ticketType } } }
  reservations(first: 2) { nodes { orderNumber quantity reservedUntil state } }
  merchandise(first: 2) { nodes { name quantity returnedQuantity order { number } } }
  donations(first: 3) { totalCount nodes { id amount { amount currency } madeOn source fund { name }
    campaign { name parent { name } } declaration { madeOn } giftAid { status reasonCodes } order { number } } }
  printAtHome(first: 2) { nodes { quantity event { name } tickets { seat } } }
}
"""

SUBSCRIPTIONS = """
fragment Subscriptions on Customer {
  memberships(includeExpired: true) { id name status startDate endDate renewalDate canRenew autoRenew
    price { amount } cannotRenewReason { message } type { name period: __typename } card { maskedNumber }
    terms { startDate endDate order { number } } order { number } }
  ticketSubscriptions { id name state issuedOn expiresOn vouchers { available redeemed expired }
    vouchersByGroup { group { name } vouchers { available } } pricingSet { name structure { name } } }
  fixedSeries { id name groupName state subscribedOn seat { label } venue { name } instances { startsAt } }
  ... on Individual { wallet { storedCards { id brand lastFour goodUntil expired expiringSoon preferred } } }
}
"""

REST = """
fragment Rest on Customer {
  relationships(first: 3) { totalCount nodes { id label importance startDate endDate current canDelete
    transactionsOnBehalfCount other { fullName } type { forwardLabel reverseLabel } } }
  relatedAddresses(first: 2) { nodes { address { oneLine } customer { fullName } } }
  mailings { records(first: 3) { totalCount nodes { __typename name sentAt campaign { name }
    ... on IntegratedEmail { opened openReliability bounced blocked links { url clickedAt } }
    ... on PostalMailing { fulfilmentMethod } } } giftAidDeclarations { madeOn } }
  waitingLists(first: 2) { nodes { position quantity status event { name }
    instances { position instance { startsAt } } } }
  creditAccount { balance { amount } giftVouchers { amount } expiringSoon { amount }
    lots { kind remaining { amount } expiresOn expired }
    ledger(first: 2) { totalCount nodes { kind at order { number } } } }
  giftAidDeclarations { id madeOn coverage coverageFrom coveredUntil claimable notClaimableReasons detailsDiffer
    cancellations { effectiveFrom } documents { name } }
  attention { kind message dueOn amount { amount } mutation aboutId }
  ... on Individual { primaryHouseholder agent { apiAccess commissionStructure { name } }
    household { name address { oneLine } history { joinedAt leftAt joinedBecause } totals { orders spent { amount } } }
    mayActFor(first: 1) { nodes { label } } }
}
"""

FRAGMENTS = ORDERS + ORDER_TABS + SUBSCRIPTIONS + REST
SPREADS = "...Orders ...OrderTabs ...Subscriptions ...Rest"
