"""Who may not change an address, and when nobody may."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.engine import ids
from tests import factories as make
from tests.api.test_addresses import (
    ADD,
    AMEND,
    BRISTOL,
    DELETE,
    SET_DEFAULTS,
    adr,
    cus,
    person,
    person_at,
)
from tests.ask import Ask
from tests.database import Database


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
