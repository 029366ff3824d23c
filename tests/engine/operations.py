"""Operations that both ways of answering must agree on, each for what it alone asks of the engine."""

from __future__ import annotations

from typing import Any

from tests.engine.box_office import FRAGMENTS, SPREADS

DETAILS = """
fragment Details on Customer {
  __typename id friendlyId fullName active mergedFrom createdAt updatedAt detailsVersion addressesVersion
  phone { __typename number e164 isValid } mobile { number }
  ... on Individual { title firstName lastName email birthDate age deceasedOn onlineAccountActive }
  ... on Organisation { name primaryContact }
  sections { key label level available count disabledReason }
  actions { key allowed reason missingRoles }
  addresses { id label line1 line2 town county postcode postcodeUnknown source validFrom validTo oneLine
    isDefaultBilling isDefaultDelivery createdAt country { code name postcodeLabel countyRequired } }
  attributes { definitionId name type isProtected hasValue redacted updatedAt
    value { __typename ... on TextValue { text } ... on MoneyValue { money { amount currency } }
      ... on DateValue { date } ... on ChoiceValue { options { optionId label } } }
    definition { id name options { id label archived } } }
  contactPreferences { definitionId name channel answer answeredAt source mayContact statementSeen
    definition { name statements { number body } } }
  tags { id name label isAutotag group { name } }
}
"""

NOTES = """
fragment Notes on Customer {
  blueNotes { id colour body pinned showUntil createdBy createdAt version acknowledgedByMe }
  pinkNotes { id body } popUpNotes { id body } primaryBlueNote { body }
}
"""

AUDIT = """
fragment Audit on Customer {
  audit(first: 3) { totalCount totalCountCapped pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id at user method event narrative changes { path before after redacted } } } nodes { id } }
}
"""

NODES = """query ($ids: [ID!]!) {
  nodes(ids: $ids) { __typename id ... on Customer { ...Details ...Notes ...Audit SPREADS } }
}""".replace("SPREADS", SPREADS)
RECORD = "query ($id: ID!) { customer(id: $id) { ...Details ...Notes ...Audit SPREADS } }".replace(
    "SPREADS", SPREADS
)

WHOLE = DETAILS + NOTES + AUDIT + FRAGMENTS + NODES
ONE = DETAILS + NOTES + AUDIT + FRAGMENTS + RECORD

# name -> document; `$ids` and `$id` are given.
SHAPES: dict[str, str] = {
    "aliases of one tab with other selections": """query ($id: ID!) { a: customer(id: $id) { x: id one: addresses
      { town } two: addresses { line1 } } b: customer(id: $id) { __typename } c: __typename }""",
    "the same field twice is merged": """query ($id: ID!) { customer(id: $id) { addresses { line1 } addresses { town }
      ... on Individual { addresses { id } } ... on Customer { tags { name } } tags { id } } }""",
    "one tab under two kinds": """query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Individual { addresses { line1 } }
      ... on Organisation { addresses { town } } } }""",
    "skip and include by variables": """query ($id: ID!, $yes: Boolean = true, $no: Boolean = false) { customer(id: $id)
      { id @skip(if: $yes) fullName @include(if: $yes) tags @include(if: $no) { name }
      ... @skip(if: $no) { active } } }""",
    "nested fragments": """query ($id: ID!) { ...A } fragment A on Query { customer(id: $id) { ...B } }
      fragment B on Customer { ...C id } fragment C on Individual { household { members { id ...D } } }
      fragment D on Customer { fullName }""",
    "a household and back": """query ($id: ID!) { customer(id: $id) { ... on Individual { household { id name createdAt
      primaryHouseholder { id fullName household: __typename } members { id ... on Individual
      { household { members { friendlyId } } } } } } } }""",
    "definitions and groups": """{ attributeDefinitions { id name type options { label position archived } }
      contactPreferenceDefinitions { name channel statements { number body createdAt } }
      tagGroups { id name onWeb tags { id label archived group { id } } } countries { code name } }""",
    "introspection beside data": """query ($id: ID!) { __schema { queryType { name } } customer(id: $id) { id }
      __type(name: "Address") { name } }""",
    "a page further on": """query ($id: ID!, $after: String) { customer(id: $id) { audit(first: 1, after: $after)
      { nodes { event } pageInfo { hasPreviousPage hasNextPage } } } }""",
    "the audit from the other end": """query ($id: ID!) { customer(id: $id) { audit(first: 2, orderBy: OLDEST_FIRST,
      filter: { text: "a", method: USER }) { totalCount edges { cursor node { event } } } } }""",
    "answers to contact preferences, page by page": """query ($id: ID!) { customer(id: $id) {
      contactPreferenceHistory(first: 2) { nodes { name answer statement source at } pageInfo { endCursor }
      totalCount } } }""",
    "a page of no size": """query ($id: ID!) { customer(id: $id) { audit(first: 0) { totalCount } tags { name } } }""",
    "a foreign cursor": """query ($id: ID!) { customer(id: $id) { audit(after: "bm90IG91cnM=") { totalCount } id } }""",
    "an id that is not ours": """{ customer(id: "nonsense") { id } node(id: "nonsense") { id } }""",
    "a search and what was found": """{ search(term: "s", first: 3) { edges { cursor mergedFrom node { id fullName
      addresses { postcode } ... on Individual { household { id } } } } nodes { id tags { name } } totalCount
      pageInfo { hasNextPage endCursor } otherKind { friendlyId } whyNoMatch { reason } createFrom { lastName } } }""",
    "a search that finds nothing, and one of no size": """{ a: search(term: "qqq") { nodes { id } canCreate }
      b: search(term: "s", first: 0) { totalCount } c: search(term: "1000002", type: ORGANISATIONS)
      { otherKind { type customer { fullName } } nodes { id } } }""",
    "a list of customers": """{ customers(filter: { hasEmail: true }, first: 5) { nodes { id } edges { node { email:
      __typename } } pageInfo { hasNextPage } totalCountCapped } all: customers { totalCount } }""",
    "an id of nobody": """{ customer(id: "I-9999999") { id } node(id: "cus1_00000000000000000000000000000000") { id }
      nodes(ids: ["adr1_00000000000000000000000000000000"]) { id } }""",
}


def variables_of(document: str, ids: list[str]) -> dict[str, Any]:
    """The variables that a document declares, for these records."""
    given: dict[str, Any] = {}
    if "$ids:" in document:
        given["ids"] = ids
    if "$id:" in document:
        given["id"] = ids[0]
    return given
