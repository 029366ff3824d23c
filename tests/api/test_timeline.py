"""The timeline of a record: what stands on it, for whom, and what is asked of it."""

from __future__ import annotations

from datetime import date

import pytest

from db.models import Customer
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import fundraising as raising
from tests.api._order_tabs import answer, credit, people, person, shown
from tests.api._timelines import Fundraising, utc
from tests.ask import Ask
from tests.database import Database

TITLES = "{ nodes { occurredAt title } }"


async def titles(ask: Ask, customer: Customer, arguments: str = "") -> list[str]:
    """The titles of a timeline, with these arguments."""
    found = await shown(ask, customer, f"timeline{arguments} {TITLES}", by="femi")
    return [node["title"] for node in found["nodes"]]


@pytest.mark.rule("TML-13", "TML-14", "TML-16")
async def test_orders_are_on_the_timelines_of_all_who_have_a_part_in_them_and_of_nobody_else(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    mate = make.individual(household_id=home.id)[1]
    homes, [bob, eve] = people(2)
    choir = make.organisation(name=make.choir())
    scarf = sell.product("Scarf")
    own = sell.order(ada, placed_at=utc(1, 4))
    for_bob = sell.order(bob, placed_at=utc(1, 3), facilitator_id=ada.id)
    for_choir = sell.order(choir, placed_at=utc(1, 2), facilitator_id=ada.id)
    eves = sell.order(eve, placed_at=utc(1, 1))
    mates = sell.order(mate, placed_at=utc(1, 5))
    orders = (own, for_bob, for_choir, eves, mates)
    await database.save(
        *(home, *homes, ada, mate, bob, eve, choir, scarf, *orders),
        *(sell.merchandise(order, scarf) for order in orders),
        *(credit(order, ada) for order in (own, for_bob, eves)),
    )
    ask_for = """timeline { totalCount nodes { occurredAt via id ... on MerchandiseEntry { countsTowardsTotals } } }"""

    async def ways(customer: Customer) -> list[tuple[str, list[str], bool]]:
        found = await shown(ask, customer, ask_for, by="femi")
        assert found["totalCount"] == len({node["id"] for node in found["nodes"]}) == len(found["nodes"])
        return [
            (node["occurredAt"][:10], node["via"], node["countsTowardsTotals"]) for node in found["nodes"]
        ]

    assert await ways(ada) == [
        ("2026-01-04", ["OWNER", "SOFT_CREDIT"], True),
        ("2026-01-03", ["FACILITATOR", "SOFT_CREDIT"], True),
        ("2026-01-02", ["FACILITATOR", "ORGANISATION"], True),
        ("2026-01-01", ["SOFT_CREDIT"], False),
    ]
    assert await ways(choir) == [("2026-01-02", ["OWNER"], True)]
    assert await ways(mate) == [("2026-01-05", ["OWNER"], True)]


@pytest.mark.rule("TML-02", "TML-03", "TML-P05")
async def test_filters_by_opportunity_type_and_period_must_all_hold(ask: Ask, database: Database) -> None:
    homes, [ada, bob] = people(2)
    around = Fundraising(ada)
    bobs = raising.opportunity(bob, around.campaign, around.asked)
    show, scarf = sell.show(), sell.product("Scarf")
    order = sell.order(ada, placed_at=utc(10, 1))
    given, gift = sell.donation(order, around.fund, made_on=date(2026, 10, 2))
    await database.save(*homes, ada, bob, *around.rows)
    await database.save(
        *(bobs, *show.rows, scarf, order, *raising.link(around.opportunity, given), gift),
        *(sell.merchandise(order, scarf), sell.ticket(order, show)),
        *raising.link(around.opportunity, sell.ticket(order, show)),
        # What was reserved only, or is linked to what is somebody else's, makes nothing else a part of it.
        *raising.link(around.opportunity, sell.merchandise(order, scarf, state="RESERVED")),
        raising.stage_change(around.opportunity, around.asked, at=utc(9, 30, 22)),
        raising.activity(ada, around.call),
    )
    visit, donated, bought = "The Lantern Keepers", f"Donation: {around.fund.name}", scarf.name
    called = f"{around.call.name}: Thank them for the visit"
    changed = f"{around.campaign.name}: opened at {around.asked.name}"
    mine, other = (ids.encode("opp", each.id) for each in (around.opportunity, bobs))

    async def found(filter: str) -> list[str]:
        return await titles(ask, ada, f"(filter: {{{filter}}})")

    assert await titles(ask, ada) == [visit, called, donated, bought, changed]
    assert await found(f'opportunityId: "{mine}"') == [visit, donated, changed]
    assert await found(f'opportunityId: "{mine}", types: [VISIT, ACTIVITY]') == [visit]
    assert await found(f'opportunityId: "{other}"') == []
    assert await found("types: [MERCHANDISE, ACTIVITY]") == [called, bought]
    assert await found("types: []") == []
    # In London it is the first of October already, or still the second.
    assert await found('from: "2026-10-01"') == [visit, called, donated, bought]
    assert await found('until: "2026-09-30"') == [changed]
    assert await found('from: "2026-10-02", until: "2026-10-02"') == [donated]
    assert await found('types: [VISIT], from: "2026-10-01", until: "2026-10-02"') == []


@pytest.mark.rule("TML-17", "TML-C01")
async def test_a_timeline_is_for_fundraisers_and_empty_is_an_answer(ask: Ask, database: Database) -> None:
    ada, choir = await person(database), make.organisation(name=make.choir())
    await database.save(choir)
    asked = "timeline { totalCount totalCountCapped nodes { id } pageInfo { hasNextPage endCursor } }"

    for customer in (ada, choir):
        assert await shown(ask, customer, asked, by="femi") == {
            "totalCount": 0,
            "totalCountCapped": False,
            "nodes": [],
            "pageInfo": {"hasNextPage": False, "endCursor": None},
        }
    refused = await answer(ask, ada, asked, by="bea")
    assert (refused.data, refused.codes) == ({"customer": {"timeline": None}}, ["FORBIDDEN"])
    unknown = await answer(ask, ada, 'timeline(filter: {opportunityId: "cus1_00"}) { totalCount }', by="femi")
    assert (unknown.data, unknown.codes) == ({"customer": {"timeline": None}}, ["BAD_USER_INPUT"])
