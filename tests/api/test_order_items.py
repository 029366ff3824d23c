"""The items of an order: what each of them is, what it costs, and where it stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.models import (
    FixedSeries,
    Membership,
    MembershipTerm,
    MembershipType,
    PricingSet,
    Seat,
    SeriesGroup,
    SeriesSubscription,
    SubscriptionStructure,
    TicketSubscription,
)
from gateway.engine import ids
from tests import box_office as sell
from tests import orders as sold
from tests.ask import Ask
from tests.database import Database
from tests.factories import unique

ITEMS = """
query ($number: Int!) { order(number: $number) { items {
  __typename id description state addedAt returnedAt order { number }
  fullPrice { amount } discount { amount } price { amount } commission { amount } agentCommission { amount }
  total { amount currency }
  ... on TicketItem {
    instance { id } event { name } seat { label } ticketType { name } priceBand { name } deliveryMethod
  }
  ... on MerchandiseItem { product { name } }
  ... on DonationItem { fund { name } }
} } }
"""
AMOUNTS = ("fullPrice", "discount", "price", "commission", "agentCommission", "total")


async def _items(ask: Ask, number: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await ask(ITEMS, number=number)).ok["order"]["items"]
    for each in found:
        assert each.pop("order") == {"number": number}
    return found


@pytest.mark.rule("ORD-P03", "ORD-09", "AGC-P03")
async def test_an_item_tells_each_of_its_amounts(ask: Ask, database: Database) -> None:
    home, ada = sold.somebody()
    order, show = sell.order(ada), sell.show()
    await database.save(home, ada, order, *show.rows)
    await database.save(
        sell.ticket(
            order,
            show,
            full_price_minor=4000,
            discount_minor=333,
            commission_minor=125,
            agent_commission_minor=367,
        )
    )

    [item] = await _items(ask, order.number)

    assert {name: item[name]["amount"] for name in AMOUNTS} == {
        "fullPrice": "40.00",
        "discount": "3.33",
        "price": "36.67",
        "commission": "1.25",
        "agentCommission": "3.67",
        "total": "34.25",
    }
    assert item["total"]["currency"] == "GBP"


@pytest.mark.rule("NAV-13", "ORD-09")
async def test_an_item_leads_to_what_was_sold(ask: Ask, database: Database) -> None:
    home, ada = sold.somebody()
    order, show, product, fund = sell.order(ada), sell.show(), sell.product(), sell.fund()
    seat = Seat(id=uuid7(), seating_plan_id=show.plan.id, area="Stalls", label="Stalls C12")
    await database.save(home, ada, order, *show.rows, product, fund, seat)
    await database.save(
        sell.ticket(order, show, seat_id=seat.id),
        sell.ticket(order, show, price_band_id=None, delivery_method="COLLECT"),
        sell.merchandise(order, product),
        *sell.donation(order, fund),
    )

    seated, standing, programme, given = await _items(ask, order.number)

    world = ("instance", "event", "seat", "ticketType", "priceBand", "deliveryMethod")
    lets_in = {
        "instance": {"id": ids.encode("ins", show.instance.id)},
        "event": {"name": "The Lantern Keepers"},
        "ticketType": {"name": show.ticket_type.name},
    }
    assert {name: seated[name] for name in world} == {
        **lets_in,
        "seat": {"label": "Stalls C12"},
        "priceBand": {"name": show.band.name},
        "deliveryMethod": "PRINT_AT_HOME",
    }
    assert {name: standing[name] for name in world} == {
        **lets_in,
        "seat": None,
        "priceBand": None,
        "deliveryMethod": "COLLECT",
    }
    assert (programme["__typename"], programme["product"]) == ("MerchandiseItem", {"name": product.name})
    assert (given["__typename"], given["fund"]) == ("DonationItem", {"name": fund.name})
    assert [each["description"] for each in (seated, standing, programme, given)] == [
        f"The Lantern Keepers, {show.ticket_type.name}, Stalls C12",
        f"The Lantern Keepers, {show.ticket_type.name}",
        product.name,
        fund.name,
    ]


async def test_memberships_subscriptions_and_series_are_items_by_their_own_names(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    order, show = sell.order(ada), sell.show()
    await database.save(home, ada, order, *show.rows)
    friends = MembershipType(
        id=uuid7(),
        name=unique("Friends"),
        price_minor=5000,
        renewal_price_minor=4500,
        period_length=1,
        period_unit="YEAR",
    )
    held = Membership(id=uuid7(), customer_id=ada.id, type_id=friends.id)
    first, last = date(2026, 10, 1), date(2027, 9, 30)
    term = MembershipTerm(id=uuid7(), membership_id=held.id, starts=first, ends=last, price_minor=5000)
    structure = SubscriptionStructure(id=uuid7(), name=unique("Six for five"))
    pricing = PricingSet(id=uuid7(), structure_id=structure.id, name="2026")
    vouchers = TicketSubscription(
        id=uuid7(), customer_id=ada.id, pricing_set_id=pricing.id, issued_on=first, expires_on=last
    )
    series = FixedSeries(id=uuid7(), name=unique("Friday nights"), venue_id=show.venue.id)
    group = SeriesGroup(id=uuid7(), series_id=series.id, name="A")
    seat = Seat(id=uuid7(), seating_plan_id=show.plan.id, area="Stalls", label="Stalls D1")
    seats = SeriesSubscription(
        id=uuid7(),
        customer_id=ada.id,
        group_id=group.id,
        seat_id=seat.id,
        state="PURCHASED",
        subscribed_on=first,
    )
    await database.save(friends, held, term, structure, pricing, vouchers, series, group, seat, seats)
    await database.save(
        sell.item(order, "MEMBERSHIP", membership_term_id=term.id),
        sell.item(order, "TICKET_SUBSCRIPTION", ticket_subscription_id=vouchers.id),
        sell.item(order, "FIXED_SERIES", series_subscription_id=seats.id),
    )

    shown = await _items(ask, order.number)

    assert [(each["__typename"], each["description"]) for each in shown] == [
        ("MembershipItem", friends.name),
        ("TicketSubscriptionItem", structure.name),
        ("FixedSeriesItem", series.name),
    ]
    document = "query ($number: Int!) { order(number: $number) { explainTotal { kind item } } }"
    lines = (await ask(document, number=order.number)).ok["order"]["explainTotal"]
    assert [each["item"] for each in lines if each["kind"] == "FULL_PRICE"] == [
        friends.name,
        structure.name,
        series.name,
    ]


@pytest.mark.rule("ORD-P02")
async def test_an_item_that_came_back_stays_in_the_order_and_says_when(ask: Ask, database: Database) -> None:
    home, ada = sold.somebody()
    order = sell.order(ada, state="PARTIALLY_RETURNED")
    product = sell.product()
    back = sell.PLACED.replace(day=5)
    await database.save(home, ada, order, product)
    await database.save(
        sell.merchandise(order, product),
        sell.merchandise(order, product, state="RETURNED", returned_at=back),
        sell.merchandise(order, product, state="EXCHANGED", returned_at=back),
    )

    shown = await _items(ask, order.number)

    assert [(each["state"], each["returnedAt"]) for each in shown] == [
        ("SOLD", None),
        ("RETURNED", "2026-10-05T11:30:00+00:00"),
        ("EXCHANGED", "2026-10-05T11:30:00+00:00"),
    ]


@pytest.mark.rule("NAV-P03")
async def test_whatever_an_order_holds_resolves_by_its_id(ask: Ask, database: Database) -> None:
    home, ada = sold.somebody()
    order, product = sell.order(ada), sell.product()
    question = sold.question()
    await database.save(home, ada, order, product, question, sell.merchandise(order, product))
    await database.save(
        sold.payment(order, "PAYMENT", 600), sold.happened(order, "CREATED"), sold.credit(order, ada)
    )
    document = """query ($number: Int!) { order(number: $number) { id items { id } payments { id } history { id }
      softCredits { id } attributes { attribute { id name } } } }"""
    found = (await ask(document, number=order.number)).ok["order"]
    asked = next(
        each["attribute"] for each in found["attributes"] if each["attribute"]["name"] == question.name
    )
    wanted = [
        found["id"],
        *(each["id"] for name in ("items", "payments", "history", "softCredits") for each in found[name]),
        asked["id"],
    ]

    nodes = (await ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", ids=wanted)).ok["nodes"]

    assert [each["id"] for each in nodes] == wanted
    assert [each["__typename"] for each in nodes] == [
        "Order", "MerchandiseItem", "OrderPayment", "OrderEvent", "SoftCredit", "OrderAttribute",
    ]  # fmt: skip
