"""The merge of the demo is told as it would have been: by its ledger, by both audits, and by what can be undone."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from db.base import Base
from db.demo.showcase_merged import FORMER, MERGE, NOTE, SURVIVOR
from db.models import Address, Customer, Household, Note, Order
from db.transformation_reversal import Reversal
from tests.db.demo.conftest import DemoStore

_ROWS = "select * from transformation_row where transformation_id = $1 order by ordinal"


@pytest.mark.rule("MRG-N01")
async def test_what_the_ledger_says_moved_is_the_survivors_now(demo: DemoStore) -> None:
    moved = [row for row in await demo.rows(_ROWS, MERGE) if row["action"] == "MOVED"]
    owners = [
        await demo.value(f"select {row['moved']} from {row['relation']} where id = $1", row["row_id"])
        for row in moved
    ]

    assert Counter(row["relation"] for row in moved) == {"household": 1, "customer_order": 1, "note": 1}
    assert owners == [SURVIVOR] * 3


@pytest.mark.rule("MRG-N01")
async def test_the_images_of_the_ledger_are_whole_rows_that_differ_where_the_merge_changed_them(
    demo: DemoStore,
) -> None:
    versions = {"details_version", "addresses_version", "contact_preferences_version", "tags_version"}
    changed = []
    for row in await demo.rows(_ROWS, MERGE):
        images = [json.loads(row[name]) for name in ("before", "after") if row[name]]
        columns = {column.name for column in Base.metadata.tables[row["relation"]].columns}
        assert all(image.keys() == columns for image in images)
        if row["action"] == "CHANGED":
            before, after = images
            changed.append({name for name in columns if before[name] != after[name]} - {"updated_at"})

    assert changed == [
        {"left_at", "left_because"},
        {"closed_at"},
        {"active", "household_id", "merged_into", *versions},
        {"phone", "phone_e164", *versions},
    ]


@pytest.mark.rule("MRG-N01", "MRG-34")
async def test_each_value_that_came_from_the_other_record_stands_and_is_told_by_the_audit(
    demo: DemoStore,
) -> None:
    taken = await demo.rows(
        "select path, result from transformation_value"
        " where transformation_id = $1 and taken_from = 'LOSER' order by path",
        MERGE,
    )
    told = await demo.rows(
        "select c.path, v.after from audit_entry e join audit_change c on c.entry_id = e.id"
        " join audit_value v on v.entry_id = c.entry_id and v.ordinal = c.ordinal"
        " where e.customer_id = $1 and e.event = 'customer.merged' order by c.path",
        SURVIVOR,
    )
    phone = await demo.value("select phone from customer where id = $1", SURVIVOR)
    body = await demo.value("select body from note where id = $1", NOTE)

    assert [tuple(row) for row in taken] == [(f"note.{NOTE}", body), ("phone", phone)]
    assert [tuple(row) for row in told] == [
        ("merge", "M-1"),
        ("mergedFrom", "I-1000000"),
        (f"note.{NOTE}", body),
        ("phone", phone),
    ]


async def test_the_next_merge_has_a_number_of_its_own(demo: DemoStore) -> None:
    assert await demo.value("select number from transformation where id = $1", MERGE) == 1
    assert await demo.value("select nextval('transformation_number')") > 1


@pytest.mark.rule("MRG-P15")
async def test_the_ledger_would_bring_back_the_record_as_it_was(demo: DemoStore) -> None:
    engine = create_async_engine(demo.url)
    async with AsyncSession(engine) as session:
        reversal = Reversal(session, MERGE, SURVIVOR, FORMER)
        await reversal.carry_out()
        former, survivor = [await session.get_one(Customer, key) for key in (FORMER, SURVIVOR)]
        home = await session.get_one(Household, former.household_id)
        theirs = [
            len(list(await session.scalars(select(model).where(column == FORMER))))
            for model, column in (
                (Address, Address.customer_id),
                (Note, Note.customer_id),
                (Order, Order.owner_id),
            )
        ]
    await engine.dispose()

    assert reversal.conflicts == []
    assert (former.active, former.merged_into, survivor.phone) == (True, None, None)
    assert (home.primary_id, home.closed_at) == (FORMER, None)
    assert theirs == [1, 1, 1]
