"""What the store guarantees whatever the code does: roles, an audit that only grows, keys that say how they merge."""

from __future__ import annotations

import asyncpg
import pytest
from alembic.script import ScriptDirectory

from db import embedded, migrate
from db.base import Base, OnMerge
from db.store import Store
from tests.database import Database

APPEND_ONLY = (
    "audit_entry",
    "audit_change",
    "audit_value",
    "bulk_job_result",
    "charity_details",
    "gift_aid_statement",
    "outbox_event",
    "pledge_event",
    "preference_statement",
    "stage_change",
    "transformation_row",
    "transformation_value",
)
# What a merge moves to another customer is otherwise only ever appended.
MOVED_ALONE = ("credit_lot", "document", "gift_aid_cancellation", "preference_answer")


@pytest.fixture
def store(database: Database) -> Store:
    return database.store


def test_every_key_to_a_customer_says_what_a_merge_does_to_it() -> None:
    said = {
        f"{table.name}.{column.name}": column.info.get("on_merge")
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "customer" for key in column.foreign_keys)
    }
    assert "address.customer_id" in said
    assert [name for name, on_merge in said.items() if not isinstance(on_merge, OnMerge)] == []


def test_the_migrations_end_in_one_place() -> None:
    heads = ScriptDirectory.from_config(migrate.config()).get_heads()
    assert heads == [migrate.newest()]


async def test_the_migrations_make_what_the_models_say(store: Store, services: embedded.Services) -> None:
    await migrate.check(services.owner_url)


async def test_the_application_owns_nothing_and_rules_nobody(store: Store) -> None:
    role = await store.primary.fetchrow(
        "select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = current_user"
    )
    assert role is not None
    assert list(role.values()) == [False, False, False, False]
    owned = "select count(*) from pg_class join pg_roles r on r.oid = relowner where rolname = current_user"
    assert await store.primary.fetchval(owned) == 0
    assert await store.primary.fetchval("select has_schema_privilege('public', 'create')") is False


@pytest.mark.parametrize("table", APPEND_ONLY)
async def test_history_is_only_ever_appended(store: Store, table: str) -> None:
    may = await store.primary.fetchrow(
        "select has_table_privilege($1, 'insert'), has_any_column_privilege($1, 'update'),"
        " has_table_privilege($1, 'delete'), has_table_privilege($1, 'truncate')",
        table,
    )
    assert may is not None
    assert list(may.values()) == [True, False, False, False]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await store.primary.execute(f"delete from {table}")


@pytest.mark.parametrize("table", MOVED_ALONE)
async def test_history_changes_only_whose_it_is(store: Store, table: str) -> None:
    may = await store.primary.fetchrow(
        "select has_table_privilege($1, 'insert'), has_column_privilege($1, 'customer_id', 'update'),"
        " has_table_privilege($1, 'update'), has_table_privilege($1, 'delete')",
        table,
    )
    assert may is not None
    assert list(may.values()) == [True, True, False, False]
    changeable = (
        "select count(*) from pg_attribute where attrelid = $1::regclass and attnum > 0"
        " and has_column_privilege($1, attname, 'update')"
    )
    assert await store.primary.fetchval(changeable, table) == 1


async def test_no_cascade_reaches_the_audit(store: Store) -> None:
    reaching = await store.primary.fetch(
        "select conname from pg_constraint where contype = 'f' and conrelid::regclass::text like 'audit%'"
        " and (confdeltype not in ('a', 'r') or confupdtype not in ('a', 'r'))"
    )
    assert reaching == []
