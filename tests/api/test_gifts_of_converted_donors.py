"""Gifts of donors who were converted and merged since: each is judged by what its donor was on its day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from db.models import Customer
from gateway.engine import ids
from tests import box_office, gift_aid
from tests.api._converting import Someone, convert, done, someone, to_individual, to_organisation
from tests.api._merging import looked, merged
from tests.ask import Ask
from tests.database import Database

NO_PERSON = "Only people can give with Gift Aid; an Organisation gave this."
GIFTS = "query ($id: ID!) { customer(id: $id) { donations { nodes { id giftAid { reasons } } } } }"


async def gifts(database: Database, who: Customer, *days: int) -> list[str]:
    """A gift on each of these days of November."""
    fund, made = box_office.fund(), []
    await database.save(fund, gift_aid.declaration(who))
    for day in days:
        order = box_office.order(who, placed_at=datetime(2026, 11, day, 9, tzinfo=UTC))
        item, gift = box_office.donation(order, fund)
        await database.save(order)
        await database.save(item, gift)
        made.append(ids.encode("don", gift.id))
    return made


async def by_a_person(ask: Ask, of: Customer) -> dict[str, bool]:
    """Of each gift, whether it is held to be a person's."""
    shown = (await ask(GIFTS, id=ids.encode("cus", of.id))).ok["customer"]["donations"]["nodes"]
    return {each["id"]: NO_PERSON not in each["giftAid"]["reasons"] for each in shown}


async def becomes_an_organisation(ask: Ask, one: Someone, day: int, version: int) -> None:
    to = to_organisation(one.type_, keepPersonRecord=False)
    done(await convert(ask, one.ada, to, version, now=f"2026-11-{day}T10:00:00+00:00"))


@pytest.mark.rule("GAD-P17", "CNV-P02")
async def test_each_record_counts_as_what_it_was_for_as_long_as_the_gift_was_its_own(
    ask: Ask, database: Database
) -> None:
    gone, kept = await someone(database), await someone(database)
    (before, between), own = await gifts(database, gone.ada, 19, 21), await gifts(database, kept.ada, 19, 21)
    await becomes_an_organisation(ask, gone, 20, version=1)
    done(await convert(ask, gone.ada, to_individual(), version=2))
    apart = {before: True, between: False}
    assert await by_a_person(ask, gone.ada) == apart

    assert (await merged(ask, (await looked(ask, kept.ada, gone.ada))["planToken"]))["errors"] == []

    together = {**apart, **dict.fromkeys(own, True)}
    assert await by_a_person(ask, kept.ada) == together
    await becomes_an_organisation(ask, kept, 23, version=2)
    assert await by_a_person(ask, kept.ada) == together


@pytest.mark.rule("GAD-P17")
async def test_what_the_survivor_was_before_the_merge_says_nothing_of_gifts_that_came_by_it(
    ask: Ask, database: Database
) -> None:
    gone, kept = await someone(database), await someone(database)
    (theirs,), (own,) = await gifts(database, gone.ada, 21), await gifts(database, kept.ada, 21)
    await becomes_an_organisation(ask, kept, 20, version=1)
    done(await convert(ask, kept.ada, to_individual(), version=2))

    assert (await merged(ask, (await looked(ask, kept.ada, gone.ada))["planToken"]))["errors"] == []

    assert await by_a_person(ask, kept.ada) == {theirs: True, own: False}
