"""Autotags are evaluated while others edit criteria, tags and records, and nobody is broken off."""

from __future__ import annotations

import asyncio
import random

import pytest
from uuid_utils.compat import uuid7

from gateway.commands.autotags import evaluate
from gateway.engine import ids
from tests import factories as make
from tests import people
from tests.api._activation import deactivate, done, primary_of
from tests.api._autotags import LONDON, Stage, bearers, system
from tests.ask import Ask
from tests.database import Database

ADD = """mutation($id: ID!, $tags: [ID!]!) {
  made: addCustomerTags(customerId: $id, tagIds: $tags) { errors { __typename } } }"""
REMOVE = ADD.replace("addCustomerTags", "removeCustomerTags")


@pytest.mark.rule("TAG-P03")
async def test_criteria_are_saved_while_an_evaluation_by_the_old_ones_gives_the_tag(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    await database.save(*stage.rows)
    assert (await stage.set(ask, stage.bears))["errors"] == []

    async with system(database) as tx:
        await evaluate(tx, [], zone=LONDON, cause="test")
        saving = asyncio.create_task(stage.set(ask, {"all": [stage.bears, {"hasEmail": False}]}, 2))
        await database.waits_for(tx.session)
        (flip,) = await evaluate(tx, [stage.ada.id], zone=LONDON, cause="test")

    assert flip.came == (stage.auto.id,)
    assert (await saving)["errors"] == []
    async with system(database) as tx:
        (flip,) = await evaluate(tx, [stage.ada.id], zone=LONDON, cause="test")
    assert flip.went == (stage.auto.id,)


@pytest.mark.rule("TAG-P03", "TAG-04", "TAG-05")
async def test_evaluations_amid_changes_of_tags_and_criteria_end_with_the_criteria_met(
    ask: Ask, database: Database
) -> None:
    stage, dice = Stage(), random.Random(7)
    others = [make.individual() for _ in range(3)]
    await database.save(*stage.rows, *(row for pair in others for row in pair))
    customers = [stage.ada.id, *(customer.id for _, customer in others)]
    tags = {name: ids.encode("tag", tag.id) for name, tag in (("normal", stage.normal), ("auto", stage.auto))}
    assert (await stage.set(ask, stage.bears))["errors"] == []

    async def change(number: int) -> None:
        customer = ids.encode("cus", dice.choice(customers))
        match number % 4:
            case 0 | 1:
                document = dice.choice((ADD, REMOVE))
                assert (await ask(document, id=customer, tags=[tags["normal"]])).ok["made"]["errors"] == []
            case 2:
                refused = (await ask(ADD, id=customer, tags=[tags["auto"]])).ok["made"]["errors"]
                assert refused == [{"__typename": "AutotagNotEditable"}]
            case _:
                await _save_again(ask, stage)

    async def evaluated() -> None:
        async with system(database) as tx:
            await evaluate(tx, dice.sample(customers, 3), zone=LONDON, cause="test")

    await asyncio.gather(*(change(number) for number in range(60)), *(evaluated() for _ in range(30)))
    async with system(database) as tx:
        await evaluate(tx, customers, zone=LONDON, cause="test")

    assert await bearers(database, stage.auto) == await bearers(database, stage.normal)


async def test_a_primary_hands_over_while_the_household_is_evaluated(ask: Ask, database: Database) -> None:
    stage, first = Stage(), uuid7()
    home, primary = make.individual()
    heir = people.housemate(home, id=first)
    await database.save(*stage.rows, home, primary, heir)
    assert (await stage.set(ask, stage.bears))["errors"] == []

    async with system(database) as tx:
        await evaluate(tx, [heir.id], zone=LONDON, cause="test")
        leaving = asyncio.create_task(deactivate(ask, primary))
        await database.waits_for(tx.session)
        await evaluate(tx, [primary.id], zone=LONDON, cause="test")

    assert len(done(await leaving, "deactivateCustomer")["warnings"]) == 1
    assert await primary_of(database, primary) == heir.id


async def _save_again(ask: Ask, stage: Stage) -> None:
    """Save criteria that say the same in other words, whoever saved last."""
    version = 2
    while True:
        said = {"any" if version % 2 else "all": [stage.bears]}
        if (await stage.set(ask, said, version))["errors"] == []:
            return
        version += 1
