"""From which record notes and entries of a timeline came, once it was merged into another."""

from __future__ import annotations

from typing import Any

import pytest

from db.models import Customer
from gateway.engine import ids
from tests import box_office, fundraising, orders
from tests import factories as make
from tests.api._timelines import Fundraising, utc
from tests.ask import Ask
from tests.carrying_out import merged
from tests.database import Database

TIMELINE = (
    "query($id: ID!) { customer(id: $id) { timeline(first: 100) { nodes { type originCustomerId } } } }"
)
NOTES = """query($id: ID!) { customer(id: $id) {
  blueNotes { body originCustomerId } popUpNotes { body } primaryBlueNote { body } } }"""


async def people(database: Database, *names: str) -> list[Customer]:
    found = []
    for name in names:
        home, each = make.individual(first_name=name)
        await database.save(home, each)
        found.append(each)
    return found


async def lived(database: Database, who: Customer, show: Any) -> None:
    """Something of most types on somebody's timeline: one visit, activity, change, pledge, gift, invitation each."""
    around = Fundraising(who)
    order = box_office.order(who)
    pledge = fundraising.pledge(around.opportunity, around.fund, 12_000)
    await database.save(
        *around.rows,
        fundraising.activity(who, around.call, completed_at=utc(3, 5)),
        fundraising.stage_change(around.opportunity, around.asked, at=utc(5, 1)),
        pledge,
        fundraising.pledge_event(pledge, at=utc(7, 9)),
        fundraising.invitation(who, show.instance, invited_at=utc(8, 1)),
        order,
        box_office.ticket(order, show),
        *box_office.donation(order, around.fund, 5_000),
    )


async def entries(ask: Ask, of: Customer) -> list[tuple[str, str | None]]:
    shown = (await ask(TIMELINE, by="femi", id=ids.encode("cus", of.id))).ok["customer"]["timeline"]["nodes"]
    return sorted((each["type"], each["originCustomerId"] or "") for each in shown)


@pytest.mark.rule("TML-P06")
async def test_entries_from_the_record_merged_away_name_it_and_others_none(
    ask: Ask, database: Database
) -> None:
    ada, bob = await people(database, "Ada", "Bob")
    hers, his = box_office.show(), box_office.show()
    await database.save(*hers.rows, *his.rows)
    await lived(database, ada, hers)
    await lived(database, bob, his)
    before = await entries(ask, ada)
    types = [kind for kind, _ in before]
    assert len(set(types)) == 6
    assert {origin for _, origin in before} == {""}

    await merged(database, ada, bob)

    gone = ids.encode("cus", bob.id)
    assert await entries(ask, ada) == sorted([*before, *((kind, gone) for kind in types)])


@pytest.mark.rule("TML-P06", "MRG-P10")
async def test_what_came_by_way_of_several_names_the_first_and_leads_to_the_last(
    ask: Ask, database: Database
) -> None:
    ada, bob, eve = await people(database, "Ada", "Bob", "Eve")
    call = fundraising.activity_type()
    await database.save(call, fundraising.activity(eve, call, completed_at=utc(3, 5)))
    await merged(database, bob, eve)
    await merged(database, ada, bob)

    ((_, origin),) = await entries(ask, ada)

    assert origin == ids.encode("cus", eve.id)
    found = await ask("query($id: ID!) { node(id: $id) { id } }", id=origin)
    assert found.ok["node"] == {"id": ids.encode("cus", ada.id)}


@pytest.mark.rule("TML-P06")
async def test_an_order_names_its_origin_on_the_timeline_whose_part_moved_alone(
    ask: Ask, database: Database
) -> None:
    ada, bob, cara = await people(database, "Ada", "Bob", "Cara")
    show, order = box_office.show(), box_office.order(cara)
    await database.save(*show.rows, order, box_office.ticket(order, show), orders.credit(order, bob))

    await merged(database, ada, bob)

    assert await entries(ask, ada) == [("VISIT", ids.encode("cus", bob.id))]
    assert await entries(ask, cara) == [("VISIT", "")]


@pytest.mark.rule("NOT-P04")
async def test_notes_are_stamped_with_the_record_that_they_came_from(ask: Ask, database: Database) -> None:
    ada, bob = await people(database, "Ada", "Bob")
    await database.save(make.note(ada.id, body="Hers"), make.note(bob.id, body="His"))

    await merged(database, ada, bob)

    notes = (await ask(NOTES, id=ids.encode("cus", ada.id))).ok["customer"]["blueNotes"]
    assert {each["body"]: each["originCustomerId"] for each in notes} == {
        "Hers": None,
        "His": ids.encode("cus", bob.id),
    }


@pytest.mark.rule("NOT-P04")
async def test_the_survivors_own_notes_stand_before_those_that_came_but_pinned_ones_first_of_all(
    ask: Ask, database: Database
) -> None:
    ada, bob = await people(database, "Ada", "Bob")
    await database.save(
        *(
            make.note(
                who.id,
                body=f"{who.first_name} {day}{' pinned' * pinned}",
                created_at=utc(3, day),
                pinned=pinned,
            )
            for who, day, pinned in (
                (ada, 1, False),
                (ada, 2, False),
                (ada, 3, True),
                (bob, 4, False),
                (bob, 5, False),
                (bob, 6, True),
            )
        )
    )

    await merged(database, ada, bob)

    shown = (await ask(NOTES, id=ids.encode("cus", ada.id))).ok["customer"]
    assert [each["body"] for each in shown["blueNotes"]] == [
        "Ada 3 pinned",
        "Bob 6 pinned",
        "Ada 2",
        "Ada 1",
        "Bob 5",
        "Bob 4",
    ]
    assert [each["body"] for each in shown["popUpNotes"]] == [each["body"] for each in shown["blueNotes"]]
    assert shown["primaryBlueNote"] == {"body": "Bob 6 pinned"}
