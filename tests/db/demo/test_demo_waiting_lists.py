"""Nobody waits for anything after they were last seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from db.demo.dice import Dice
from db.demo.holdings.rows import WaitingListEntryRow
from db.demo.holdings.waiting_lists import WaitingLists
from db.demo.house.rows import House
from db.demo.rows import Batch
from db.demo.sales.patrons import Patron

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_who_was_last_here_before_the_lists_that_are_open_is_on_none_of_them() -> None:
    lists, batch = WaitingLists(Dice(1), House.on(NOW, ZoneInfo("Europe/London"))), Batch()
    seen = NOW - timedelta(days=95)
    patron = Patron(
        UUID(int=1), "Ada", True, True, True, True, None, "Ada", "Byron", NOW - timedelta(days=900), seen
    )
    for _ in range(400):
        lists.some(batch, patron)
    entries = batch.rows[WaitingListEntryRow]

    assert [each for each in entries if each.created_at > seen] == []
    assert len(entries) > 5
