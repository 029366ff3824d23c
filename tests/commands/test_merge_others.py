"""What a merge does to others: those related to the loser, those who lived with it, whoever it placed orders for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from db.models import (
    Customer,
    Household,
    HouseholdMembership,
    Order,
    OrderEvent,
    Relationship,
    TransformationRow,
)
from tests import box_office
from tests import factories as make
from tests.carrying_out import NOW, merged, now_of
from tests.commands.test_merge_tombstones import told
from tests.database import Database
from tests.people import family, housemate, january, relationship, relationship_type, stay


async def people(database: Database, *names: str) -> list[Customer]:
    """People who live alone."""
    made = [make.individual(first_name=name) for name in names]
    await database.save(*(row for pair in made for row in pair))
    return [person for _, person in made]


async def _related(database: Database, who: Customer) -> list[Relationship]:
    ends = sa.or_(Relationship.a_id == who.id, Relationship.b_id == who.id)
    return await database.all(sa.select(Relationship).where(ends))


async def home_of(database: Database, home: Household) -> Household:
    """The household as it is stored now."""
    found: Household = await database.one(sa.select(Household).where(Household.id == home.id))
    return found


@pytest.mark.rule("MRG-P08", "MRG-28")
async def test_relationships_of_the_loser_are_deleted_and_both_ends_audit_keeps_them_whole(
    database: Database,
) -> None:
    ada, bob, cara = await people(database, "Ada", "Bob", "Cara")
    parent = relationship_type()
    await database.save(
        parent, relationship(parent, bob, cara, importance_a=1), relationship(parent, ada, bob)
    )

    done = await merged(database, ada, bob)

    assert await _related(database, bob) == await _related(database, ada) == []
    _, changes = await told(database, cara, "relationship.deleted")
    assert changes == {
        "relationship.with": (f"I-{bob.number}", None),
        "relationship.type": (parent.reverse_label, None),
        "relationship.importance": ("1", None),
    }
    assert "relationship.deleted" in await database.events(ada.id)
    assert (await database.events(bob.id)).count("relationship.deleted") == 2
    rows = await database.all(
        sa.select(TransformationRow.action).where(
            TransformationRow.transformation_id == done.transformation_id,
            TransformationRow.relation == "relationship",
        )
    )
    assert rows == ["DROPPED", "DROPPED"]


@pytest.mark.rule("MRG-P08")
async def test_relationships_are_added_again_where_asked_but_never_to_itself_nor_twice(
    database: Database,
) -> None:
    ada, bob, cara, dan = await people(database, "Ada", "Bob", "Cara", "Dan")
    parent, friend = relationship_type(), relationship_type()
    held = relationship(parent, ada, dan)
    again, twin = (relationship(friend, bob, cara, importance_b=5) for _ in range(2))
    double, itself, left = (
        relationship(parent, bob, dan),
        relationship(friend, bob, ada),
        relationship(friend, dan, bob),
    )
    await database.save(parent, friend, held, again, twin, double, itself, left)

    await merged(
        database,
        ada,
        bob,
        relationships_recreated=(again.id, twin.id, double.id, itself.id),
    )

    standing = {each.id: each for each in await _related(database, ada)}
    (made,) = standing.keys() - {held.id}
    new = standing[made]
    assert (new.type_id, new.a_id, new.b_id, new.importance_b) == (friend.id, ada.id, cara.id, 5)
    _, changes = await told(database, cara, "relationship.added")
    assert changes["relationship.with"] == (None, f"I-{ada.number}")


@pytest.mark.rule("MRG-P08", "REL-P05")
async def test_a_relationship_of_another_time_is_added_again_beside_the_one_that_ended(
    database: Database,
) -> None:
    ada, bob, cara = await people(database, "Ada", "Bob", "Cara")
    spouse = relationship_type()
    before = relationship(spouse, ada, cara, starts=date(2001, 1, 1), ends=date(2009, 12, 31))
    twice = [
        relationship(spouse, bob, cara, starts=date(2010, 1, 1), ends=date(2014, 12, 31)),
        relationship(spouse, bob, cara, starts=date(2015, 1, 1)),
    ]
    await database.save(spouse, before, *twice)

    await merged(database, ada, bob, relationships_recreated=[each.id for each in twice])

    standing = await _related(database, ada)
    assert sorted(each.starts.year for each in standing if each.starts) == [2001, 2010, 2015]


@pytest.mark.rule("MRG-P07", "MRG-27")
async def test_orders_get_the_facilitators_that_were_chosen_and_their_history_tells_it(
    database: Database,
) -> None:
    ada, bob, cara, dan = await people(database, "Ada", "Bob", "Cara", "Dan")
    placed = [box_office.order(cara, facilitator_id=bob.id) for _ in range(2)]
    stays = box_office.order(cara, facilitator_id=ada.id)
    await database.save(*placed, stays)

    chosen = {placed[0].id: dan.id, placed[1].id: ada.id, stays.id: ada.id}
    await merged(database, ada, bob, facilitators=chosen)

    for order_id, facilitator in chosen.items():
        order = await database.one(sa.select(Order).where(Order.id == order_id))
        assert (order.owner_id, order.facilitator_id) == (cara.id, facilitator)
        history = await database.all(sa.select(OrderEvent).where(OrderEvent.order_id == order_id))
        told_of = [(each.kind, each.username, each.at) for each in history]
        assert told_of == ([] if order_id == stays.id else [("FACILITATOR_CHANGED", "ade", NOW)])


async def test_of_an_order_that_one_placed_for_the_other_the_merged_record_is_the_owner_alone(
    database: Database,
) -> None:
    ada, bob = await people(database, "Ada", "Bob")
    orders = box_office.order(ada, facilitator_id=bob.id), box_office.order(bob, facilitator_id=ada.id)
    await database.save(*orders)

    await merged(database, ada, bob)

    for each in orders:
        order = await database.one(sa.select(Order).where(Order.id == each.id))
        assert (order.owner_id, order.facilitator_id) == (ada.id, None)


@pytest.mark.rule("HHD-P09", "HHD-P11")
async def test_those_who_lived_with_the_loser_stay_and_the_longest_standing_takes_over(
    database: Database,
) -> None:
    (ada,) = await people(database, "Ada")
    home, bob, (cara, dan) = await family(database, {"first_name": "Cara"}, {"first_name": "Dan"})

    await merged(database, ada, bob)

    led = await home_of(database, home)
    assert (led.primary_id, led.closed_at) == (cara.id, None)
    assert [(await now_of(database, each)).household_id for each in (cara, dan)] == [home.id, home.id]
    assert (await now_of(database, ada)).household_id == ada.household_id
    assert await database.events(cara.id) == ["household.primary-changed"]
    (place,) = await database.all(
        sa.select(HouseholdMembership).where(HouseholdMembership.customer_id == bob.id)
    )
    assert (place.household_id, place.joined_at, place.left_at, place.left_because) == (
        home.id,
        january(2020),
        NOW,
        "MERGED",
    )


@pytest.mark.rule("HHD-P09")
async def test_a_loser_who_led_nobody_leaves_its_household_as_it_is(database: Database) -> None:
    (ada,) = await people(database, "Ada")
    home, cara, (bob,) = await family(database, {"first_name": "Bob"}, first_name="Cara")

    await merged(database, ada, bob)

    assert (await home_of(database, home)).primary_id == cara.id
    assert await database.events(cara.id) == []


@pytest.mark.rule("HHD-P09")
async def test_in_one_household_the_survivor_takes_the_losers_place_as_primary(database: Database) -> None:
    home, bob, (ada, cara) = await family(database, {"first_name": "Ada"}, {"first_name": "Cara"})

    await merged(database, ada, bob)

    assert (await home_of(database, home)).primary_id == ada.id
    _, changes = await told(database, ada, "customer.merged")
    assert changes["household.primary"] == (f"I-{bob.number}", f"I-{ada.number}")
    ended = sa.select(HouseholdMembership.customer_id).where(HouseholdMembership.left_at.is_not(None))
    assert await database.all(ended.where(HouseholdMembership.household_id == home.id)) == [bob.id]
    assert (await now_of(database, cara)).household_id == home.id


@pytest.mark.rule("HHD-P09")
async def test_a_household_that_nobody_is_left_in_is_closed(database: Database) -> None:
    (ada,) = await people(database, "Ada")
    home, bob = make.individual(first_name="Bob")
    gone = housemate(home, first_name="Gone", active=False, merged_into=ada.id)
    gone.household_id = None
    await database.save(home, bob, gone, stay(home, bob))

    await merged(database, ada, bob)

    assert (await home_of(database, home)).closed_at == NOW


async def test_organisations_are_merged_without_any_household(database: Database) -> None:
    one, other = (make.organisation(name=make.choir()) for _ in range(2))
    note: Any = make.note(other.id)
    await database.save(one, other, note)

    await merged(database, one, other)

    assert (await now_of(database, other)).merged_into == one.id
