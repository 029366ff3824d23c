"""Opening a record: one query returns its Details whole."""

from __future__ import annotations

from gateway.engine import ids
from tests import factories as make
from tests.ask import Ask
from tests.database import Database

RECORD = """
query Record($id: ID!) {
  customer(id: $id) {
    __typename id friendlyId fullName phone { number e164 isValid } active mergedFrom detailsVersion
    ... on Individual { firstName lastName email birthDate age }
    ... on Individual { household { id primaryHouseholder { id } members { id fullName } } }
    ... on Organisation { name primaryContact }
    sections { key available count } actions { key allowed reason missingRoles }
    addresses { id line1 town postcode country { code name } isDefaultBilling isDefaultDelivery }
    attributes { name value { ... on TextValue { text } } redacted }
    contactPreferences { name answer mayContact definition { statements { number body } } }
    tags { id label group { name } }
    blueNotes { body acknowledgedByMe }
    popUpNotes { body }
    primaryBlueNote { body }
    audit(first: 3) { nodes { event changes { path before after } } pageInfo { hasNextPage endCursor } totalCount }
  }
}
"""


async def test_a_record_shows_its_details_in_one_query(ask: Ask, database: Database) -> None:
    home, ada = make.individual(email="ada@example.org", phone="0117 496 0123")
    await database.save(home, ada, make.address(ada.id), make.note(ada.id))

    record = (await ask(RECORD, id=ids.encode("cus", ada.id))).ok["customer"]

    assert record["fullName"] == "Ada Byron"
    assert record["household"]["members"] == [{"id": ids.encode("cus", ada.id), "fullName": "Ada Byron"}]
