"""A pinboard that is full, and several requests of one user at once."""

from __future__ import annotations

import asyncio

import pytest

from tests import inviting
from tests.api._pinning import audit_of, change, changed, count, cus, of, persons
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("NAV-P04")
async def test_the_fifty_first_pin_is_refused_and_says_what_to_do(ask: Ask, database: Database) -> None:
    fay = await inviting.fundraiser(database, ask)
    *held, one_more = await persons(database, 51)
    await database.save(*(inviting.pin(fay.id, each, minutes) for minutes, each in enumerate(held)))
    last = [cus(each) for each in reversed(held)]

    told = (await change(ask, fay.username, "pinCustomer", cus(one_more))).ok["pinCustomer"]

    assert told["errors"] == [
        {
            "__typename": "PinboardFull",
            "code": "PINBOARD_FULL",
            "message": "Your pinboard holds 50 things, which is all it can; unpin one first.",
            "path": ["customerId"],
        }
    ]
    assert of(told["pinboard"]) == last
    assert await audit_of(database, fay) == []
    # One that is there already is no further one, and where one goes another can come.
    assert await changed(ask, fay.username, "pinCustomer", cus(held[0])) == last
    await changed(ask, fay.username, "unpinCustomer", cus(held[0]))
    assert await changed(ask, fay.username, "pinCustomer", cus(one_more)) == [cus(one_more), *last[:-1]]


@pytest.mark.rule("NAV-P04")
async def test_of_many_pins_at_once_no_more_than_fifty_come_to_be(ask: Ask, database: Database) -> None:
    fay = await inviting.fundraiser(database, ask)
    made = await persons(database, 54)
    held, wanted = made[:48], made[48:]
    await database.save(*(inviting.pin(fay.id, each) for each in held))

    answers = await asyncio.gather(*(change(ask, fay.username, "pinCustomer", cus(each)) for each in wanted))

    codes = [[error["code"] for error in answer.ok["pinCustomer"]["errors"]] for answer in answers]
    assert sorted(codes) == [[], [], *[["PINBOARD_FULL"]] * 4]
    assert await count(database, fay.id) == 50


@pytest.mark.rule("NAV-P04")
async def test_one_thing_pinned_many_times_at_once_is_pinned_once(ask: Ask, database: Database) -> None:
    fay = await inviting.fundraiser(database, ask)
    (ada,) = await persons(database, 1)

    boards = await asyncio.gather(*(changed(ask, fay.username, "pinCustomer", cus(ada)) for _ in range(6)))

    assert boards == [[cus(ada)]] * 6
    assert await count(database, fay.id) == 1
    assert len(await audit_of(database, fay)) == 1
