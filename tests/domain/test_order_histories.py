"""Orders and deposits over random histories, against an order played through by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deposits import (
    apply_deposit,
    deposit_of,
    has_unused_deposit,
    paid_by,
    to_pay_on_confirmation,
    unused_deposit,
)
from domain.money import percent_of
from domain.order_amounts import ItemAmounts, amount_due, order_amounts, overpaid
from domain.order_states import order_state
from domain.order_totals import PricedItem, TotalLineKind, explain_total
from domain.orders import ItemState, PaymentKind
from tests.references.orders import PENNY, Heap, SlowItem, SlowOrder

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


class Step(Enum):
    RESERVE = auto()
    TAKE_DEPOSIT = auto()
    CONFIRM = auto()
    RETURN = auto()
    EXCHANGE = auto()
    RELEASE = auto()
    REFUND_DEPOSIT = auto()
    MOVE_DEPOSIT = auto()
    EXPIRE = auto()
    CANCEL = auto()


HISTORIES = st.lists(
    st.tuples(
        st.sampled_from([*Step, Step.RESERVE, Step.RESERVE, Step.CONFIRM, Step.RETURN]),
        st.integers(0, 120),
        st.integers(0, 120),
        st.integers(0, 10_000),
    ),
    min_size=6,
    max_size=16,
)


@dataclass
class Played:
    """An order as it is stored, and the same by hand."""

    states: list[ItemState] = field(default_factory=list)
    amounts: list[ItemAmounts] = field(default_factory=list)
    ledger: list[tuple[PaymentKind, int]] = field(default_factory=list)
    slow: SlowOrder = field(default_factory=SlowOrder)

    def move(self, state: ItemState, where: str, indexes: list[int]) -> None:
        for index in indexes:
            self.states[index] = state
            self.slow.items[index].where = where

    def those(self, state: ItemState) -> list[int]:
        return [index for index, found in enumerate(self.states) if found == state]

    def reserve(self, full_price: int, discount: int, rate: int) -> None:
        discount = min(discount, full_price)
        price, agents = full_price - discount, (10_000 - rate) // 2
        self.states.append(ItemState.RESERVED)
        self.amounts.append(
            ItemAmounts(full_price, discount, percent_of(price, rate), percent_of(price, agents))
        )
        self.slow.items.append(SlowItem(full_price, discount, rate, agents))

    def give_back(self) -> None:
        """Pay back whatever was paid beyond what is left."""
        order = order_amounts(zip(self.states, self.amounts, strict=True))
        back = overpaid(order.total, order.reserved_total, paid_by(self.ledger))
        self.ledger.append((PaymentKind.REFUND, back))
        while self.slow.paid > self.slow.worth("bought") + self.slow.worth("held for the customer"):
            self.slow.paid -= PENNY

    def confirm(self) -> None:
        order = order_amounts(zip(self.states, self.amounts, strict=True))
        due = amount_due(order.total, order.reserved_total, paid_by(self.ledger))
        unused = deposit_of(self.ledger).unused
        used, cash = apply_deposit(unused, due), to_pay_on_confirmation(unused, due)
        self.ledger += [(PaymentKind.DEPOSIT_USED, used), (PaymentKind.PAYMENT, cash)]
        assert (used, cash) == self.slow.confirm()
        self.move(ItemState.SOLD, "bought", self.those(ItemState.RESERVED))

    def deposit(self, kind: PaymentKind, heap: Heap, wanted: int) -> None:
        amount = min(wanted, deposit_of(self.ledger).unused)
        self.ledger.append((kind, amount))
        assert self.slow.put(wanted, heap) == amount

    def play(self, step: Step, one: int, other: int, rate: int) -> None:
        match step:
            case Step.RESERVE:
                self.reserve(one, other, rate)
            case Step.TAKE_DEPOSIT:
                self.ledger.append((PaymentKind.DEPOSIT_TAKEN, one))
                self.slow.pennies += [Heap.HELD] * one
            case Step.CONFIRM:
                self.confirm()
            case Step.RETURN:
                self.move(ItemState.RETURNED, "returned", self.those(ItemState.SOLD)[:1])
                self.give_back()
            case Step.EXCHANGE if self.those(ItemState.SOLD):
                self.move(ItemState.EXCHANGED, "exchanged", self.those(ItemState.SOLD)[-1:])
                self.reserve(one, other, rate)
                self.confirm()
                self.give_back()
            case Step.RELEASE:
                self.move(ItemState.EXPIRED, "gone", self.those(ItemState.RESERVED)[:1])
            case Step.REFUND_DEPOSIT:
                self.deposit(PaymentKind.DEPOSIT_REFUNDED, Heap.GIVEN_BACK, one)
            case Step.MOVE_DEPOSIT:
                self.deposit(PaymentKind.DEPOSIT_MOVED_TO_CREDIT, Heap.IN_CREDIT, one)
            case Step.EXPIRE:
                self.move(ItemState.EXPIRED, "gone", self.those(ItemState.RESERVED))
            case Step.CANCEL:
                self.slow.cancelled = rate > 9_000

    def check(self) -> None:
        deposit, slow = deposit_of(self.ledger), self.slow
        parts = (deposit.taken, deposit.used, deposit.refunded, deposit.moved_to_credit)
        assert unused_deposit(*parts) == deposit.unused == slow.held
        assert has_unused_deposit(*parts) is deposit.has_unused is (Heap.HELD in slow.pennies)
        order = order_amounts(zip(self.states, self.amounts, strict=True))
        assert order.total * PENNY == slow.worth("bought")
        assert order.reserved_total * PENNY == slow.worth("held for the customer")
        assert amount_due(order.total, order.reserved_total, paid_by(self.ledger)) * PENNY == slow.due
        if self.states:
            cancelled_at = NOW if slow.cancelled else None
            assert order_state(self.states, cancelled_at, None, NOW) == slow.state()


@pytest.mark.rule("ORD-P03", "ORD-P04", "ORD-P05")
@given(HISTORIES)
def test_amounts_deposit_and_state_are_those_of_an_order_played_by_hand(
    history: list[tuple[Step, int, int, int]],
) -> None:
    played = Played()
    for step in history:
        played.play(*step)
        played.check()


@pytest.mark.rule("ORD-P03", "ORD-P05")
@given(HISTORIES)
def test_the_lines_that_explain_a_total_add_up_to_it_at_every_one(
    history: list[tuple[Step, int, int, int]],
) -> None:
    played = Played()
    for step in history:
        played.play(*step)
    items = [
        PricedItem(f"Seat {number}", state, amounts)
        for number, (state, amounts) in enumerate(zip(played.states, played.amounts, strict=True))
    ]
    lines = explain_total(items, played.ledger)

    for number, line in enumerate(lines):
        assert line.running == sum(each.amount for each in lines[: number + 1] if each.kind.adds)
    told = {line.kind: line.amount for line in lines if not line.kind.adds}
    slow = played.slow
    reserved = slow.worth("held for the customer")
    assert told[TotalLineKind.TOTAL] * PENNY == slow.worth("bought")
    assert told.get(TotalLineKind.RESERVED_TOTAL, 0) * PENNY == reserved
    if TotalLineKind.OVERPAID in told:
        assert told[TotalLineKind.OVERPAID] * PENNY == slow.paid - slow.worth("bought") - reserved > 0
    else:
        assert told[TotalLineKind.AMOUNT_DUE] * PENNY == slow.due
        assert told[TotalLineKind.TO_PAY] == slow.confirm()[1]
