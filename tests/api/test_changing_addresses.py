"""Amending and deleting addresses, and choosing the defaults."""

from __future__ import annotations

import pytest

from tests import factories as make
from tests.api.test_addresses import AMEND, DELETE, adr, audited, cus, defaults, person, person_at
from tests.ask import Ask
from tests.database import Database


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
