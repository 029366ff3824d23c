"""The ledger: what goes through it is done, and written down by the same statement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from db.models import Customer, CustomerTag, ExternalId, Note, Transformation, TransformationRow
from db.transformations import Ledger
from domain.transformations import RowAction
from tests import factories as make
from tests.database import Database
from tests.factories import unique

_note = Note.__table__


@pytest.fixture
async def two(database: Database) -> tuple[Customer, Customer]:
    """Two people, of whom the second has two notes."""
    (home, ada), (other, bob) = make.individual(), make.individual()
    await database.save(home, ada, other, bob)
    await database.save(
        *(Note(id=uuid7(), customer_id=bob.id, colour="BLUE", body=text, created_by="bea") for text in "ab")
    )
    return ada, bob


async def _in_ledger(
    database: Database, two: tuple[Customer, Customer], *acts: Any
) -> list[TransformationRow]:
    kept, gone = two
    merge = Transformation(
        id=uuid7(), kind="MERGE", customer_id=kept.id, other_id=gone.id, username="ade", choices={}
    )
    async with AsyncSession(database.store.writes, expire_on_commit=False) as session:
        session.add(merge)
        await session.flush()
        for act in acts:
            await act(Ledger(session, merge.id))
        await session.commit()
    return await database.all(
        sa.select(TransformationRow)
        .where(TransformationRow.transformation_id == merge.id)
        .order_by(TransformationRow.ordinal)
    )


async def test_rows_that_move_are_written_down_one_by_one(
    database: Database, two: tuple[Customer, Customer]
) -> None:
    kept, gone = two
    theirs = await database.all(sa.select(Note.id).where(Note.customer_id == gone.id))

    rows = await _in_ledger(
        database,
        two,
        lambda ledger: ledger.move(
            _note.c.customer_id, kept.id, _note.c.customer_id == gone.id, reason="moved"
        ),
    )

    assert {row.row_id for row in rows} == set(theirs)
    assert {(row.action, row.relation, row.moved) for row in rows} == {
        (RowAction.MOVED, "note", "customer_id")
    }
    assert set(await database.all(sa.select(Note.id).where(Note.customer_id == kept.id))) == set(theirs)


async def test_a_changed_row_is_kept_as_it_was_and_as_it_is(
    database: Database, two: tuple[Customer, Customer]
) -> None:
    _, gone = two

    rows = await _in_ledger(
        database,
        two,
        lambda ledger: ledger.change(
            _note, (_note.c.customer_id == gone.id) & (_note.c.body == "a"), {"body": "c"}, reason="edited"
        ),
    )

    (row,) = rows
    assert row.before
    assert row.after
    assert (row.action, row.before["body"], row.after["body"]) == (RowAction.CHANGED, "a", "c")


async def test_a_dropped_row_is_kept_whole(database: Database, two: tuple[Customer, Customer]) -> None:
    _, gone = two

    rows = await _in_ledger(
        database, two, lambda ledger: ledger.drop(_note, _note.c.customer_id == gone.id, reason="dropped")
    )

    assert sorted(row.before["body"] for row in rows if row.before) == ["a", "b"]
    assert await database.all(sa.select(Note.id).where(Note.customer_id == gone.id)) == []


async def test_rows_without_an_id_are_named_by_their_key(
    database: Database, two: tuple[Customer, Customer]
) -> None:
    kept, _ = two
    system = unique("till ")
    external = ExternalId.__table__

    (row,) = await _in_ledger(
        database,
        two,
        lambda ledger: ledger.add(
            external, {"system": system, "value": "1", "customer_id": kept.id}, reason="added"
        ),
    )

    assert (row.action, row.row_id) == (RowAction.ADDED, None)
    assert row.row_key == {"system": system, "value": "1"}
    assert row.after
    assert UUID(row.after["customer_id"]) == kept.id


async def test_a_key_that_changes_is_named_as_it_is_afterwards(
    database: Database, two: tuple[Customer, Customer]
) -> None:
    kept, gone = two
    group = make.tag_group()
    tag = make.tag(group.id)
    await database.save(group, tag, make.customer_tag(gone.id, tag.id))
    table = CustomerTag.__table__

    (row,) = await _in_ledger(
        database,
        two,
        lambda ledger: ledger.move(
            table.c.customer_id, kept.id, table.c.customer_id == gone.id, reason="moved"
        ),
    )

    assert row.row_key == {"customer_id": str(kept.id), "tag_id": str(tag.id)}
