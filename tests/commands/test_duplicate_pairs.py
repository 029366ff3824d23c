"""The pairs that are found by keys are those that comparing everybody with everybody finds."""

from __future__ import annotations

from asyncio import gather
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import combinations
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from db.duplicates import NEIGHBOURS
from db.models import Customer, DuplicateKey
from db.work import Work
from domain.duplicate_keys import keys_of
from domain.duplicates import STANDARD, Thresholds, score
from gateway.commands.duplicate_pairs import look_through
from tests import factories as make
from tests.database import Database
from tests.duplicates import Town, change, job, pairs_of, refresh

SEEDS = range(6)


def compared(town: Town) -> dict[tuple[UUID, UUID], Any]:
    """What comparing everybody with everybody finds, of those who share a key."""
    found = {}
    for (one, a), (other, b) in combinations(sorted(town.known().items()), 2):
        match = score(a, b)
        if match.worth_a_look and not keys_of(a).isdisjoint(keys_of(b)):
            found[one, other] = (match.score, match.likely, match.metric_a, match.reasons)
    return found


async def looked_through(database: Database, thresholds: Thresholds = STANDARD) -> int:
    """How many records the night looked at."""
    return (await look_through(partial(job, database), thresholds, at_once=20)).records


@pytest.mark.rule("MRG-P20", "MRG-B05")
@pytest.mark.parametrize("seed", SEEDS)
async def test_the_night_finds_what_comparing_everybody_finds(database: Database, seed: int) -> None:
    town = Town(Random(seed))
    await town.settle(database, 30)
    await looked_through(database)

    found = await pairs_of(database, town.customers)
    assert found == compared(town)
    assert found


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_is_found_for_the_changed_alone_is_what_a_whole_look_finds(
    database: Database, seed: int
) -> None:
    town = Town(Random(seed))
    await town.settle(database, 15)
    await refresh(database, *town.customers)
    moved = town.customers[:5]
    for each in moved:
        await town.give_home(database, each)
    await town.settle(database, 10)

    await refresh(database, *moved, *town.customers[15:])
    assert await pairs_of(database, town.customers) == compared(town)


async def test_looking_twice_changes_nothing_and_the_night_looks_at_the_changed_alone(
    database: Database,
) -> None:
    town = Town(Random(1))
    await town.settle(database, 20)
    await looked_through(database)
    before = await pairs_of(database, town.customers)

    assert await refresh(database, *town.customers) == frozenset()
    assert await looked_through(database) == 0
    assert await pairs_of(database, town.customers) == before

    await change(database, town.customers[0], updated_at=town.customers[0].created_at.replace(year=2020))
    assert await looked_through(database) == 1


async def test_a_look_that_was_broken_off_goes_on_where_it_was(database: Database) -> None:
    town = Town(Random(2))
    await looked_through(database)
    await town.settle(database, 30)
    works = 0

    @asynccontextmanager
    async def breaks_off() -> AsyncIterator[Work]:
        nonlocal works
        works += 1
        async with job(database) as tx:
            yield tx
            if works == 2:
                raise ConnectionError

    with pytest.raises(ConnectionError):
        await look_through(breaks_off, STANDARD, at_once=20)
    assert await looked_through(database) == 10
    assert await pairs_of(database, town.customers) == compared(town)


async def test_two_who_look_at_once_take_turns_and_find_what_one_finds(database: Database) -> None:
    town = Town(Random(3))
    await looked_through(database)
    await town.settle(database, 30)
    assert sum(await gather(looked_through(database), looked_through(database))) == 30
    assert await pairs_of(database, town.customers) == compared(town)


async def test_other_thresholds_have_the_whole_store_looked_at_again(database: Database) -> None:
    home, ada = make.individual()
    await database.save(home, ada)
    await looked_through(database)
    stricter = Thresholds(possible=60, likely=90)
    assert await looked_through(database, stricter) == await database.count(Customer.__table__)
    assert await looked_through(database, stricter) == 0
    assert await looked_through(database) > 0


@pytest.mark.rule("MRG-P20")
@pytest.mark.parametrize("retired", ["inactive", "merged"])
async def test_a_record_out_of_use_leaves_its_pairs_and_its_keys(database: Database, retired: str) -> None:
    ada, twin = await twins(database)
    assert await refresh(database, ada, twin) == {ada.id, twin.id}

    values = {"active": False} | ({"merged_into": ada.id} if retired == "merged" else {})
    await change(database, twin, **values)
    assert await refresh(database, twin) == {ada.id, twin.id}
    assert not await pairs_of(database, [ada])
    assert not await database.all(select(DuplicateKey.key).where(DuplicateKey.customer_id == twin.id))


@pytest.mark.rule("MRG-P20")
async def test_a_pair_goes_when_the_two_are_no_longer_alike(database: Database) -> None:
    ada, twin = await twins(database)
    await refresh(database, ada, twin)
    assert await pairs_of(database, [ada, twin])
    await change(database, twin, last_name="Other", last_key="other")
    await refresh(database, twin)
    assert not await pairs_of(database, [ada, twin])


async def test_of_a_crowd_that_shares_all_everybody_is_paired_with_neighbours_alone(
    database: Database,
) -> None:
    name, count = make.unique("Byron"), 3 * NEIGHBOURS
    people = [make.individual(last_name=name) for _ in range(count)]
    await database.save(*(row for pair in people for row in pair))
    crowd = [customer for _, customer in people]
    await database.save(*(make.address(each.id) for each in crowd))
    await refresh(database, *crowd)

    pairs = await pairs_of(database, crowd)
    assert {each for pair in pairs for each in pair} == {each.id for each in crowd}
    assert len(pairs) == NEIGHBOURS * count - NEIGHBOURS * (NEIGHBOURS + 1) // 2


async def twins(database: Database) -> tuple[Customer, Customer]:
    """Two of one name at one place, whom nobody else is like."""
    name, made = make.unique("Byron"), []
    for _ in range(2):
        home, customer = make.individual(last_name=name)
        await database.save(home, customer, make.address(customer.id))
        made.append(customer)
    return made[0], made[1]
