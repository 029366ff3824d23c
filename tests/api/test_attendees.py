"""Who comes because of an invitation."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests import box_office
from tests import factories as make
from tests import fundraising as raising
from tests.api._invitations import invited
from tests.ask import Ask
from tests.database import Database

LAST_WEEK, TODAY, NEXT_YEAR = (
    datetime(2026, 11, 15, 19, 30, tzinfo=UTC),
    datetime(2026, 11, 22, 19, 30, tzinfo=UTC),
    datetime(2027, 1, 31, 19, 30, tzinfo=UTC),
)


@pytest.mark.rule("INV-07", "INV-P02")
async def test_the_guests_are_those_who_come_and_are_not_the_invitee(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    show = box_office.show(starts_at=TODAY)
    alone, accompanied = show.instance, show.again(NEXT_YEAR)
    both = [raising.invitation(ada, accompanied), raising.invitation(ada, alone)]
    # The one who is entered as a guest is the invitee all the same, by the record.
    coming = [
        raising.attendee(both[0], "An aunt"),
        raising.attendee(both[0], "An uncle"),
        raising.attendee(both[0], ada),
        raising.attendee(both[1], ada, is_invitee=True),
    ]
    await database.save(home, ada, *show.rows, accompanied, *both, *coming)

    shown = await invited(ask, ada)

    assert [each["guestCount"] for each in shown] == [2, 0]
    assert [each["isInvitee"] for each in shown[0]["attendees"]] == [True, False, False]


@pytest.mark.rule("INV-09")
async def test_being_the_guest_of_somebody_does_not_show(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    other, bob = make.individual()
    show = box_office.show()
    asked = raising.invitation(ada, show.instance)
    await database.save(home, ada, other, bob, *show.rows, asked, raising.attendee(asked, bob))

    assert await invited(ask, bob) == []
    assert len(await invited(ask, ada)) == 1


async def test_a_scanned_ticket_says_that_somebody_came_unless_it_was_noted_otherwise(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    show = box_office.show(starts_at=LAST_WEEK)
    order, asked = box_office.order(ada), raising.invitation(ada, show.instance)
    scanned = [box_office.ticket(order, show, attended=True) for _ in range(2)]
    coming = [
        raising.attendee(asked, "An aunt", position=1, ticket_id=scanned[0].id),
        raising.attendee(asked, "An uncle", position=2, ticket_id=scanned[1].id, attended=False),
    ]
    await database.save(home, ada, *show.rows, order, *scanned, asked, *coming)

    (shown,) = await invited(ask, ada)

    assert [(each["name"], each["attended"]) for each in shown["attendees"]] == [
        ("An aunt", True),
        ("An uncle", False),
    ]


async def test_a_guest_whose_record_was_merged_away_is_shown_as_the_survivor(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    other, bob = make.individual(first_name="Bob", last_name="Marsh")
    old, rob = make.individual(first_name="Rob", merged_into=bob.id, active=False)
    show = box_office.show()
    asked = raising.invitation(ada, show.instance)
    await database.save(home, ada, other, bob, old, rob, *show.rows, asked, raising.attendee(asked, rob))

    (shown,) = await invited(ask, ada)

    assert [(each["name"], each["customer"]) for each in shown["attendees"]] == [
        ("Bob Marsh", {"friendlyId": f"I-{bob.number}"})
    ]
