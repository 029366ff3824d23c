"""The proof of Gift Aid's coverage: `tests/gift_aid_proof.py`, at a size for every day."""

from __future__ import annotations

from collections import Counter

import pytest

from gateway.settings import Settings
from tests.database import Database
from tests.gift_aid_proof import NAMES, lines_of, missing, prove


@pytest.mark.rule("GAD-P09", "GAD-P10", "DON-05")
async def test_rules_and_store_say_of_random_histories_what_a_replay_day_by_day_does(
    settings: Settings, database: Database
) -> None:
    counted = await prove(settings, database, (30, 30, 30), 1)
    assert counted["histories"] == 90
    assert counted["in the store"] > 0
    assert missing(counted) == []


def test_a_proof_tells_how_often_it_saw_each_verdict_and_which_it_never_saw() -> None:
    counted = Counter(dict.fromkeys(NAMES, 2_000)) + Counter(histories=7, donations=30)
    lines = lines_of(counted, 1.6)
    assert lines[0] == "random histories: 7 in 2 s, each against one replayed day by day"
    assert lines[-1] == "  ALREADY_CLAIMED: 2,000"
    assert missing(counted) == []
    assert missing(counted - Counter({"LEGACY": 2_000})) == ["LEGACY"]
