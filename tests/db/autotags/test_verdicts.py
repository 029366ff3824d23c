"""The verdicts that PostgreSQL gives, against a reference that goes through every row in Python."""

from __future__ import annotations

from random import Random
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from db.autotags.asked import When
from db.autotags.judging import explained, flips
from db.models import Customer
from domain.autotag_criteria import Criterion, places
from tests.autotag_world import LONDON, NOW, World
from tests.database import Database
from tests.references.autotags import SlowStore

WHEN = When.at(NOW, LONDON)


async def check_world(database: Database, seed: int, trees: int) -> int:
    """How many verdicts of a random store were those of the reference: each tree of each customer who is judged."""
    world = World(Random(seed))
    await world.save(database)
    slow = SlowStore(world.rows, NOW, LONDON)
    wanted: dict[UUID, Criterion] = {uuid7(): each for each in world.questions()}
    wanted |= {uuid7(): world.tree() for _ in range(trees - len(wanted))}
    keys = sa.literal([each.id for each in world.people], sa.ARRAY(sa.Uuid))
    async with AsyncSession(database.store.writes) as session:
        rows = await session.execute(flips(wanted, WHEN, Customer.__table__.c.id == sa.any_(keys)))
    met = {row.id: set(row.met) for row in rows}
    count = 0
    for customer in world.people:
        for tag_id, tree in wanted.items():
            # The autotags are on nobody yet, so that those are told to whom they would come.
            expected = bool(customer.active) and slow.meets(tree, customer)
            assert (tag_id in met.get(customer.id, ())) is expected, (tree, customer.id)
            count += bool(customer.active)
    return count


@pytest.mark.rule("TAG-P02")
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
async def test_a_verdict_is_that_of_the_slow_way_for_any_criteria_in_any_store(
    database: Database, seed: int
) -> None:
    assert await check_world(database, seed, 40) > 0


@pytest.mark.rule("TAG-N01")
@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
async def test_an_explanation_never_disagrees_with_the_evaluation_in_any_part(
    database: Database, seed: int
) -> None:
    world = World(Random(seed))
    await world.save(database)
    slow = SlowStore(world.rows, NOW, LONDON)
    async with AsyncSession(database.store.writes) as session:
        for tree in (world.tree() for _ in range(4)):
            for customer in world.people:
                key = Customer.__table__.c.id == customer.id
                found = (await session.execute(flips({customer.id: tree}, WHEN, key))).all()
                row = (
                    (await session.execute(explained(tree, customer.id, customer.id, WHEN))).mappings().one()
                )
                assert (bool(found), row["judged"]) == (row["verdict0"] and customer.active, customer.active)
                told = [row[f"verdict{number}"] for number, _ in enumerate(places(tree))]
                assert told == [slow.meets(place.part, customer) for place in places(tree)]
