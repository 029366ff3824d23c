"""A primary householder who is deactivated hands over."""

from __future__ import annotations

import asyncio

import pytest

from gateway.engine import ids
from tests import factories as make
from tests import people
from tests.api._activation import (
    deactivate,
    done,
    family,
    primary_of,
    someone,
    stored,
)
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("HHD-P10", "HHD-01")
async def test_the_longest_standing_active_member_becomes_primary(ask: Ask, database: Database) -> None:
    primary, gone, heir, younger = await family(
        database, {}, {"active": False}, {"first_name": "Bob"}, {"first_name": "Cy"}
    )

    payload = done(await deactivate(ask, primary), "deactivateCustomer")

    (warning,) = payload["warnings"]
    assert warning["code"] == "PRIMARY_HOUSEHOLDER"
    assert warning["about"] == {"id": ids.encode("cus", heir.id), "fullName": "Bob Byron"}
    assert await primary_of(database, primary) == heir.id
    assert (await stored(database, primary)).household_id == heir.household_id
    assert await database.events(heir.id) == ["household.primary-changed"]
    assert await database.events(primary.id) == ["customer.deactivated"]
    assert await database.events(younger.id) == await database.events(gone.id) == []


@pytest.mark.rule("HHD-P10")
async def test_with_no_active_member_left_the_longest_standing_one_becomes_primary(
    ask: Ask, database: Database
) -> None:
    primary, first, _ = await family(database, {}, {"active": False}, {"active": False})
    done(await deactivate(ask, primary), "deactivateCustomer")
    assert await primary_of(database, primary) == first.id


@pytest.mark.rule("HHD-P10", "HHD-P11")
async def test_the_longest_standing_is_who_joined_first_whatever_the_age_of_the_records(
    ask: Ask, database: Database
) -> None:
    home, primary = make.individual()
    older, newer = (people.housemate(home, created_at=people.january(year)) for year in (2010, 2015))
    await database.save(home, primary, older, newer)
    await database.save(
        people.stay(home, newer, joined_at=people.january(2016)),
        people.stay(home, older, joined_at=people.january(2020)),
        # A former time in it is not counted.
        people.stay(home, older, joined_at=people.january(2011), left_at=people.january(2012)),
    )

    done(await deactivate(ask, primary), "deactivateCustomer")

    assert await primary_of(database, primary) == newer.id


@pytest.mark.rule("HHD-P10", "HHD-02")
async def test_alone_or_not_primary_nobody_takes_over(ask: Ask, database: Database) -> None:
    alone = await someone(database)
    primary, member = await family(database, {}, {})

    for each in (alone, member):
        assert done(await deactivate(ask, each), "deactivateCustomer")["warnings"] == []

    assert await primary_of(database, alone) == alone.id
    assert await primary_of(database, member) == primary.id


async def test_a_repeat_under_its_key_names_the_same_successor(ask: Ask, database: Database) -> None:
    primary, _ = await family(database, {}, {})
    first = await deactivate(ask, primary, key=f"d{primary.id}")
    again = await deactivate(ask, primary, key=f"d{primary.id}")
    assert again.ok == first.ok
    assert again.extensions == {"replayed": ["deactivateCustomer"]}
    assert len(first.ok["deactivateCustomer"]["warnings"]) == 1


async def test_members_deactivated_at_once_leave_one_of_them_as_primary(ask: Ask, database: Database) -> None:
    members = await family(database, *({"first_name": f"M{place}"} for place in range(5)))

    answers = await asyncio.gather(*(deactivate(ask, member) for member in members))

    for answer in answers:
        done(answer, "deactivateCustomer")
    assert not any([(await stored(database, member)).active for member in members])
    assert await primary_of(database, members[0]) in {member.id for member in members}
