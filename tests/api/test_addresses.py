"""Changing addresses over HTTP."""

from __future__ import annotations

import pytest

from gateway.engine import ids
from tests import factories as make
from tests.ask import Ask
from tests.database import Database

ADD = """
mutation Add($id: ID!, $version: Int!, $address: AddressInput!) {
  addAddress(customerId: $id, expectedVersion: $version, address: $address) {
    address { id line1 postcode isDefaultBilling isDefaultDelivery }
    customer { addressesVersion addresses { line1 } }
    errors { __typename ... on UserError { code message path } ... on StaleVersion { currentVersion changedBy fields { field theirs yours conflicting } } }
  }
}
"""


@pytest.mark.rule("ADR-P02")
async def test_the_first_address_becomes_both_defaults(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    await database.save(home, ada)

    answer = await ask(
        ADD,
        id=ids.encode("cus", ada.id),
        version=1,
        address={"line1": "1 High Street", "town": "Bristol", "postcode": "bs14dj", "countryCode": "GB"},
    )

    added = answer.ok["addAddress"]
    assert added["errors"] == []
    assert added["address"]["postcode"] == "BS1 4DJ"
    assert (added["address"]["isDefaultBilling"], added["address"]["isDefaultDelivery"]) == (True, True)
    assert added["customer"] == {"addressesVersion": 2, "addresses": [{"line1": "1 High Street"}]}
    assert await database.events(ada.id) == ["address.added"]


async def test_a_stale_version_changes_nothing(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    await database.save(home, ada)
    fields = {"town": "Bristol", "postcode": "BS1 4DJ", "countryCode": "GB"}
    ident = ids.encode("cus", ada.id)
    await ask(ADD, id=ident, version=1, address={"line1": "1 High Street", **fields}, by="ade")
    before = await database.snapshot(ada.id)

    answer = await ask(ADD, id=ident, version=1, address={"line1": "2 High Street", **fields})

    (error,) = answer.ok["addAddress"]["errors"]
    assert error["code"] == "STALE_VERSION"
    assert error["changedBy"] == "ade"
    assert {"field": "address.line1", "theirs": "1 High Street", "yours": "2 High Street", "conflicting": True} in error["fields"]
    assert await database.snapshot(ada.id) == before


async def test_a_repeat_under_one_key_has_one_effect(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    await database.save(home, ada)
    fields = {"line1": "1 High Street", "town": "Bristol", "postcode": "BS1 4DJ", "countryCode": "GB"}
    first = await ask(ADD, id=ids.encode("cus", ada.id), version=1, address=fields, key=f"k{ada.id}")
    second = await ask(ADD, id=ids.encode("cus", ada.id), version=1, address=fields, key=f"k{ada.id}")
    assert second.ok == first.ok
    assert second.extensions == {"replayed": ["addAddress"]}
    assert await database.events(ada.id) == ["address.added"]
