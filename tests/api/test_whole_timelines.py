"""A timeline as a whole: every kind of interaction on it, each at its date, on the records to which it belongs."""

from __future__ import annotations

from datetime import date

import pytest

from db.models import Customer
from tests import box_office as sell
from tests import factories as make
from tests import fundraising as raising
from tests import subscriptions as held
from tests.api._order_tabs import person, shown
from tests.api._timelines import Fundraising, utc
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("TML-01", "TML-04")
async def test_every_kind_of_interaction_is_there_at_its_date_and_the_latest_comes_first(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    around = Fundraising(ada)
    show, scarf, friends = sell.show(), sell.product("Scarf"), held.membership_type()
    show.instance.starts_at = utc(8, 8)
    order = sell.order(ada, placed_at=utc(2, 2))
    joined = sell.order(ada, placed_at=utc(3, 3))
    given, gift = sell.donation(order, around.fund, made_on=date(2026, 4, 4))
    pledge = raising.pledge(around.opportunity, around.fund, pledged_on=date(2026, 5, 5))
    membership = held.membership(ada, friends)
    term = held.term(membership, date(2026, 3, 3), date(2027, 3, 2))
    await database.save(
        *(*around.rows, *show.rows, scarf, friends, order, joined, given, gift, membership, term, pledge),
        *(sell.merchandise(order, scarf), sell.ticket(order, show), held.term_sold(joined, term)),
        raising.pledge_event(pledge, at=utc(5, 5)),
        raising.stage_change(around.opportunity, around.asked, at=utc(1, 1)),
        raising.activity(ada, around.call, due_at=utc(6, 6), completed_at=utc(6, 6)),
        raising.invitation(ada, show.instance, invited_at=utc(7, 7)),
    )

    found = await shown(ask, ada, "timeline { nodes { occurredAt type } }", by="femi")

    assert [(node["occurredAt"][5:10], node["type"]) for node in found["nodes"]] == [
        ("08-08", "VISIT"),
        ("07-07", "INVITATION"),
        ("06-06", "ACTIVITY"),
        # Days begin at midnight in London, which is eleven at night before in UTC while it is summer.
        ("05-04", "PLEDGE_OR_LEGACY"),
        ("04-03", "DONATION_OR_PLEDGE_INSTALMENT"),
        ("03-03", "MEMBERSHIP"),
        ("02-02", "MERCHANDISE"),
        ("01-01", "OPPORTUNITY_STAGE_CHANGE"),
    ]


@pytest.mark.rule("TML-15")
async def test_a_booking_of_an_organisation_is_on_its_timeline_and_on_that_of_whoever_made_it(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    eve = await person(database)
    choir, scarf = make.organisation(name=make.choir()), sell.product("Scarf")
    order = sell.order(choir, facilitator_id=ada.id)
    await database.save(choir, scarf, order, sell.merchandise(order, scarf))

    async def via(customer: Customer) -> list[list[str]]:
        found = await shown(ask, customer, "timeline { nodes { via } }", by="femi")
        return [node["via"] for node in found["nodes"]]

    assert await via(choir) == [["OWNER"]]
    assert await via(ada) == [["FACILITATOR", "ORGANISATION"]]
    assert await via(eve) == []
