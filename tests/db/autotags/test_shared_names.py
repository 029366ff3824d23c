"""What the question for possible duplicates costs where hundreds share a name: no more for each than where few do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.autotags.asked import When
from db.autotags.judging import flips
from db.models import Customer
from domain.autotag_predicates import PotentialDuplicate
from domain.searching import name_key
from gateway.engine.statements import compiled
from tests import factories as make
from tests.autotag_world import LONDON, NOW
from tests.database import Database
from tests.duplicates import refresh

FEW, MANY = 50, 800
Place = Callable[[int], str | None]


def nowhere(_: int) -> None:
    return None


def all_at_one_place(_: int) -> str:
    return "BS1 4DJ"


@pytest.mark.parametrize("place", [nowhere, all_at_one_place])
async def test_judging_everybody_of_a_name_costs_each_of_them_the_same(
    database: Database, place: Place
) -> None:
    few, many = make.unique("Byron"), make.unique("Byron")
    few_of_them = await _live(database, few, FEW, place)
    many_of_them = await _live(database, many, MANY, place)

    await refresh(database, *few_of_them, *many_of_them)
    doubled = place(0) is not None
    found_few, cost_of_few = await _judged(database, few)
    found_many, cost_of_many = await _judged(database, many)

    assert (found_few, found_many) == ((FEW, MANY) if doubled else (0, 0))
    assert cost_of_many / MANY < 2 * cost_of_few / FEW


async def _live(database: Database, last_name: str, count: int, place: Place) -> list[Customer]:
    """People of one name, who live at their places or have no address."""
    people = [make.individual(last_name=last_name) for _ in range(count)]
    await database.save(*(row for pair in people for row in pair))
    lived_at = ((customer, place(number)) for number, (_, customer) in enumerate(people))
    await database.save(*(make.address(customer.id, postcode=code) for customer, code in lived_at if code))
    return [customer for _, customer in people]


async def _judged(database: Database, last_name: str) -> tuple[int, int]:
    """How many of this name are possible duplicates, and how many blocks were looked into to tell."""
    criteria = {uuid7(): PotentialDuplicate(True)}
    named = Customer.__table__.c.last_key == name_key(last_name)
    asked = compiled(flips(criteria, When.at(NOW, LONDON), named))
    async with database.store.primary.acquire() as connection:
        told = await connection.fetchval(
            f"explain (analyze, buffers, format json) {asked.text}", *asked.arguments({})
        )
    plan: dict[str, Any] = json.loads(told)[0]["Plan"]
    return round(plan["Actual Rows"]), plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
