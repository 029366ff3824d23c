"""The audit is only ever appended to, and what was altered behind the application's back is found."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from db.embedded import Services
from db.models import Customer
from db.store import connection_arguments
from gateway.engine import ids
from tests import factories as make
from tests.ask import Ask
from tests.database import Database

INTEGRITY = """
query Integrity($id: ID!) {
  auditIntegrity(customerId: $id) { intact entries firstBroken { id } }
}
"""
SAVE = """
mutation Save($id: ID!) {
  b: createNote(customerId: $id, colour: BLUE, body: "First") { errors { __typename } }
  c: createNote(customerId: $id, colour: BLUE, body: "Second", pinned: true) { errors { __typename } }
  d: createNote(customerId: $id, colour: PINK, body: "Third") { errors { __typename } }
  e: createNote(customerId: $id, colour: BLUE, body: "Fourth") { errors { __typename } }
}
"""
WHOLE = {"intact": True, "entries": 3, "firstBroken": None}


@pytest.fixture
async def ada(ask: Ask, database: Database) -> Customer:
    """A record with four entries, the third of them about a pink note."""
    home, customer = make.individual()
    await database.save(home, customer)
    answer = await ask(SAVE, by="femi", id=ident(customer), now="2026-11-22T11:00:00.123456+01:00")
    assert [made["errors"] for made in answer.ok.values()] == [[]] * 4
    return customer


@pytest.fixture
async def superuser(services: Services) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    connection = await asyncpg.connect(**connection_arguments(services.superuser_url))
    yield connection
    await connection.close()


@pytest.fixture
async def eraser(services: Services) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    connection = await asyncpg.connect(**connection_arguments(services.eraser_url))
    yield connection
    await connection.close()


def ident(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


async def integrity(ask: Ask, ada: Customer, by: str = "bea") -> Mapping[str, Any]:
    found: Mapping[str, Any] = (await ask(INTEGRITY, by=by, id=ident(ada))).ok["auditIntegrity"]
    return found


# Of this customer: the entry at a place in the chain, and its changes.
ENTRY = "select id from audit_entry where customer_id = $1 and sequence = 2"
IN_ENTRY = f"entry_id in ({ENTRY})"


@pytest.mark.rule("AUD-P04")
async def test_a_chain_that_nobody_altered_is_whole_and_counts_what_one_may_see(
    ask: Ask, ada: Customer
) -> None:
    assert await integrity(ask, ada) == WHOLE
    assert await integrity(ask, ada, by="femi") == {**WHOLE, "entries": 4}
    by_number = await ask("query($id: ID!) { customer(id: $id) { friendlyId } }", id=ident(ada))
    friendly = by_number.ok["customer"]["friendlyId"]
    assert (await ask(INTEGRITY, id=friendly)).ok["auditIntegrity"] == WHOLE


@pytest.mark.rule("AUD-P04")
@pytest.mark.parametrize("id", ["nonsense", ids.encode("cus", UUID(int=7)), "I-9999999999"])
async def test_an_unknown_record_has_no_chain(ask: Ask, id: str) -> None:
    assert (await ask(INTEGRITY, id=id)).ok["auditIntegrity"] is None


@pytest.mark.rule("AUD-P04")
@pytest.mark.parametrize(
    "tampering",
    [
        f"update audit_entry set at = at - interval '1 microsecond' where id in ({ENTRY})",
        f"update audit_entry set username = 'bea' where id in ({ENTRY})",
        f"update audit_entry set user_id = null where id in ({ENTRY})",
        f"update audit_entry set method = 'BULK' where id in ({ENTRY})",
        f"update audit_entry set interface = 'SALES' where id in ({ENTRY})",
        f"update audit_entry set event = 'note.deleted' where id in ({ENTRY})",
        f"update audit_entry set narrative = 'Nothing' where id in ({ENTRY})",
        f"update audit_entry set section_version = 7 where id in ({ENTRY})",
        f"update audit_entry set restricted = true where id in ({ENTRY})",
        f"update audit_entry set paths = '{{}}' where id in ({ENTRY})",
        f"update audit_entry set hash = previous_hash where id in ({ENTRY})",
        f"update audit_entry set previous_hash = null where id in ({ENTRY})",
        f"update audit_change set path = 'note.colour' where {IN_ENTRY} and ordinal = 0",
        f"update audit_change set redacted = true where {IN_ENTRY} and ordinal = 0",
        f"update audit_change set digest = '\\x00' where {IN_ENTRY} and ordinal = 0",
        f"update audit_value set after = 'Other' where {IN_ENTRY} and ordinal = 0",
        f"update audit_value set before = after, after = null where {IN_ENTRY} and ordinal = 0",
        f"update audit_value set after = null where {IN_ENTRY} and ordinal = 0",
        f"update audit_value set salt = null where {IN_ENTRY} and ordinal = 0",
        f"delete from audit_value where {IN_ENTRY} and ordinal = 0",
    ],
)
async def test_an_entry_that_was_altered_is_found(
    ask: Ask, ada: Customer, superuser: asyncpg.Connection[asyncpg.Record], tampering: str
) -> None:
    second = ids.encode("aud", await superuser.fetchval(ENTRY, ada.id))

    assert (await superuser.execute(tampering, ada.id)).endswith(" 1")

    found = await integrity(ask, ada, by="femi")
    assert found == {"intact": False, "entries": 4, "firstBroken": {"id": second}}


@pytest.mark.rule("AUD-P04")
async def test_an_entry_that_was_taken_out_is_found_by_the_one_after_it(
    ask: Ask, ada: Customer, superuser: asyncpg.Connection[asyncpg.Record]
) -> None:
    third = await superuser.fetchval(ENTRY.replace("2", "3"), ada.id)
    for table in ("audit_value", "audit_change"):
        await superuser.execute(f"delete from {table} where {IN_ENTRY}", ada.id)
    await superuser.execute(f"delete from audit_entry where id in ({ENTRY})", ada.id)

    assert await integrity(ask, ada, by="femi") == {
        "intact": False,
        "entries": 3,
        "firstBroken": {"id": ids.encode("aud", third)},
    }
    # Others learn that something is wrong, and not what they may not see.
    assert await integrity(ask, ada, by="bea") == {"intact": False, "entries": 2, "firstBroken": None}


@pytest.mark.rule("AUD-P04")
@pytest.mark.parametrize("table", ["audit_entry", "audit_change", "audit_value"])
async def test_the_application_cannot_rewrite_the_audit(
    database: Database, ada: Customer, table: str
) -> None:
    column = {"audit_entry": "narrative", "audit_change": "path", "audit_value": "after"}[table]
    before = await database.snapshot(ada.id)
    async with database.store.primary.acquire() as connection:
        for statement in (
            f"update {table} set {column} = 'X'",
            f"delete from {table}",
            f"truncate {table} cascade",
            f"alter table {table} add x int",
            f"drop table {table} cascade",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("AUD-P04")
async def test_nothing_that_is_deleted_takes_the_audit_with_it(database: Database) -> None:
    cascading = """
        select conname from pg_constraint
        where contype = 'f' and confdeltype <> 'a' and conrelid::regclass::text like 'audit%'
    """
    async with database.store.primary.acquire() as connection:
        assert await connection.fetch(cascading) == []


async def test_the_eraser_blanks_values_and_the_chain_still_verifies(
    ask: Ask, ada: Customer, eraser: asyncpg.Connection[asyncpg.Record]
) -> None:
    blank = """update audit_value set before = null, after = null, salt = null
        where entry_id in (select id from audit_entry where customer_id = $1)"""
    assert await eraser.execute(blank, ada.id) == "UPDATE 5"

    assert await integrity(ask, ada) == WHOLE
    document = (
        "query A($id: ID!) { customer(id: $id) { audit { nodes { user event changes { path after } } } } }"
    )
    lines = (await ask(document, id=ident(ada))).ok["customer"]["audit"]["nodes"]
    assert lines[0] == {
        "user": "femi",
        "event": "note.added",
        "changes": [{"path": "note.body", "after": None}],
    }
    for statement in (
        "update audit_entry set narrative = 'X'",
        "update audit_change set path = 'X'",
        "delete from audit_value",
        "update audit_value set ordinal = 1",
        "update customer set first_name = 'X'",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await eraser.execute(statement)
