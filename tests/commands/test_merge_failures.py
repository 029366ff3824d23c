"""A merge that breaks off, wherever it does, leaves both records as they were and free for another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.event import listen, remove

from db.models import OutboxEvent, Transformation
from tests.carrying_out import merged, now_of
from tests.database import Database
from tests.whole_records import Surroundings, everything, record


class Broken(Exception):
    """The connection was lost, say."""


@contextmanager
def _breaking_at(database: Database, step: int) -> Iterator[None]:
    """Whatever is written to the ledger for the time of this number does not get through."""
    numbers = count()

    def see(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "INSERT INTO transformation_row" in statement and next(numbers) == step:
            raise Broken

    engine = database.store.writes.sync_engine
    listen(engine, "before_cursor_execute", see)
    try:
        yield
    finally:
        remove(engine, "before_cursor_execute", see)


@pytest.mark.rule("MRG-P13", "MRG-36", "MRG-37")
async def test_wherever_a_merge_breaks_off_both_records_are_as_before_and_it_can_be_tried_again(
    database: Database,
) -> None:
    around = Surroundings()
    (home, ada), (other, bob) = record(around), record(around)
    await database.save(*around.rows, home, ada, other, bob)
    await database.save(*everything(around, home, ada, agent=False))
    await database.save(*everything(around, other, bob, agent=True))
    before = [await database.snapshot(each.id) for each in (ada, bob)]

    # Every ninth of its writes, for a merge as full as this has a hundred.
    for step in count(step=9):
        try:
            with _breaking_at(database, step):
                await merged(database, ada, bob)
            break
        except Broken:
            assert [await database.snapshot(each.id) for each in (ada, bob)] == before

    assert step > 50, "as many as it writes"
    assert (await now_of(database, bob)).merged_into == ada.id
    done = sa.select(Transformation.customer_id).where(Transformation.other_id == bob.id)
    told = sa.select(OutboxEvent.event).where(OutboxEvent.customer_id == ada.id)
    assert (await database.all(done), await database.all(told)) == ([ada.id], ["customer.merged"])
