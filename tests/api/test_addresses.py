"""Changing addresses over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Address, AuditChange, AuditEntry, AuditValue, Customer
from gateway.engine import ids
from gateway.settings import Region, Settings
from tests import factories as make
from tests.ask import Ask, asking
from tests.database import Database

ERRORS = """
    errors {
      __typename
      ... on UserError { code message path }
      ... on StaleVersion { currentVersion changedBy fields { field theirs yours conflicting } }
      ... on CustomerMerged { survivor { id } }
    }
"""
RECORD = """
    customer {
      addressesVersion
      addresses {
        id line1 town county postcode postcodeUnknown label source country { code }
        isDefaultBilling isDefaultDelivery validFrom validTo
      }
    }
"""
ADD = f"""
mutation Add($id: ID!, $version: Int!, $address: AddressInput!) {{
  addAddress(customerId: $id, expectedVersion: $version, address: $address) {{
    address {{ id line1 postcode isDefaultBilling isDefaultDelivery }} {RECORD} {ERRORS}
  }}
}}
"""
AMEND = f"""
mutation Amend($id: ID!, $version: Int!, $address: ID!, $changes: AddressChanges!) {{
  amendAddress(customerId: $id, expectedVersion: $version, addressId: $address, changes: $changes) {{
    address {{ id }} {RECORD} {ERRORS}
  }}
}}
"""
DELETE = f"""
mutation Delete($id: ID!, $version: Int!, $address: ID!, $replacement: ID) {{
  deleteAddress(customerId: $id, expectedVersion: $version, addressId: $address, replacementId: $replacement) {{
    {RECORD} {ERRORS}
  }}
}}
"""
SET_DEFAULTS = f"""
mutation Set($id: ID!, $version: Int!, $billing: ID, $delivery: ID) {{
  setDefaultAddresses(
    customerId: $id, expectedVersion: $version, billingAddressId: $billing, deliveryAddressId: $delivery
  ) {{
    {RECORD} {ERRORS}
  }}
}}
"""
BRISTOL = {"town": "Bristol", "postcode": "BS1 4DJ", "countryCode": "GB"}


def cus(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


def adr(address: Address) -> str:
    return ids.encode("adr", address.id)


async def person(database: Database, **given: Any) -> Customer:
    home, ada = make.individual(**given)
    await database.save(home, ada)
    return ada


async def person_at(database: Database, *lines: str) -> tuple[Customer, list[Address]]:
    """A person with an address for every first line; the first is both defaults."""
    ada = await person(database)
    held = [
        make.address(ada.id, line1=line, default_billing=place == 0, default_delivery=place == 0)
        for place, line in enumerate(lines)
    ]
    await database.save(*held)
    return ada, held


def defaults(addresses: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """The first lines of the default billing and of the default delivery addresses."""
    billing = [each["line1"] for each in addresses if each["isDefaultBilling"]]
    return billing, [each["line1"] for each in addresses if each["isDefaultDelivery"]]


async def audited(database: Database, customer_id: UUID) -> dict[str, tuple[str | None, str | None]]:
    """The changes in the last audit entry of a customer."""
    last = (
        select(AuditEntry.id)
        .where(AuditEntry.customer_id == customer_id)
        .order_by(AuditEntry.sequence.desc())
        .limit(1)
        .scalar_subquery()
    )
    async with AsyncSession(database.store.writes) as session:
        rows = await session.execute(
            select(AuditChange.path, AuditValue.before, AuditValue.after)
            .join(
                AuditValue,
                (AuditValue.entry_id == AuditChange.entry_id) & (AuditValue.ordinal == AuditChange.ordinal),
            )
            .where(AuditChange.entry_id == last)
        )
        return {path: (before, after) for path, before, after in rows}


@pytest.mark.rule("ADR-P02")
async def test_the_first_address_becomes_both_defaults(ask: Ask, database: Database) -> None:
    ada = await person(database)

    answer = await ask(
        ADD,
        id=cus(ada),
        version=1,
        address={"line1": "1 High Street", "town": "Bristol", "postcode": "bs14dj", "countryCode": "GB"},
    )

    added = answer.ok["addAddress"]
    assert added["errors"] == []
    assert added["address"]["postcode"] == "BS1 4DJ"
    assert (added["address"]["isDefaultBilling"], added["address"]["isDefaultDelivery"]) == (True, True)
    assert added["customer"]["addressesVersion"] == 2
    assert [each["line1"] for each in added["customer"]["addresses"]] == ["1 High Street"]
    assert await database.events(ada.id) == ["address.added"]


@pytest.mark.rule("ADR-01", "ADR-02", "ADR-11")
async def test_a_delivery_address_is_added_beside_the_first_and_chosen(ask: Ask, database: Database) -> None:
    ada, _ = await person_at(database, "1 High Street")

    added = await ask(
        ADD, id=cus(ada), version=1, address={"line1": "2 Quay", "defaultDelivery": True, **BRISTOL}
    )

    record = added.ok["addAddress"]["customer"]
    assert [each["line1"] for each in record["addresses"]] == ["1 High Street", "2 Quay"]
    assert defaults(record["addresses"]) == (["1 High Street"], ["2 Quay"])

    chosen = await ask(SET_DEFAULTS, id=cus(ada), version=2, billing=added.ok["addAddress"]["address"]["id"])

    record = chosen.ok["setDefaultAddresses"]["customer"]
    assert defaults(record["addresses"]) == (["2 Quay"], ["2 Quay"])
    assert record["addressesVersion"] == 3
    assert await database.events(ada.id) == ["address.added", "address.defaults-set"]
    assert await audited(database, ada.id) == {
        "address.default_billing": ("1 High Street, Bristol, BS1 4DJ", "2 Quay, Bristol, BS1 4DJ")
    }


@pytest.mark.rule("ADR-06", "ADR-07")
async def test_any_address_can_be_typed_by_hand_at_home_and_abroad(ask: Ask, database: Database) -> None:
    ada = await person(database)
    typed = [
        {"line1": "The Old Forge", **BRISTOL},
        {"line1": "Unter den Linden 5", "town": "Berlin", "postcode": "10117", "countryCode": "DE"},
        {"line1": "Flat 2, 8 Queen's Road", "town": "Hong Kong", "countryCode": "HK"},
    ]

    for version, address in enumerate(typed, start=1):
        answer = await ask(ADD, id=cus(ada), version=version, address=address)
        assert answer.ok["addAddress"]["errors"] == []

    stored = answer.ok["addAddress"]["customer"]["addresses"]
    assert [(each["line1"], each["country"]["code"], each["source"]) for each in stored] == [
        ("The Old Forge", "GB", "MANUAL"),
        ("Unter den Linden 5", "DE", "MANUAL"),
        ("Flat 2, 8 Queen's Road", "HK", "MANUAL"),
    ]


@pytest.mark.rule("ADR-08", "ADR-09")
@pytest.mark.parametrize(
    ("region", "first"),
    [
        (Region.UK, "United Kingdom"),
        (Region.IE, "Ireland"),
        (Region.US, "United States"),
        (Region.CA, "Canada"),
    ],
)
async def test_the_country_of_the_system_heads_the_list_of_all_countries(
    settings: Settings, database: Database, region: Region, first: str
) -> None:
    async with asking(settings, region=region) as ask:
        answer = await ask("{ countries { name } }")

    names = [country["name"] for country in answer.ok["countries"]]
    assert names[0] == first
    assert {"United Kingdom", "Ireland", "United States", "Canada", "Germany"} < set(names)


@pytest.mark.rule("ADR-08", "ADR-P07")
async def test_an_irish_address_is_stored_with_its_eircode(ask: Ask, database: Database) -> None:
    ada = await person(database)
    fields = {"line1": "4 Parnell Square", "town": "Dublin", "countryCode": "IE"}

    refused = await ask(ADD, id=cus(ada), version=1, address={**fields, "postcode": "D01"})
    stored = await ask(ADD, id=cus(ada), version=1, address={**fields, "postcode": "d01f5p2"})

    assert [error["code"] for error in refused.ok["addAddress"]["errors"]] == ["INVALID_POSTCODE"]
    assert stored.ok["addAddress"]["address"]["postcode"] == "D01 F5P2"


@pytest.mark.rule("ADR-09", "ADR-P01")
async def test_an_american_address_needs_its_state_and_its_zip_code(ask: Ask, database: Database) -> None:
    ada = await person(database)
    fields = {"line1": "881 7th Avenue", "town": "New York", "countryCode": "US"}
    before = await database.snapshot(ada.id)

    refused = await ask(ADD, id=cus(ada), version=1, address=fields)

    assert [(error["code"], error["path"]) for error in refused.ok["addAddress"]["errors"]] == [
        ("REQUIRED", ["address", "county"]),
        ("REQUIRED", ["address", "postcode"]),
    ]
    assert await database.snapshot(ada.id) == before

    stored = await ask(
        ADD, id=cus(ada), version=1, address={**fields, "county": "NY", "postcode": "100197475"}
    )

    (address,) = stored.ok["addAddress"]["customer"]["addresses"]
    assert (address["county"], address["postcode"]) == ("NY", "10019-7475")


@pytest.mark.rule("ADR-P01")
async def test_a_customer_may_not_know_the_postcode(ask: Ask, database: Database) -> None:
    ada = await person(database)
    fields = {"line1": "1 High Street", "town": "Bristol", "countryCode": "GB", "label": "Work"}

    added = await ask(
        ADD,
        id=cus(ada),
        version=1,
        address={**fields, "postcodeUnknown": True, "validFrom": "2026-01-01", "validTo": "2026-12-31"},
    )

    (address,) = added.ok["addAddress"]["customer"]["addresses"]
    assert {
        name: address[name] for name in ("postcode", "postcodeUnknown", "label", "validFrom", "validTo")
    } == {
        "postcode": None,
        "postcodeUnknown": True,
        "label": "Work",
        "validFrom": "2026-01-01",
        "validTo": "2026-12-31",
    }

    known = await ask(
        AMEND,
        id=cus(ada),
        version=2,
        address=address["id"],
        changes={"postcode": "bs14dj", "postcodeUnknown": None},
    )

    (address,) = known.ok["amendAddress"]["customer"]["addresses"]
    assert (address["postcode"], address["postcodeUnknown"]) == ("BS1 4DJ", False)


@pytest.mark.rule("ADR-P08")
async def test_an_address_written_otherwise_is_still_the_same_address(ask: Ask, database: Database) -> None:
    ada, (_, quay) = await person_at(database, "1 St. John's Road", "2 Quay")
    same = "1  ST JOHNS ROAD,"
    before = await database.snapshot(ada.id)

    added = await ask(ADD, id=cus(ada), version=1, address={"line1": same, **BRISTOL, "postcode": "bs14dj"})
    amended = await ask(AMEND, id=cus(ada), version=1, address=adr(quay), changes={"line1": same})

    assert [(e["code"], e["path"]) for e in added.ok["addAddress"]["errors"]] == [
        ("DUPLICATE_ADDRESS", ["address"])
    ]
    assert [(e["code"], e["path"]) for e in amended.ok["amendAddress"]["errors"]] == [
        ("DUPLICATE_ADDRESS", ["changes"])
    ]
    assert await database.snapshot(ada.id) == before


async def test_a_repeat_under_one_key_has_one_effect(ask: Ask, database: Database) -> None:
    ada = await person(database)
    address = {"line1": "1 High Street", **BRISTOL}
    first = await ask(ADD, id=cus(ada), version=1, address=address, key=f"k{ada.id}")
    second = await ask(ADD, id=cus(ada), version=1, address=address, key=f"k{ada.id}")
    assert second.ok == first.ok
    assert second.extensions == {"replayed": ["addAddress"]}
    assert await database.events(ada.id) == ["address.added"]
