"""A merge of two records with a row in every table, turned back: the store is as it was before."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from db.base import Base
from db.models import Customer, Transformation
from gateway.commands.unmerges import unmerge_customers
from tests.carrying_out import LONDON, NOW, TODAY, merged, working
from tests.database import Database
from tests.whole_records import Surroundings, between, everything, record

# What is only ever added to, what the system keeps for itself, and links that no merge leaves working.
APART = {
    "audit_change",
    "audit_entry",
    "audit_value",
    "credit_entry",
    "order_event",
    "outbox_event",
    "password_link",
    "preference_answer",
    "transformation",
    "transformation_row",
    "transformation_value",
}
ONWARD = ("version", "updated_at")


# Autotags are what the criteria say, of whoever has set some up meanwhile.
_ONLY = {"customer_tag": "where not (select is_autotag from tag where tag.id = tag_id)"}


async def stored(database: Database) -> dict[str, Counter[str]]:
    """Every row of every table, but for what only goes on."""
    found = {}
    async with database.store.writes.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name in APART:
                continue
            rows = await connection.scalars(
                sa.text(f"select to_jsonb(t) from {table.name} t {_ONLY.get(table.name, '')}")
            )
            found[table.name] = Counter(map(_comparable, rows))
    return found


def _comparable(row: dict[str, Any]) -> str:
    kept = {name: value for name, value in row.items() if not name.endswith(ONWARD)}
    return json.dumps(kept, sort_keys=True)


@pytest.fixture
async def two(database: Database) -> tuple[Customer, Customer]:
    """Two records with a row in every table each."""
    around = Surroundings()
    (home, ada), (other, bob) = record(around), record(around)
    await database.save(*around.rows, home, ada, other, bob)
    await database.save(*everything(around, home, ada, agent=False))
    await database.save(*everything(around, other, bob, agent=True))
    await database.save(*between(ada, bob, around.cara))
    return ada, bob


async def turn_back(database: Database, transformation_id: Any) -> None:
    async with working(database) as tx:
        await unmerge_customers(tx, transformation_id, unmerge_days=30, today=TODAY, zone=LONDON)


@pytest.mark.rule("MRG-P15", "MRG-N01")
async def test_every_table_is_as_it_was(database: Database, two: tuple[Customer, Customer]) -> None:
    ada, bob = two
    before = await stored(database)
    merge = await merged(database, ada, bob, until=NOW + timedelta(days=1))
    assert await stored(database) != before

    await turn_back(database, merge.transformation_id)

    after = await stored(database)
    assert {name: (before[name] - after[name], after[name] - before[name]) for name in before} == {
        name: (Counter(), Counter()) for name in before
    }
    turned = await database.one(
        sa.select(Transformation.reversed_by).where(Transformation.id == merge.transformation_id)
    )
    assert turned == "ade"


@pytest.mark.rule("MRG-P15", "CRD-P01", "CRD-P09")
async def test_the_accounts_come_to_what_they_came_to_before(
    database: Database, two: tuple[Customer, Customer]
) -> None:
    ada, bob = two
    before = await balances(database, ada, bob)
    merge = await merged(database, ada, bob, until=NOW + timedelta(days=1))

    await turn_back(database, merge.transformation_id)

    assert await balances(database, ada, bob) == before


async def balances(database: Database, *records: Customer) -> list[tuple[int, int]]:
    """What each account comes to by its entries, and by those of the lots that are on it."""
    by_entry = sa.text("select coalesce(sum(amount_minor), 0) from credit_entry where customer_id = :id")
    by_lot = sa.text(
        "select coalesce(sum(e.amount_minor), 0) from credit_entry e join credit_lot l on l.id = e.lot_id"
        " where l.customer_id = :id"
    )
    async with database.store.writes.connect() as connection:
        return [
            (
                int(await connection.scalar(by_entry, {"id": each.id}) or 0),
                int(await connection.scalar(by_lot, {"id": each.id}) or 0),
            )
            for each in records
        ]


@pytest.mark.rule("MRG-P15")
async def test_two_merges_are_turned_back_one_after_the_other(
    database: Database, two: tuple[Customer, Customer]
) -> None:
    ada, bob = two
    around = Surroundings()
    home, eve = record(around)
    await database.save(*around.rows, home, eve)
    await database.save(*everything(around, home, eve, agent=False))
    before = await stored(database)
    until = NOW + timedelta(days=1)
    first = await merged(database, bob, eve, until=until)
    second = await merged(database, ada, bob, until=until)

    await turn_back(database, second.transformation_id)
    await turn_back(database, first.transformation_id)

    after = await stored(database)
    assert {name for name in before if before[name] != after[name]} == set()
