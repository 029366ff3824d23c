"""What orders come to, told by the gateway, against the same orders played through by hand."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from db.models import Order, OrderItem, OrderPayment
from tests import box_office as sell
from tests import orders as sold
from tests.ask import Ask
from tests.database import Database
from tests.references.orders import PENNY, Heap, SlowItem, SlowOrder

TOTALS = """
query ($number: Int!) { order(number: $number) {
  hasUnusedDeposit items { state total { amount } }
  totals {
    fullPrice { amount } discount { amount } price { amount } commission { amount } agentCommission { amount }
    total { amount } reservedTotal { amount } paid { amount } amountDue { amount } unusedDeposit { amount }
  }
  explainTotal { kind item amount { amount } running { amount } }
} }
"""


@pytest.mark.rule("ORD-N01", "ORD-P03", "ORD-07")
async def test_a_total_is_explained_line_by_line_down_to_what_is_left_to_pay(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    order, product, show = sell.order(ada), sell.product("Programme", 600), sell.show("Tide")
    order.reserved_until = show.instance.starts_at
    await database.save(home, ada, order, product, *show.rows)
    ticket = {"full_price_minor": 4000, "discount_minor": 500, "commission_minor": 150}
    await database.save(
        sell.ticket(order, show, **ticket, agent_commission_minor=350),
        sell.merchandise(order, product),
        sell.merchandise(order, product, state="RETURNED", returned_at=order.edited_at),
        sell.ticket(order, show, state="RESERVED", full_price_minor=3000),
        sold.payment(order, "PAYMENT", 3900),
        sold.payment(order, "DEPOSIT_TAKEN", 1000),
    )

    shown = (await ask(TOTALS, number=order.number)).ok["order"]

    tide = f"Tide, {show.ticket_type.name}"
    assert [
        (each["kind"], each["item"], each["amount"]["amount"], each["running"]["amount"])
        for each in shown["explainTotal"]
    ] == [
        ("FULL_PRICE", tide, "40.00", "40.00"),
        ("DISCOUNT", tide, "-5.00", "35.00"),
        ("COMMISSION", tide, "1.50", "36.50"),
        ("AGENT_COMMISSION", tide, "-3.50", "33.00"),
        ("FULL_PRICE", product.name, "6.00", "39.00"),
        ("TOTAL", None, "39.00", "39.00"),
        ("FULL_PRICE", tide, "30.00", "69.00"),
        ("RESERVED_TOTAL", None, "30.00", "69.00"),
        ("PAID", None, "-39.00", "30.00"),
        ("AMOUNT_DUE", None, "30.00", "30.00"),
        ("DEPOSIT_TO_USE", None, "-10.00", "20.00"),
        ("TO_PAY", None, "20.00", "20.00"),
    ]
    assert {name: each["amount"] for name, each in shown["totals"].items()} == {
        "fullPrice": "46.00",
        "discount": "5.00",
        "price": "41.00",
        "commission": "1.50",
        "agentCommission": "3.50",
        "total": "39.00",
        "reservedTotal": "30.00",
        "paid": "39.00",
        "amountDue": "30.00",
        "unusedDeposit": "10.00",
    }


@pytest.mark.rule("ORD-06", "ORD-07", "ORD-P05")
async def test_a_deposit_is_held_beside_a_reservation_and_pays_for_nothing_before_it_is_confirmed(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    show = sell.show()
    until = {"reserved_until": show.instance.starts_at}
    reserved, confirmed = (
        sell.order(ada, state="RESERVED", confirmed_at=None, **until),
        sell.order(ada, **until),
    )
    await database.save(home, ada, *show.rows, reserved, confirmed)
    await database.save(
        sell.ticket(reserved, show, state="RESERVED", full_price_minor=3000),
        sell.ticket(confirmed, show, full_price_minor=3000),
        *(sold.payment(each, "DEPOSIT_TAKEN", 1000) for each in (reserved, confirmed)),
        sold.payment(confirmed, "DEPOSIT_USED", 1000),
        sold.payment(confirmed, "PAYMENT", 2000),
    )

    async def told(number: int) -> tuple[bool, dict[str, str], tuple[str, str]]:
        shown = (await ask(TOTALS, number=number)).ok["order"]
        wanted = ("paid", "amountDue", "unusedDeposit")
        to_pay = shown["explainTotal"][-1]
        return (
            shown["hasUnusedDeposit"],
            {name: shown["totals"][name]["amount"] for name in wanted},
            (to_pay["kind"], to_pay["running"]["amount"]),
        )

    held = {"paid": "0.00", "amountDue": "30.00", "unusedDeposit": "10.00"}
    assert await told(reserved.number) == (True, held, ("TO_PAY", "20.00"))
    used = {"paid": "30.00", "amountDue": "0.00", "unusedDeposit": "0.00"}
    assert await told(confirmed.number) == (False, used, ("TO_PAY", "0.00"))


class _Played:
    """An order that is stored row by row, and played through by hand beside it, step by step."""

    def __init__(self, draw: random.Random, order: Order, show: sell.Show) -> None:
        self.draw, self.order, self.show = draw, order, show
        self.slow = SlowOrder()
        self.items: list[OrderItem] = []
        self.payments: list[OrderPayment] = []

    def reserve(self) -> None:
        full = self.draw.randrange(0, 1_800)  # the reference moves pennies one by one
        discount, fee, agents = (
            self.draw.randint(0, full),
            self.draw.choice((0, 250)),
            self.draw.choice((0, 500)),
        )
        slow = SlowItem(full, discount, fee, agents)
        price = Decimal(full - discount) / 100
        fees, agents_share = (int((price * rate / 10_000).quantize(PENNY) * 100) for rate in (fee, agents))
        self.slow.items.append(slow)
        self.items.append(
            sell.ticket(
                self.order,
                self.show,
                state="RESERVED",
                full_price_minor=full,
                discount_minor=discount,
                commission_minor=fees,
                agent_commission_minor=agents_share,
            )
        )

    def take_deposit(self) -> None:
        pennies = self.draw.randint(1, 800)
        self.slow.pennies += [Heap.HELD] * pennies
        self._moved("DEPOSIT_TAKEN", pennies)

    def give_back(self) -> None:
        kind, heap = self.draw.choice(
            (
                ("DEPOSIT_REFUNDED", Heap.GIVEN_BACK),
                ("DEPOSIT_MOVED_TO_CREDIT", Heap.IN_CREDIT),
            )
        )
        self._moved(kind, self.slow.put(self.draw.randint(1, 300), heap))

    def confirm(self) -> None:
        used, cash = self.slow.confirm()
        self._moved("DEPOSIT_USED", used)
        self._moved("PAYMENT", cash)
        for item in self.items:
            if item.state == "RESERVED":
                item.state = "SOLD"

    def bring_back(self) -> None:
        bought = [
            place for place, item in enumerate(self.slow.items) if item.where == "bought" and item.costs > 0
        ]
        if bought:
            place = self.draw.choice(bought)
            slow, item = self.slow.items[place], self.items[place]
            slow.where, item.state, item.returned_at = "returned", "RETURNED", self.order.edited_at
            self.slow.paid -= slow.costs
            self._moved("REFUND", int(slow.costs * 100))

    def _moved(self, kind: str, pennies: int) -> None:
        if pennies:
            self.payments.append(sold.payment(self.order, kind, pennies))


@pytest.mark.rule("ORD-P03", "ORD-P04", "ORD-P05")
async def test_what_is_told_of_random_orders_is_what_came_of_them_by_hand(
    ask: Ask, database: Database
) -> None:
    draw = random.Random(20261122)
    home, ada = sold.somebody()
    show = sell.show()
    await database.save(home, ada, *show.rows)
    for _ in range(25):
        order = sell.order(ada, reserved_until=show.instance.starts_at)
        played = _Played(draw, order, show)
        played.reserve()
        steps = (played.reserve, played.take_deposit, played.give_back, played.confirm, played.bring_back)
        for step in draw.choices(steps, (4, 2, 1, 2, 2), k=draw.randint(1, 10)):
            step()
        await database.save(order, *played.items, *played.payments)

        shown = (await ask(TOTALS, number=order.number)).ok["order"]

        told = {name: Decimal(each["amount"]) for name, each in shown["totals"].items()}
        slow = played.slow
        assert told["total"] == slow.worth("bought")
        assert told["reservedTotal"] == slow.worth("held for the customer")
        assert told["paid"] == slow.paid
        assert told["amountDue"] == slow.due
        assert told["unusedDeposit"] == Decimal(slow.held) / 100
        assert shown["hasUnusedDeposit"] is (slow.held > 0)
        assert told["price"] + told["commission"] - told["agentCommission"] == told["total"]
        assert told["fullPrice"] - told["discount"] == told["price"]
        assert [Decimal(each["total"]["amount"]) for each in shown["items"]] == [
            each.costs for each in slow.items
        ]
        last = shown["explainTotal"][-1]
        left = max(Decimal(0), slow.due - Decimal(slow.held) / 100)
        assert (last["kind"], Decimal(last["running"]["amount"])) == ("TO_PAY", left)
