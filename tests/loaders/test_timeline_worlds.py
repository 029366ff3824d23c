"""Timelines of random worlds, page by page, against one made by hand from all rows there are."""

from __future__ import annotations

import pytest

from tests.ask import Ask
from tests.database import Database
from tests.timeline import prove


@pytest.mark.rule("TML-P02", "TML-P05", "TML-P08")
async def test_timelines_of_random_worlds_are_what_they_are_by_hand(ask: Ask, database: Database) -> None:
    await prove(ask, database, examples=3, number=1)
