"""The items of an order: what each of them is, what it costs, and where it stands."""

from __future__ import annotations

from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.models import Agent, CommissionStructure, Seat
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
  donation { id amount { amount } }
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


@pytest.mark.rule("AGC-P06")
async def test_an_order_keeps_the_commission_that_was_agreed_when_it_was_sold(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    now = CommissionStructure(id=uuid7(), name=unique("Now 3.00 a ticket"), kind="VALUE", value=300)
    order, show = sell.order(ada), sell.show()
    await database.save(home, ada, now, Agent(customer_id=ada.id, structure_id=now.id), order, *show.rows)
    await database.save(sell.ticket(order, show, agent_commission_minor=250))

    [item] = await _items(ask, order.number)

    assert (item["agentCommission"], item["total"]["amount"]) == ({"amount": "2.50"}, "22.50")


@pytest.mark.rule("NAV-13", "ORD-09")
async def test_an_item_leads_to_what_was_sold(ask: Ask, database: Database) -> None:
    home, ada = sold.somebody()
    order, show, product, fund = sell.order(ada), sell.show(), sell.product(), sell.fund()
    seat = Seat(id=uuid7(), seating_plan_id=show.plan.id, area="Stalls", label="Stalls C12")
    await database.save(home, ada, order, *show.rows, product, fund, seat)
    tickets = (
        sell.ticket(order, show, seat_id=seat.id),
        sell.ticket(order, show, price_band_id=None, delivery_method="COLLECT"),
    )
    sold_product = sell.merchandise(order, product)
    gift, donation = sell.donation(order, fund)
    await database.save(*tickets, sold_product, gift, donation)

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
    assert given["donation"] == {"id": ids.encode("don", donation.id), "amount": {"amount": "50.00"}}
    assert (seated["donation"], programme["donation"]) == (None, None)
    assert [each["description"] for each in (seated, standing, programme, given)] == [
        f"The Lantern Keepers, {show.ticket_type.name}, Stalls C12",
        f"The Lantern Keepers, {show.ticket_type.name}",
        product.name,
        fund.name,
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
