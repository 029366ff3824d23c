"""The world around orders: what is on and where, what is sold, and what money is raised for."""

from __future__ import annotations

from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.models import Campaign, Seat
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests.ask import Ask
from tests.database import Database

NODES = """
query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    id
    ... on Venue { name town seatingPlans { name } }
    ... on SeatingPlan { name venue { town } seats(first: 1) { totalCount nodes { label } } }
    ... on Seat { area label plan { name } }
    ... on Event { name description genre instances { nodes { startsAt } } }
    ... on Instance { startsAt availability event { name } seatingPlan { name } venue { town } }
    ... on TicketType { name position }
    ... on PriceBand { name position }
    ... on Product { name category price { amount currency } active }
    ... on Fund { name description giftAidEligible active }
    ... on Campaign { name level active parent { name } subCampaigns { name } }
    ... on Order { number }
  }
}
"""


@pytest.mark.rule("NAV-13", "NAV-P03")
@pytest.mark.parametrize("by", ["bea", "femi", "gina", "sam"])
async def test_whatever_a_record_links_to_resolves_by_its_id(ask: Ask, database: Database, by: str) -> None:
    show = sell.show(availability="LIMITED")
    plan = show.plan.id
    c2, b7 = (Seat(id=uuid7(), seating_plan_id=plan, area="Stalls", label=label) for label in ("C2", "B7"))
    earlier = show.again(show.instance.starts_at.replace(day=20))
    await database.save(*show.rows, c2, b7, earlier)

    async def node(entity: str, row: Any) -> Any:
        [found] = (await ask(NODES, by=by, ids=[ids.encode(entity, row.id)])).ok["nodes"]
        assert found.pop("id") == ids.encode(entity, row.id)
        return found

    assert await node("ven", show.venue) == {
        "__typename": "Venue",
        "name": show.venue.name,
        "town": "Bristol",
        "seatingPlans": [{"name": "Main House"}],
    }
    assert await node("spl", show.plan) == {
        "__typename": "SeatingPlan",
        "name": "Main House",
        "venue": {"town": "Bristol"},
        "seats": {"totalCount": 2, "nodes": [{"label": "B7"}]},
    }
    assert await node("sea", c2) == {
        "__typename": "Seat",
        "area": "Stalls",
        "label": "C2",
        "plan": {"name": "Main House"},
    }
    assert await node("evt", show.event) == {
        "__typename": "Event",
        "name": "The Lantern Keepers",
        "description": None,
        "genre": None,
        "instances": {
            "nodes": [
                {"startsAt": "2026-12-20T19:30:00+00:00"},
                {"startsAt": "2026-12-24T19:30:00+00:00"},
            ]
        },
    }
    assert await node("ins", show.instance) == {
        "__typename": "Instance",
        "startsAt": "2026-12-24T19:30:00+00:00",
        "availability": "LIMITED",
        "event": {"name": "The Lantern Keepers"},
        "seatingPlan": {"name": "Main House"},
        "venue": {"town": "Bristol"},
    }


@pytest.mark.rule("NAV-P03")
async def test_what_is_sold_and_raised_resolves_by_its_id(ask: Ask, database: Database) -> None:
    show, product, fund = sell.show(), sell.product(), sell.fund(gift_aid_eligible=False)
    home, ada = make.individual()
    order = sell.order(ada)
    appeal = Campaign(id=uuid7(), name=make.unique("Roof"))
    part = Campaign(id=uuid7(), name="Slates", level=2, parent_id=appeal.id, parent_level=1, active=False)
    await database.save(*show.rows, product, fund, home, ada, order, appeal, part)

    rows: list[tuple[str, Any]] = [
        ("tty", show.ticket_type),
        ("pbd", show.band),
        ("prd", product),
        ("fnd", fund),
        ("cam", appeal),
        ("cam", part),
        ("ord", order),
    ]
    found = (await ask(NODES, ids=[ids.encode(entity, row.id) for entity, row in rows])).ok["nodes"]

    assert [each.pop("id") for each in found] == [ids.encode(entity, row.id) for entity, row in rows]
    assert found == [
        {"__typename": "TicketType", "name": show.ticket_type.name, "position": 0},
        {"__typename": "PriceBand", "name": show.band.name, "position": 0},
        {
            "__typename": "Product",
            "name": product.name,
            "category": None,
            "price": {"amount": "6.00", "currency": "GBP"},
            "active": True,
        },
        {
            "__typename": "Fund",
            "name": fund.name,
            "description": None,
            "giftAidEligible": False,
            "active": True,
        },
        {
            "__typename": "Campaign",
            "name": appeal.name,
            "level": 1,
            "active": True,
            "parent": None,
            "subCampaigns": [{"name": "Slates"}],
        },
        {
            "__typename": "Campaign",
            "name": "Slates",
            "level": 2,
            "active": False,
            "parent": {"name": appeal.name},
            "subCampaigns": [],
        },
        {"__typename": "Order", "number": order.number},
    ]


@pytest.mark.rule("NAV-P03")
async def test_an_order_is_nobodys_who_may_not_read_orders(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    order = sell.order(ada)
    await database.save(home, ada, order)

    assert (await ask(NODES, by="sam", ids=[ids.encode("ord", order.id)])).ok == {"nodes": [None]}
