"""The text of the operations in the words of each contestant: the same fields, each with its API's own names."""

from __future__ import annotations

from bench.operations import PAGE, Operation

_SIZES = "$answers: Int!, $mailings: Int!, $ledger: Int!, $orders: Int!"

_OWN = """title firstName lastName email birthDate active onlineAccountActive detailsVersion
    createdAt updatedAt"""
_ADDRESS = """label line1 line2 town county postcode source validFrom validTo
      isDefaultBilling isDefaultDelivery createdAt"""
_TAG = "name description isAutotag position"
_NOTE = "body pinned showUntil createdBy createdAt version"
_CARD = """brand lastFour expiryMonth expiryYear holderName provider preferred continuousAuthority
      addedAt addedBy lastUsedAt"""
_ANSWER = "name answer statement source username at"
_MEMBERSHIP = "name startDate endDate autoRenew"
_TYPE = "description periodLength periodUnit"
_TERM = "startDate endDate customEndReason"
_SUBSCRIPTION = "name issuedOn expiresOn returnedAt"
_COUNTS = "issued redeemed returned"
_MAILING = "name kind sentAt"
_EMAIL = "sentTo openedAt bouncedAt optedOutAt"
_ORDER = "number placedAt editedAt confirmedAt reservedUntil restricted ownerName"
_ITEM = "addedAt returnedAt"

_OURS = f"""
    ... on Individual {{ {_OWN} wallet {{ storedCards {{ {_CARD} }} }} }}
    addresses {{ {_ADDRESS} }}
    tags {{ {_TAG} }}
    blueNotes {{ {_NOTE} }}
    contactPreferenceHistory(first: $answers) {{ nodes {{ {_ANSWER} }} }}
    memberships(includeExpired: true) {{ {_MEMBERSHIP} type {{ {_TYPE} }} terms {{ {_TERM} }} }}
    ticketSubscriptions {{ {_SUBSCRIPTION} vouchersByGroup {{ group {{ name }} vouchers {{ {_COUNTS} }} }} }}
    mailings {{ records(first: $mailings) {{ nodes {{ {_MAILING} ... on IntegratedEmail {{ {_EMAIL} }} }} }} }}
    creditAccount {{ ledger(first: $ledger) {{ nodes {{ kind user at }} }} }}
    orders(first: $orders, roles: [OWNER]) {{ nodes {{
      {_ORDER}
      items {{ {_ITEM} ... on TicketItem {{ deliveryMethod event {{ name }} instance {{ startsAt }} }} }} }} }}"""

_MONEY = "{ amount currency }"
_PAGED = "pageInfo { hasNextPage endCursor } edges { cursor node"
_PLUS = f"""
    __typename id friendlyId fullName phone {{ number e164 isValid }} mobile {{ number e164 isValid }}
    contactability {{ channel allowed reason }}
    ... on Individual {{ {_OWN} age primaryHouseholder
      wallet {{ storedCards {{ {_CARD} maskedNumber goodUntil expired expiringSoon }} }} }}
    addresses {{ {_ADDRESS} country {{ code name }} oneLine }}
    tags {{ {_TAG} label }}
    blueNotes {{ {_NOTE} acknowledgedByMe }}
    contactPreferenceHistory(first: $answers) {{ {_PAGED} {{ {_ANSWER} }} }} }}
    memberships(includeExpired: true) {{
      {_MEMBERSHIP} status canRenew renewableFrom renewalDate price {_MONEY} renewalPrice {_MONEY}
      type {{ {_TYPE} price {_MONEY} }} terms {{ {_TERM} returned price {_MONEY} }} }}
    ticketSubscriptions {{
      {_SUBSCRIPTION} state vouchers {{ issued available redeemed expired returned }}
      vouchersByGroup {{ group {{ name }} vouchers {{ {_COUNTS} available expired }} }} }}
    mailings {{ records(first: $mailings) {{ {_PAGED} {{
      {_MAILING} ... on IntegratedEmail {{ {_EMAIL} opened openReliability engagement }} }} }} }} }}
    creditAccount {{ balance {_MONEY}
      ledger(first: $ledger) {{ {_PAGED} {{ kind user at amount {_MONEY} balanceAfter {_MONEY} }} }} }} }}
    orders(first: $orders, roles: [OWNER]) {{ totalCount {_PAGED} {{
      {_ORDER} state roles details {{ salesChannel placedBy }} totals {{ total {_MONEY} paid {_MONEY} }}
      items {{ __typename {_ITEM} state price {_MONEY} total {_MONEY} ... on TicketItem {{
        deliveryMethod event {{ name }} instance {{ startsAt }} }} }} }} }} }}"""

_PROMISE = f"status amount {_MONEY} given {_MONEY} outstanding {_MONEY} campaign {{ name }} stage {{ name }}"
_INVITED = "eventName startsAt countdown { label } replyStatus guestCount guestsAllowed"
_FUNDRAISING = f"""
    opportunities(first: $ledger) {{ {_PAGED} {{
      label outcome openedOn closedOn stage {{ name probabilityPercent }} owner {{ name }} progress
      target {_MONEY} asked {_MONEY} received {_MONEY} pledged {_MONEY} reserved {_MONEY} outstanding {_MONEY} }} }} }}
    pledges {{ {_PROMISE} madeOn instalments {{ number dueOn status amount {_MONEY} given {_MONEY} }} }}
    ... on Individual {{ legacies {{ {_PROMISE} }}
      invitations(first: $answers) {{ {_PAGED} {{ {_INVITED} }} }} }} }}
    activities(first: $answers) {{ {_PAGED} {{ type {{ name }} subject status dueAt completedAt }} }} }}
    timeline(first: $mailings) {{ {_PAGED} {{ occurredAt type title via }} }} }}"""

# As whoever writes a schema for this would have it: plain lists of plain fields.
_FLAT = f"""{_OWN}
    storedCards {{ {_CARD} }}
    addresses {{ {_ADDRESS} }}
    tags {{ {_TAG} }}
    blueNotes {{ {_NOTE} }}
    contactPreferenceHistory(first: $answers) {{ {_ANSWER} }}
    memberships {{ {_MEMBERSHIP} {_TYPE} terms {{ {_TERM} }} }}
    ticketSubscriptions {{ {_SUBSCRIPTION} vouchersByGroup {{ name {_COUNTS} }} }}
    mailings(first: $mailings) {{ {_MAILING} {_EMAIL} }}
    ledger(first: $ledger) {{ kind user at }}
    orders(first: $orders) {{ {_ORDER} items {{ {_ITEM} deliveryMethod event startsAt }} }}"""

_POSTGRAPHILE = f"""{_OWN}
    storedCards: benchKeptCardsByCustomerIdList(orderBy: [PREFERRED_DESC, ADDED_AT_DESC, ROW_ID_DESC]) {{ {_CARD} }}
    addresses: addressesByCustomerIdList(orderBy: [DEFAULT_BILLING_DESC, ROW_ID_ASC]) {{
      label line1 line2 town county postcode source validFrom validTo
      isDefaultBilling: defaultBilling isDefaultDelivery: defaultDelivery createdAt }}
    tags: benchBorneTagsByCustomerIdList(orderBy: [NAME_ASC, TAG_ID_ASC]) {{ {_TAG} }}
    blueNotes: notesByCustomerIdList(
      condition: {{ colour: "BLUE" }}, orderBy: [PINNED_DESC, CREATED_AT_DESC, ROW_ID_DESC]) {{ {_NOTE} }}
    contactPreferenceHistory: benchGivenAnswersByCustomerIdList(first: $answers, orderBy: [AT_DESC, ROW_ID_DESC]) {{
      {_ANSWER} }}
    memberships: benchHeldMembershipsByCustomerIdList(orderBy: [END_DATE_DESC, ROW_ID_ASC]) {{
      {_MEMBERSHIP} {_TYPE}
      terms: benchHeldTermsByMembershipIdList(orderBy: [START_DATE_DESC, ROW_ID_ASC]) {{ {_TERM} }} }}
    ticketSubscriptions: benchHeldSubscriptionsByCustomerIdList(orderBy: [EXPIRES_ON_DESC, ROW_ID_DESC]) {{
      {_SUBSCRIPTION}
      vouchersByGroup: benchHeldVouchersByTicketSubscriptionIdList(
        orderBy: [POSITION_ASC, NAME_ASC, VOUCHER_GROUP_ID_ASC]) {{ name {_COUNTS} }} }}
    mailings: benchSentMailingsByCustomerIdList(first: $mailings, orderBy: [SENT_AT_DESC, ROW_ID_DESC]) {{
      {_MAILING} {_EMAIL} }}
    ledger: creditEntriesByCustomerIdList(first: $ledger, orderBy: [AT_DESC, ROW_ID_DESC]) {{
      kind user: username at }}
    orders: customerOrdersByOwnerIdList(first: $orders, orderBy: [PLACED_AT_DESC, ROW_ID_DESC]) {{
      {_ORDER}
      items: benchOrderedItemsByOrderIdList(orderBy: [ADDED_AT_ASC, ROW_ID_ASC]) {{
        {_ITEM} deliveryMethod event startsAt }} }}"""


def ours(operation: Operation) -> str:
    """The product's own document."""
    fields = _PLUS if operation.only_ours else _OURS
    fields += _FUNDRAISING if operation.is_whole else ""
    if operation.is_record:
        return f"query Record($id: ID!, {_SIZES}) {{ customer(id: $id) {{ {fields} }} }}"
    page = f"{_PAGED} {{ {fields} }} }}" if operation.only_ours else f"nodes {{ {fields} }}"
    called = f"customers(type: INDIVIDUALS, first: {PAGE}, after: $after)"
    return f"query People($after: String!, {_SIZES}) {{ {called} {{ {page} }} }}"


def flat(operation: Operation) -> str:
    """For Mercurius and for the tutorials' server, which have the same schema."""
    if operation.is_record:
        return f"query Record($id: ID!, {_SIZES}) {{ customer(id: $id) {{ {_FLAT} }} }}"
    called = f"customers(first: {PAGE}, afterAt: $at, afterId: $id)"
    return f"query People($at: String!, $id: ID!, {_SIZES}) {{ {called} {{ {_FLAT} }} }}"


def postgraphile(operation: Operation) -> str:
    if operation.is_record:
        return f"query Record($id: UUID!, {_SIZES}) {{ customer: customerByRowId(rowId: $id) {{ {_POSTGRAPHILE} }} }}"
    called = f"customers: benchPeoplePageList(afterAt: $at, afterId: $id, pageSize: {PAGE})"
    return f"query People($at: Datetime!, $id: UUID!, {_SIZES}) {{ {called} {{ {_POSTGRAPHILE} }} }}"
