"""What invitations, activities and pinboards ask of the store: as much for many records as for one."""

from __future__ import annotations

from typing import Any

import pytest

from db.demo.personas import OLGA
from db.models import Pin
from gateway.engine import ids
from gateway.settings import Settings
from tests import box_office, inviting, people
from tests import factories as make
from tests import fundraising as raising
from tests.api._pinning import BOARD, persons
from tests.database import Database

INVITATIONS = """query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Individual { invitations { totalCount nodes {
  eventName countdown { label } guestCount pinned onBehalfOfRelated instance { event { name } venue { town } }
  invitee { fullName } onBehalfOf { fullName }
  attendees { name attended customer { fullName } ticket { ... on TicketItem { state } } }
} } } } }"""
ACTIVITIES = """query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { activities { totalCount nodes {
  subject status type { name } assignedTo { name } opportunity { label } customer { fullName }
} } } } }"""


@pytest.mark.rule("XCT-P05")
async def test_the_invitations_of_many_records_take_as_many_statements_as_those_of_one(
    settings: Settings, database: Database
) -> None:
    invited = [make.individual() for _ in range(3)]
    choir, show = make.organisation(name=make.choir()), box_office.show()
    rows: list[Any] = [choir, *show.rows]
    for home, each in invited:
        asked = raising.invitation(each, show.instance, on_behalf_of_id=choir.id)
        order = box_office.order(each)
        ticket = box_office.ticket(order, show)
        guest = raising.attendee(asked, each, is_invitee=True, ticket_id=ticket.id)
        rows += [home, each, order, ticket, asked, guest]
    await database.save(*rows)
    records = [ids.encode("cus", each.id) for _, each in invited]

    taken = [
        await people.statements(settings, INVITATIONS, by="femi", ids=asked)
        for asked in (records[:1], records)
    ]

    # Customers, invitations and their total, instance, event, venue, invitee, organisation, attendees, guest, ticket.
    assert taken == [11, 11]


@pytest.mark.rule("XCT-P05")
async def test_the_activities_of_many_records_take_as_many_statements_as_those_of_one(
    settings: Settings, database: Database
) -> None:
    donors, call = await persons(database, 3), raising.activity_type()
    roof, early = raising.campaign(), raising.stage()
    hoped = [raising.opportunity(each, roof, early) for each in donors]
    done = [
        raising.activity(who, call, opportunity_id=each.id) for who, each in zip(donors, hoped, strict=True)
    ]
    await database.save(call, roof, early, *hoped, *done)
    records = [ids.encode("cus", each.id) for each in donors]

    taken = [
        await people.statements(settings, ACTIVITIES, by="femi", ids=asked)
        for asked in (records[:1], records)
    ]

    # Customers, activities and their total, type, who is to do it, opportunity, the customer again.
    assert taken == [7, 7]


@pytest.mark.rule("XCT-P05")
async def test_many_pins_take_as_many_statements_as_one_of_each_kind(
    settings: Settings, database: Database
) -> None:
    held = await persons(database, 3)
    show, roof, early = box_office.show(), raising.campaign(), raising.stage()
    asked = [raising.invitation(each, show.instance) for each in held]
    hoped = [raising.opportunity(each, roof, early) for each in held]
    await database.save(*show.rows, roof, early, *asked, *hoped)
    pins: list[Pin] = [inviting.pin(OLGA.id, each) for each in (*held, *asked, *hoped)]

    await database.save(*pins[::3])
    few = await people.statements(settings, BOARD, by="olga")
    await database.save(*pins[1::3], *pins[2::3])

    assert (few, await people.statements(settings, BOARD, by="olga")) == (4, 4)
