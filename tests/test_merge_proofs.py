"""The proofs about merging, at a size for every day: random pairs merged and parted again, and races."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator

import pytest

from db import embedded
from db.store import Store
from tests import merge_kills, merge_proof, merge_races
from tests.ask import Ask, asking
from tests.merge_stores import settings_of, store_of

Opened = tuple[Ask, Store]


@pytest.fixture(scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Opened]:
    """A store of its own, in which everybody is one of the demo's."""
    folder = tmp_path_factory.mktemp("merging")
    with embedded.start(folder / "services", durable=False) as services:
        settings = settings_of(services, folder)
        async with store_of(services, settings, 600) as store, asking(settings) as ask:
            yield ask, store


@pytest.mark.rule("MRG-N01", "MRG-P12", "MRG-P15")
async def test_random_pairs_lose_nothing_are_as_the_preview_said_and_part_as_they_were(
    opened: Opened,
) -> None:
    counted = await merge_proof.prove(*opened, 12, 1)

    assert counted["pairs"] + counted["blocked"] == 12
    assert counted["pairs"] > 4
    assert counted["values"] > 40
    assert counted["consents"] > 4


@pytest.mark.rule("MRG-P12", "MRG-P13", "MRG-P16")
async def test_merges_at_once_come_to_one_coherent_result_without_a_deadlock(opened: Opened) -> None:
    counted = await merge_races.prove(*opened, 12, 2)

    assert all(counted[kind] == 2 for kind in merge_races.KINDS)
    assert counted["MERGED"] >= 10


def test_what_was_proved_is_told() -> None:
    merged = merge_proof.lines_of(Counter({"pairs": 3, "values": 4_000, "blocked: WRONG_KIND": 1}), 2.4)
    assert merged[0] == "random pairs: 3 merged and parted again in 2 s, and 0 that cannot be merged"
    assert merged[-1] == "  blocked: WRONG_KIND: 1"
    raced = merge_races.lines_of(Counter({"in a ring": 2, "MERGED": 2}), 1.0)
    assert raced[0] == "races: 2 in 1 s, no deadlock, and after each one coherent result"
    assert raced[-1] == "  told MERGED: 2"
    killed = merge_kills.lines_of(Counter({"the server: MERGED": 1}), 1.0)
    assert killed[-1] == "  the server: MERGED: 1"
