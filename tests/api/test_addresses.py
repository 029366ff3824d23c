"""Changing addresses over HTTP."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
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


@pytest.mark.rule("ADR-12")
async def test_an_address_is_amended_and_keeps_what_was_not_sent(ask: Ask, database: Database) -> None:
    ada, (home,) = await person_at(database, "1 High Street")

    answer = await ask(
        AMEND, id=cus(ada), version=1, address=adr(home), changes={"line1": "Flat 3, 1 High Street"}
    )

    amended = answer.ok["amendAddress"]
    assert amended["errors"] == []
    assert amended["address"] == {"id": adr(home)}
    (address,) = amended["customer"]["addresses"]
    assert (address["line1"], address["town"], address["postcode"]) == (
        "Flat 3, 1 High Street",
        "Bristol",
        "BS1 4DJ",
    )
    assert (address["isDefaultBilling"], address["isDefaultDelivery"]) == (True, True)
    assert amended["customer"]["addressesVersion"] == 2
    assert await database.events(ada.id) == ["address.amended"]
    assert await audited(database, ada.id) == {"address.line1": ("1 High Street", "Flat 3, 1 High Street")}


@pytest.mark.rule("AUD-P05")
async def test_amending_an_address_to_what_it_is_leaves_no_trace(ask: Ask, database: Database) -> None:
    ada, (home,) = await person_at(database, "1 High Street")
    before = await database.snapshot(ada.id)

    answer = await ask(
        AMEND,
        id=cus(ada),
        version=1,
        address=adr(home),
        changes={"line1": " 1 High Street ", "postcode": "bs14dj"},
    )

    assert answer.ok["amendAddress"]["errors"] == []
    assert await database.snapshot(ada.id) == before


async def test_null_clears_a_part_of_an_address(ask: Ask, database: Database) -> None:
    ada = await person(database)
    home = make.address(ada.id, line2="Clifton", label="Home")
    await database.save(home)

    answer = await ask(
        AMEND, id=cus(ada), version=1, address=adr(home), changes={"label": None, "line2": "Hotwells"}
    )

    (address,) = answer.ok["amendAddress"]["customer"]["addresses"]
    assert address["label"] is None
    assert await audited(database, ada.id) == {
        "address.line2": ("Clifton", "Hotwells"),
        "address.label": ("Home", None),
    }


@pytest.mark.rule("ADR-P01", "ADR-P07")
async def test_all_that_is_wrong_with_an_amended_address_is_told_at_once(
    ask: Ask, database: Database
) -> None:
    ada, (home,) = await person_at(database, "1 High Street")
    before = await database.snapshot(ada.id)

    answer = await ask(
        AMEND,
        id=cus(ada),
        version=1,
        address=adr(home),
        changes={
            "line1": None,
            "town": "x" * 61,
            "postcode": "Bristol",
            "validFrom": "2026-02-01",
            "validTo": "2026-01-01",
        },
    )

    assert answer.ok["amendAddress"]["address"] is None
    assert [(error["code"], error["path"]) for error in answer.ok["amendAddress"]["errors"]] == [
        ("REQUIRED", ["changes", "line1"]),
        ("TOO_LONG", ["changes", "town"]),
        ("INVALID_POSTCODE", ["changes", "postcode"]),
        ("INVALID_DATE", ["changes", "validTo"]),
    ]
    assert await database.snapshot(ada.id) == before


async def test_a_country_that_does_not_exist_is_refused(ask: Ask, database: Database) -> None:
    ada, (home,) = await person_at(database, "1 High Street")
    before = await database.snapshot(ada.id)

    answer = await ask(AMEND, id=cus(ada), version=1, address=adr(home), changes={"countryCode": "ZZ"})

    assert [error["code"] for error in answer.ok["amendAddress"]["errors"]] == ["UNKNOWN_COUNTRY"]
    assert await database.snapshot(ada.id) == before


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


@pytest.mark.rule("ADR-P03")
async def test_a_default_address_is_deleted_only_when_another_takes_its_place(
    ask: Ask, database: Database
) -> None:
    ada, (home, quay) = await person_at(database, "1 High Street", "2 Quay")
    before = await database.snapshot(ada.id)

    refused = await ask(DELETE, id=cus(ada), version=1, address=adr(home))

    assert [(error["code"], error["path"]) for error in refused.ok["deleteAddress"]["errors"]] == [
        ("ADDRESS_IS_DEFAULT", ["replacementId"])
    ]
    assert await database.snapshot(ada.id) == before

    deleted = await ask(DELETE, id=cus(ada), version=1, address=adr(home), replacement=adr(quay))

    record = deleted.ok["deleteAddress"]["customer"]
    assert [each["line1"] for each in record["addresses"]] == ["2 Quay"]
    assert defaults(record["addresses"]) == (["2 Quay"], ["2 Quay"])
    assert record["addressesVersion"] == 2
    assert await database.events(ada.id) == ["address.deleted"]
    assert (await audited(database, ada.id))["address.line1"] == ("1 High Street", None)


async def test_an_address_that_is_no_default_is_deleted_without_more_ado(
    ask: Ask, database: Database
) -> None:
    ada, (_, quay) = await person_at(database, "1 High Street", "2 Quay")

    deleted = await ask(DELETE, id=cus(ada), version=1, address=adr(quay))

    record = deleted.ok["deleteAddress"]["customer"]
    assert defaults(record["addresses"]) == (["1 High Street"], ["1 High Street"])


@pytest.mark.rule("ADR-P03")
async def test_the_last_address_stays(ask: Ask, database: Database) -> None:
    ada, (home,) = await person_at(database, "1 High Street")
    before = await database.snapshot(ada.id)

    refused = await ask(DELETE, id=cus(ada), version=1, address=adr(home))

    assert [error["code"] for error in refused.ok["deleteAddress"]["errors"]] == ["LAST_ADDRESS"]
    assert await database.snapshot(ada.id) == before


async def test_nobody_works_on_an_address_through_another_record(ask: Ask, database: Database) -> None:
    ada, (home, quay) = await person_at(database, "1 High Street", "2 Quay")
    _, (foreign,) = await person_at(database, "9 Elsewhere")
    before = await database.snapshot(ada.id), await database.snapshot(foreign.customer_id)
    common: dict[str, Any] = {"id": cus(ada), "version": 1}

    for answer, path in (
        (await ask(AMEND, **common, address=adr(foreign), changes={"line1": "1"}), ["addressId"]),
        (
            await ask(AMEND, **common, address=ids.encode("tag", quay.id), changes={"line1": "1"}),
            ["addressId"],
        ),
        (await ask(DELETE, **common, address=adr(foreign)), ["addressId"]),
        (await ask(DELETE, **common, address=adr(home), replacement=adr(foreign)), ["replacementId"]),
        (await ask(DELETE, **common, address=adr(home), replacement=adr(home)), ["replacementId"]),
        (await ask(SET_DEFAULTS, **common, billing=adr(foreign)), ["billingAddressId"]),
        (await ask(SET_DEFAULTS, **common, delivery="nonsense"), ["deliveryAddressId"]),
    ):
        (payload,) = answer.ok.values()
        assert [(error["code"], error["path"]) for error in payload["errors"]] == [("NOT_FOUND", path)]
    assert (await database.snapshot(ada.id), await database.snapshot(foreign.customer_id)) == before


async def test_a_stale_version_changes_nothing(ask: Ask, database: Database) -> None:
    ada = await person(database)
    await ask(ADD, id=cus(ada), version=1, address={"line1": "1 High Street", **BRISTOL}, by="ade")
    before = await database.snapshot(ada.id)

    answer = await ask(ADD, id=cus(ada), version=1, address={"line1": "2 High Street", **BRISTOL})

    (error,) = answer.ok["addAddress"]["errors"]
    assert error["code"] == "STALE_VERSION"
    assert error["changedBy"] == "ade"
    assert {
        "field": "address.line1",
        "theirs": "1 High Street",
        "yours": "2 High Street",
        "conflicting": True,
    } in error["fields"]
    assert await database.snapshot(ada.id) == before


async def test_every_change_of_addresses_names_the_version_it_read(ask: Ask, database: Database) -> None:
    ada, (home, quay) = await person_at(database, "1 High Street", "2 Quay")
    before = await database.snapshot(ada.id)

    for answer in (
        await ask(AMEND, id=cus(ada), version=7, address=adr(home), changes={"line1": "3 Quay"}),
        await ask(DELETE, id=cus(ada), version=7, address=adr(quay)),
        await ask(SET_DEFAULTS, id=cus(ada), version=7, billing=adr(quay)),
    ):
        (payload,) = answer.ok.values()
        assert [error["code"] for error in payload["errors"]] == ["STALE_VERSION"]
    assert await database.snapshot(ada.id) == before


async def test_of_two_who_save_at_once_the_second_is_told(ask: Ask, database: Database) -> None:
    ada, (_, quay, mews) = await person_at(database, "1 High Street", "2 Quay", "3 Mews")

    answers = await asyncio.gather(
        ask(SET_DEFAULTS, id=cus(ada), version=1, billing=adr(quay)),
        ask(SET_DEFAULTS, id=cus(ada), version=1, billing=adr(mews)),
    )

    told = [[error["code"] for error in answer.ok["setDefaultAddresses"]["errors"]] for answer in answers]
    assert sorted(told) == [[], ["STALE_VERSION"]]
    assert await database.events(ada.id) == ["address.defaults-set"]


async def test_an_inactive_record_keeps_its_addresses(ask: Ask, database: Database) -> None:
    ada = await person(database, active=False)
    home = make.address(ada.id)
    await database.save(home)
    before = await database.snapshot(ada.id)

    for by, code in (("olga", "CUSTOMER_INACTIVE"), ("bea", "NOT_FOUND")):
        for answer in (
            await ask(ADD, by=by, id=cus(ada), version=1, address={"line1": "2 Quay", **BRISTOL}),
            await ask(AMEND, by=by, id=cus(ada), version=1, address=adr(home), changes={"line1": "2 Quay"}),
            await ask(DELETE, by=by, id=cus(ada), version=1, address=adr(home)),
            await ask(SET_DEFAULTS, by=by, id=cus(ada), version=1, billing=adr(home)),
        ):
            (payload,) = answer.ok.values()
            assert [error["code"] for error in payload["errors"]] == [code]
    assert await database.snapshot(ada.id) == before


async def test_a_record_merged_away_names_its_survivor(ask: Ask, database: Database) -> None:
    ada, (home,) = await person_at(database, "1 High Street")
    gone = await person(database, active=False, merged_into=ada.id)
    before = await database.snapshot(gone.id), await database.snapshot(ada.id)

    answer = await ask(AMEND, id=cus(gone), version=1, address=adr(home), changes={"line1": "2 Quay"})

    (error,) = answer.ok["amendAddress"]["errors"]
    assert (error["code"], error["survivor"]) == ("CUSTOMER_MERGED", {"id": cus(ada)})
    assert (await database.snapshot(gone.id), await database.snapshot(ada.id)) == before


async def test_who_may_not_change_records_may_not_change_addresses(ask: Ask, database: Database) -> None:
    ada, (home, quay) = await person_at(database, "1 High Street", "2 Quay")
    before = await database.snapshot(ada.id)

    for answer in (
        await ask(ADD, by="ines", id=cus(ada), version=1, address={"line1": "3 Quay", **BRISTOL}),
        await ask(AMEND, by="ines", id=cus(ada), version=1, address=adr(home), changes={"line1": "3 Quay"}),
        await ask(DELETE, by="ines", id=cus(ada), version=1, address=adr(quay)),
        await ask(SET_DEFAULTS, by="ines", id=cus(ada), version=1, billing=adr(quay)),
    ):
        assert answer.codes == ["FORBIDDEN"]
    assert await database.snapshot(ada.id) == before


@pytest.mark.parametrize("flag", ["default_billing", "default_delivery"])
@pytest.mark.rule("ADR-C01", "ADR-P02")
async def test_the_database_itself_refuses_two_defaults(database: Database, flag: str) -> None:
    ada, _ = await person_at(database, "1 High Street", "2 Quay")
    before = await database.snapshot(ada.id)

    async with AsyncSession(database.store.writes) as session:
        with pytest.raises(IntegrityError, match=f"uq_address_{flag}"):
            await session.execute(
                text(f"update address set {flag} = true where customer_id = :id"), {"id": ada.id}
            )

    assert await database.snapshot(ada.id) == before


async def test_a_repeat_under_one_key_has_one_effect(ask: Ask, database: Database) -> None:
    ada = await person(database)
    address = {"line1": "1 High Street", **BRISTOL}
    first = await ask(ADD, id=cus(ada), version=1, address=address, key=f"k{ada.id}")
    second = await ask(ADD, id=cus(ada), version=1, address=address, key=f"k{ada.id}")
    assert second.ok == first.ok
    assert second.extensions == {"replayed": ["addAddress"]}
    assert await database.events(ada.id) == ["address.added"]
