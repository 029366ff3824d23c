"""The totals of opportunities as PostgreSQL adds them up, against books that are kept by hand."""

from __future__ import annotations

from random import Random

import pytest

from domain.opportunities import Totals
from tests.database import Database
from tests.opportunity_histories import OPPORTUNITIES, Played, drawn
from tests.opportunity_store import put, read


@pytest.mark.rule("OPP-P03", "OPP-P04")
async def test_what_is_added_up_in_the_store_is_what_the_books_say(database: Database) -> None:
    dice = Random(1)
    histories = []
    for _ in range(150):
        histories.append(played := Played())
        for step in drawn(dice):
            played.play(*step)

    keys = await put(database, histories)
    found = await read(database, [key for some in keys for key in some])

    assert len(found) == len(histories) * OPPORTUNITIES
    for played, some in zip(histories, keys, strict=True):
        assert [found[key] for key in some] == [played.by_hand(at) for at in range(OPPORTUNITIES)]
    # Each of the totals is something often enough.
    told = {name: sum(getattr(each, name) > 0 for each in found.values()) for name in Totals.__slots__}
    assert told == {"received": 169, "reserved": 62, "pledges": 101, "legacies": 40}
