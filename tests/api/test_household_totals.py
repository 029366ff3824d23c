"""What a household comes to: by who is a member now, and by who was one when it was ordered."""

from __future__ import annotations

from typing import Any

import pytest

from db.models import Customer, SoftCredit
from gateway.engine import ids
from tests import box_office, people
from tests.ask import Ask
from tests.database import Database

SUMS = """orders tickets spent { amount currency } donations donated { amount }
  facilitatedOrders softCreditedOrders hasRestrictedItems"""
TOTALS = f"""
query ($id: ID!) {{ node(id: $id) {{ ... on Household {{
  totals {{ {SUMS} }} totalsAsMemberThen {{ {SUMS} }}
}} }} }}
"""
NOTHING = {
    "orders": 0,
    "tickets": 0,
    "spent": {"amount": "0.00", "currency": "GBP"},
    "donations": 0,
    "donated": {"amount": "0.00"},
    "facilitatedOrders": 0,
    "softCreditedOrders": 0,
    "hasRestrictedItems": False,
}


@pytest.mark.rule("HHD-P08", "ORD-P01")
async def test_totals_count_what_members_own_once_and_tell_of_other_orders_without_summing_them(
    ask: Ask, database: Database
) -> None:
    home, ada, (ben,) = await people.family(database, {})
    outsider = (await people.family(database))[1]
    show, fund = box_office.show(), box_office.fund()
    # Ben placed it for Ada, and is credited with it as well: it is still one order.
    own = box_office.order(ada, facilitator_id=ben.id)
    gift, given = box_office.donation(own, fund, 4000)
    back, returned = box_office.donation(own, fund, 9000, state="RETURNED")
    for_another = box_office.order(outsider, facilitator_id=ada.id)
    credited = box_office.order(outsider)
    await database.save(*show.rows, fund, own, for_another, credited)
    await database.save(
        box_office.ticket(own, show),
        box_office.ticket(own, show, full_price_minor=1000),
        box_office.ticket(own, show, state="RETURNED", returned_at=own.placed_at),
        gift, given, back, returned,
        box_office.ticket(for_another, show),
        box_office.ticket(credited, show),
        *(SoftCredit(order_id=each.id, customer_id=ben.id, type="Introduced") for each in (own, credited)),
    )  # fmt: skip

    found = (await ask(TOTALS, id=ids.encode("hhd", home.id))).ok["node"]

    assert (
        found["totals"]
        == found["totalsAsMemberThen"]
        == {
            "orders": 1,
            "tickets": 2,
            "spent": {"amount": "75.00", "currency": "GBP"},
            "donations": 1,
            "donated": {"amount": "40.00"},
            "facilitatedOrders": 1,
            "softCreditedOrders": 1,
            "hasRestrictedItems": False,
        }
    )


@pytest.mark.rule("HHD-P08")
async def test_orders_count_by_present_membership_or_by_membership_when_they_were_placed(
    ask: Ask, database: Database
) -> None:
    home, ada, (ben,) = await people.family(database, {})
    left = (await people.family(database))[1]
    await database.save(people.stay(home, left, joined_at=people.january(2018), left_at=people.january(2022)))
    fund = box_office.fund()
    await database.save(fund)

    async def gives(who: Customer, year: int, pounds: int) -> None:
        order = box_office.order(who, placed_at=people.january(year))
        await database.save(order, *box_office.donation(order, fund, pounds * 100))

    await gives(ada, 2021, 1)
    await gives(ben, 2019, 10)  # before he came
    await gives(left, 2021, 100)
    await gives(left, 2022, 1000)  # from that instant on he was gone

    found = (await ask(TOTALS, id=ids.encode("hhd", home.id))).ok["node"]

    given = {name: (sums["orders"], sums["donated"]["amount"]) for name, sums in found.items()}
    assert given == {"totals": (2, "11.00"), "totalsAsMemberThen": (2, "101.00")}


@pytest.mark.rule("ORD-P13", "HHD-P08")
async def test_items_of_restricted_orders_are_left_out_for_whoever_may_not_see_them_and_this_is_said(
    ask: Ask, database: Database
) -> None:
    home, ada, _ = await people.family(database)
    show = box_office.show()
    order = box_office.order(ada, restricted=True)
    await database.save(*show.rows, order, box_office.ticket(order, show))

    async def totals(by: str) -> list[dict[str, Any]]:
        found = (await ask(TOTALS, id=ids.encode("hhd", home.id), by=by)).ok["node"]
        return [found["totals"], found["totalsAsMemberThen"]]

    assert await totals("bea") == [{**NOTHING, "hasRestrictedItems": True}] * 2
    spent = {"amount": "25.00", "currency": "GBP"}
    assert await totals("femi") == [{**NOTHING, "orders": 1, "tickets": 1, "spent": spent}] * 2
