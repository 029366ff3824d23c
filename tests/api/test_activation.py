"""Deactivating and reactivating customers over HTTP: nothing is ever deleted."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AuditChange, AuditEntry, AuditValue
from domain.customers import friendly_id
from gateway.engine import ids
from tests import factories as make
from tests.api._activation import (
    FOUND,
    REACTIVATE,
    deactivate,
    done,
    reactivate,
    refused,
    someone,
    stored,
)
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("CUS-14", "DEA-03", "DEA-12")
async def test_an_inactive_record_is_hidden_in_the_sales_interface_and_reached_in_the_other(
    ask: Ask, database: Database
) -> None:
    ada = await someone(database)

    hidden = done(await deactivate(ask, ada, by="bea"), "deactivateCustomer")

    assert hidden["customer"] is None
    assert (await stored(database, ada)).active is False
    assert (await ask(FOUND, id=ids.encode("cus", ada.id), by="bea")).ok["customer"] is None
    assert (await ask(FOUND, id=ids.encode("cus", ada.id), by="femi")).ok["customer"] == {"active": False}


@pytest.mark.rule("CUS-14", "DEA-14", "DEA-05")
async def test_deactivating_is_a_save_of_the_details_with_its_reason_in_the_audit(
    ask: Ask, database: Database
) -> None:
    ada = await someone(database, email=f"{make.unique('ada')}@example.org", online_account_active=True)

    payload = done(await deactivate(ask, ada, reason=" Deceased "), "deactivateCustomer")

    assert payload["customer"] == {"active": False, "detailsVersion": 2, "onlineAccountActive": False}
    assert payload["warnings"] == []
    query = (
        select(AuditChange.path, AuditValue.before, AuditValue.after)
        .join(AuditEntry, AuditEntry.id == AuditChange.entry_id)
        .join(
            AuditValue,
            (AuditValue.entry_id == AuditChange.entry_id) & (AuditValue.ordinal == AuditChange.ordinal),
        )
        .where(AuditEntry.customer_id == ada.id, AuditEntry.event == "customer.deactivated")
        .order_by(AuditChange.ordinal)
    )
    async with AsyncSession(database.store.writes) as session:
        assert [tuple(row) for row in await session.execute(query)] == [
            ("active", "true", "false"),
            ("online_account_active", "true", "false"),
            ("reason", None, "Deceased"),
        ]


@pytest.mark.rule("DEA-06", "CUS-15")
async def test_the_two_flags_are_separate(ask: Ask, database: Database) -> None:
    ada = await someone(database, email=f"{make.unique('ada')}@example.org", online_account_active=True)
    payload = done(await deactivate(ask, ada, account=False), "deactivateCustomer")
    assert payload["customer"] == {"active": False, "detailsVersion": 2, "onlineAccountActive": True}


@pytest.mark.rule("DEA-07", "CUS-04")
async def test_deactivated_information_is_kept_and_comes_back_as_it_was(ask: Ask, database: Database) -> None:
    ada = await someone(database, title="Dr", email=f"{make.unique('ada')}@example.org")
    await database.save(make.address(ada.id), make.note(ada.id))
    before = await database.snapshot(ada.id)

    done(await deactivate(ask, ada), "deactivateCustomer")
    payload = done(await reactivate(ask, ada), "reactivateCustomer")

    assert payload["customer"] == {
        "id": ids.encode("cus", ada.id),
        "active": True,
        "detailsVersion": 3,
        "email": ada.email,
        "onlineAccountActive": False,
    }
    after = await database.snapshot(ada.id)
    kept = set(before) - {"customer", "audit_entry"}
    assert {table: after[table] for table in kept} == {table: before[table] for table in kept}
    assert await database.events(ada.id) == ["customer.deactivated", "customer.reactivated"]


@pytest.mark.rule("DEA-P01")
async def test_the_online_account_comes_back_only_when_asked_for(ask: Ask, database: Database) -> None:
    ada = await someone(database, email=f"{make.unique('ada')}@example.org", active=False)
    payload = done(await reactivate(ask, ada, account=True), "reactivateCustomer")
    assert payload["customer"]["onlineAccountActive"] is True


@pytest.mark.rule("CUS-P08")
async def test_an_online_account_does_not_come_back_without_an_email(ask: Ask, database: Database) -> None:
    ada = await someone(database, active=False)
    body = make.organisation(active=False)
    await database.save(body)
    before = await database.snapshot(ada.id), await database.snapshot(body.id)

    person = await reactivate(ask, ada, account=True)
    choir = await reactivate(ask, body, account=True)

    assert refused(person, "reactivateCustomer") == {
        ("EMAIL_REQUIRED_FOR_ONLINE_ACCOUNT", "alsoOnlineAccount")
    }
    assert refused(choir, "reactivateCustomer") == {("WRONG_KIND", "alsoOnlineAccount")}
    assert (await database.snapshot(ada.id), await database.snapshot(body.id)) == before


@pytest.mark.rule("ROL-P07", "ROL-09")
async def test_a_sales_administrator_reactivates_by_id_a_record_that_cannot_be_seen(
    ask: Ask, database: Database
) -> None:
    ada = await someone(database, active=False)
    row = await stored(database, ada)
    read = friendly_id(row.kind, row.number)  # type: ignore[arg-type]
    assert (await ask(FOUND, id=read, by="ade")).ok["customer"] is None

    payload = done(await reactivate(ask, ada, id=read, by="ade"), "reactivateCustomer")

    assert payload["customer"]["active"] is True
    assert (await ask(FOUND, id=read, by="ade")).ok["customer"] == {"active": True}


async def test_a_sales_user_does_not_reactivate(ask: Ask, database: Database) -> None:
    ada = await someone(database, active=False)
    before = await database.snapshot(ada.id)
    assert (await reactivate(ask, ada, by="bea")).codes == ["FORBIDDEN"]
    assert await database.snapshot(ada.id) == before


async def test_an_unknown_id_is_told_as_such(ask: Ask, database: Database) -> None:
    for ident in ("I-9999999", "nonsense", ids.encode("cus", make.organisation().id)):
        answer = await ask(REACTIVATE, id=ident, by="ade")
        assert refused(answer, "reactivateCustomer") == {("NOT_FOUND", "customerId")}


@pytest.mark.rule("AUD-P05")
async def test_doing_it_again_changes_nothing(ask: Ask, database: Database) -> None:
    ada, bob = await someone(database, active=False), await someone(database)
    before = await database.snapshot(ada.id), await database.snapshot(bob.id)

    done(await deactivate(ask, ada), "deactivateCustomer")
    done(await reactivate(ask, bob), "reactivateCustomer")

    assert (await database.snapshot(ada.id), await database.snapshot(bob.id)) == before


@pytest.mark.rule("CUS-P12")
async def test_a_record_merged_away_is_neither_deactivated_nor_reactivated(
    ask: Ask, database: Database
) -> None:
    survivor = await someone(database)
    loser = await someone(database, active=False, merged_into=survivor.id)
    before = await database.snapshot(loser.id), await database.snapshot(survivor.id)

    for by in ("femi", "ade"):
        answer = await reactivate(ask, loser, by=by)
        assert refused(answer, "reactivateCustomer") == {("CUSTOMER_MERGED", "customerId")}
        (error,) = answer.ok["reactivateCustomer"]["errors"]
        assert error["survivor"] == {"id": ids.encode("cus", survivor.id)}
    answer = await deactivate(ask, loser)
    assert refused(answer, "deactivateCustomer") == {("CUSTOMER_MERGED", "customerId")}
    assert (await database.snapshot(loser.id), await database.snapshot(survivor.id)) == before


@pytest.mark.rule("XCT-P03")
async def test_a_stale_deactivation_changes_nothing(ask: Ask, database: Database) -> None:
    ada = await someone(database, details_version=3)
    before = await database.snapshot(ada.id)
    answer = await deactivate(ask, ada, version=2)
    assert refused(answer, "deactivateCustomer") == {("STALE_VERSION", "expectedVersion")}
    assert await database.snapshot(ada.id) == before


@pytest.mark.parametrize(("reason", "code"), [("  ", "REASON_REQUIRED"), ("x" * 201, "TOO_LONG")])
async def test_a_deactivation_has_a_reason(ask: Ask, database: Database, reason: str, code: str) -> None:
    ada = await someone(database)
    before = await database.snapshot(ada.id)
    answer = await deactivate(ask, ada, reason=reason)
    assert refused(answer, "deactivateCustomer") == {(code, "reason")}
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("CUS-04", "DEA-02")
@pytest.mark.parametrize("table", ["customer", "household", "audit_entry"])
async def test_the_application_may_not_delete_a_record(database: Database, table: str) -> None:
    await someone(database)
    async with AsyncSession(database.store.writes) as session:
        with pytest.raises(ProgrammingError, match="permission denied"):
            await session.execute(text(f"delete from {table}"))
        await session.rollback()
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            await session.execute(text(f"truncate {table} cascade"))
