"""Which orders of a record: by where they stand, when they were placed, and whether a deposit is held for them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.engine import ids
from tests import box_office as sell
from tests import orders as sold
from tests.ask import Ask
from tests.database import Database

ORDERS = """
query ($id: ID!, $filter: OrderFilter) {
  customer(id: $id) { orders(filter: $filter) { totalCount nodes { number } } }
}
"""


def _at(day: int, month: int = 10) -> datetime:
    return datetime(2026, month, day, 11, 30, tzinfo=UTC)


async def _numbers(ask: Ask, customer: Any, **variables: Any) -> list[int]:
    found = (await ask(ORDERS, id=ids.encode("cus", customer.id), **variables)).ok["customer"]["orders"]
    assert found["totalCount"] == len(found["nodes"])
    return [each["number"] for each in found["nodes"]]


@pytest.mark.rule("ORD-P02", "ORD-P06")
async def test_a_reservation_is_over_at_its_instant_whether_or_not_it_was_swept(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    show = sell.show()
    until = {"state": "RESERVED", "confirmed_at": None, "reserved_until": _at(22, 11)}
    order = sell.order(ada, placed_at=_at(1), **until)
    swept = sell.order(ada, placed_at=_at(2), **{**until, "state": "EXPIRED"})
    bought = sell.order(ada, placed_at=_at(3))
    await database.save(home, ada, order, swept, bought, *show.rows)
    await database.save(sell.ticket(order, show, state="RESERVED"), sold.payment(order, "DEPOSIT_TAKEN", 500))
    document = """query ($number: Int!) { order(number: $number) { state hasUnusedDeposit items { state }
      totals { reservedTotal { amount } amountDue { amount } } explainTotal { kind amount { amount } } } }"""

    before = (await ask(document, number=order.number, now="2026-11-22T11:29:59+00:00")).ok["order"]
    after = (await ask(document, number=order.number, now="2026-11-22T11:30:00+00:00")).ok["order"]

    assert (before["state"], before["items"]) == ("RESERVED", [{"state": "RESERVED"}])
    assert before["totals"] == {"reservedTotal": {"amount": "25.00"}, "amountDue": {"amount": "25.00"}}
    assert before["explainTotal"][-1] == {"kind": "TO_PAY", "amount": {"amount": "20.00"}}
    assert (after["state"], after["items"]) == ("EXPIRED", [{"state": "EXPIRED"}])
    assert after["totals"] == {"reservedTotal": {"amount": "0.00"}, "amountDue": {"amount": "0.00"}}
    assert after["explainTotal"][-1] == {"kind": "TO_PAY", "amount": {"amount": "0.00"}}
    assert before["hasUnusedDeposit"] is after["hasUnusedDeposit"] is True

    async def listed(states: list[str], now: str) -> list[int]:
        return await _numbers(ask, ada, filter={"states": states}, now=f"2026-11-22T{now}+00:00")

    assert await listed(["RESERVED"], "11:29:59") == [order.number]
    assert await listed(["EXPIRED"], "11:29:59") == [swept.number]
    assert await listed(["RESERVED"], "11:30:00") == []
    assert await listed(["EXPIRED", "CONFIRMED"], "11:30:00") == [bought.number, swept.number, order.number]


async def test_orders_are_narrowed_by_the_civil_days_on_which_they_were_placed(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    # An hour before midnight in London, which is an hour ahead of UTC then; and just after midnight.
    late, early = (
        sell.order(ada, placed_at=datetime(2026, 7, 14, hour, 30, tzinfo=UTC)) for hour in (22, 23)
    )
    await database.save(home, ada, late, early)

    assert await _numbers(ask, ada, filter={"placedFrom": "2026-07-15"}) == [early.number]
    assert await _numbers(ask, ada, filter={"placedTo": "2026-07-14"}) == [late.number]
    both = {"placedFrom": "2026-07-14", "placedTo": "2026-07-15"}
    assert await _numbers(ask, ada, filter=both) == [early.number, late.number]


@pytest.mark.rule("ORD-05", "ORD-P04")
async def test_an_order_with_an_unused_deposit_is_marked_until_nothing_of_it_is_left(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    held, used, without = (sell.order(ada, placed_at=_at(day)) for day in (3, 2, 1))
    await database.save(home, ada, held, used, without)
    # Taken in two payments.
    await database.save(sold.payment(held, "DEPOSIT_TAKEN", 1500), sold.payment(held, "DEPOSIT_TAKEN", 500))
    gone = ("DEPOSIT_USED", 600), ("DEPOSIT_REFUNDED", 300), ("DEPOSIT_MOVED_TO_CREDIT", 100)
    for kind, amount in gone:
        await database.save(sold.payment(held, kind, amount), sold.payment(used, kind, amount))
    await database.save(sold.payment(used, "DEPOSIT_TAKEN", 1000), sold.payment(without, "PAYMENT", 900))
    document = """query ($number: Int!) { order(number: $number) { hasUnusedDeposit totals {
      depositsTaken { amount } depositsUsed { amount } depositsRefunded { amount }
      depositsMovedToCredit { amount } unusedDeposit { amount currency } } } }"""

    shown = (await ask(document, number=held.number)).ok["order"]

    assert shown["hasUnusedDeposit"] is True
    assert {name: each["amount"] for name, each in shown["totals"].items()} == {
        "depositsTaken": "20.00",
        "depositsUsed": "6.00",
        "depositsRefunded": "3.00",
        "depositsMovedToCredit": "1.00",
        "unusedDeposit": "10.00",
    }
    spent = (await ask(document, number=used.number)).ok["order"]
    assert (spent["hasUnusedDeposit"], spent["totals"]["unusedDeposit"]) == (
        False,
        {"amount": "0.00", "currency": "GBP"},
    )
    assert await _numbers(ask, ada, filter={"hasUnusedDeposit": True}) == [held.number]
    assert await _numbers(ask, ada, filter={"hasUnusedDeposit": False}) == [used.number, without.number]


async def test_orders_are_narrowed_to_those_that_are_restricted_or_are_not(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    opened, closed = sell.order(ada), sell.order(ada, restricted=True)
    await database.save(home, ada, opened, closed)

    assert await _numbers(ask, ada, filter={"restricted": True}) == [closed.number]
    assert await _numbers(ask, ada, filter={"restricted": False}) == [opened.number]
