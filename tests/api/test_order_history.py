"""What happened to an order, what was paid on it, and what was asked about it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from uuid_utils.compat import uuid7

from gateway.engine import ids
from tests import box_office as sell
from tests import orders as sold
from tests.ask import Ask
from tests.database import Database
from tests.factories import unique


@pytest.mark.rule("ORD-P09", "ORD-09")
async def test_the_history_tells_what_happened_by_whom_and_about_how_much(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    order = sell.order(ada)
    await database.save(home, ada, order)
    an_hour_later = order.placed_at + timedelta(hours=1)
    taken = sold.happened(order, "DEPOSIT_TAKEN", at=an_hour_later, amount_minor=1250, username="ade")
    created, reserved = sold.happened(order, "CREATED"), sold.happened(order, "RESERVED")
    # Stored in another order than that in which it happened, but for what happened at one instant.
    await database.save(taken, created, reserved)
    document = """query ($number: Int!) { order(number: $number) {
      history { id kind at user narrative amount { amount currency } } } }"""

    shown = (await ask(document, number=order.number)).ok["order"]["history"]

    assert [each["kind"] for each in shown] == ["CREATED", "RESERVED", "DEPOSIT_TAKEN"]
    assert (shown[0]["user"], shown[0]["amount"]) == ("bea", None)
    assert shown[2] == {
        "id": ids.encode("oev", taken.id),
        "kind": "DEPOSIT_TAKEN",
        "at": "2026-10-01T12:30:00+00:00",
        "user": "ade",
        "narrative": "Deposit_taken.",
        "amount": {"amount": "12.50", "currency": "GBP"},
    }


async def test_payments_stand_in_the_order_in_which_they_were_made(ask: Ask, database: Database) -> None:
    home, ada = sold.somebody()
    order = sell.order(ada)
    await database.save(home, ada, order)
    later = order.placed_at + timedelta(days=1)
    used = sold.payment(order, "DEPOSIT_USED", 500, at=later)
    cash = sold.payment(order, "PAYMENT", 700, at=later, method="CASH")
    await database.save(used, cash, sold.payment(order, "DEPOSIT_TAKEN", 500))
    document = """query ($number: Int!) { order(number: $number) {
      payments { kind method amount { amount } at } } }"""

    shown = (await ask(document, number=order.number)).ok["order"]["payments"]

    assert [(each["kind"], each["method"], each["amount"]["amount"], each["at"]) for each in shown] == [
        ("DEPOSIT_TAKEN", "CARD", "5.00", "2026-10-01T11:31:00+00:00"),
        ("DEPOSIT_USED", None, "5.00", "2026-10-02T11:30:00+00:00"),
        ("PAYMENT", "CASH", "7.00", "2026-10-02T11:30:00+00:00"),
    ]


@pytest.mark.rule("ORD-09")
async def test_attributes_are_all_that_is_asked_about_orders_with_the_answers_of_this_one(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    order, other = sell.order(ada), sell.order(ada)
    # Later in the form than those of other tests.
    name = unique("Zeal ")
    asked = [sold.question(id=uuid7(), position=9, name=f"{name}{letter}") for letter in "bac"]
    await database.save(home, ada, order, other, *asked)
    await database.save(
        sold.answer(order, asked[0]), sold.answer(order, asked[1], "A poster"), sold.answer(other, asked[2])
    )
    document = """query ($number: Int!) { order(number: $number) {
      attributes { name value attribute { id position } } } }"""

    shown = (await ask(document, number=order.number)).ok["order"]["attributes"]

    b, a, c = (ids.encode("oat", each.id) for each in asked)
    assert [each for each in shown if each["name"].startswith(name)] == [
        {"name": f"{name}a", "value": "A poster", "attribute": {"id": a, "position": 9}},
        {"name": f"{name}b", "value": "A friend", "attribute": {"id": b, "position": 9}},
        {"name": f"{name}c", "value": None, "attribute": {"id": c, "position": 9}},
    ]
