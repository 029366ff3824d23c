"""Orders: `domain/order_amounts.py`, `domain/deposits.py`, `domain/order_states.py`, `domain/order_totals.py`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.deposits import apply_deposit, deposit_of, has_unused_deposit, paid_by, to_pay_on_confirmation
from domain.order_amounts import ItemAmounts, OrderAmounts, amount_due, order_amounts, overpaid
from domain.order_states import item_state, order_state
from domain.order_totals import PricedItem, TotalLineKind, explain_total
from domain.orders import ItemState, OrderState, PaymentKind
from tests.references.sub_tabs import SubTabRow, sub_tab_rows

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
RESERVED, SOLD, RETURNED, EXCHANGED, EXPIRED = (
    ItemState.RESERVED,
    ItemState.SOLD,
    ItemState.RETURNED,
    ItemState.EXCHANGED,
    ItemState.EXPIRED,
)


@pytest.mark.rule("ORD-P03", "AGC-P03")
def test_an_item_costs_its_price_and_the_fee_on_top_less_what_its_agent_keeps() -> None:
    item = ItemAmounts(full_price=4500, discount=500, commission=250, agent_commission=400)
    assert (item.price, item.total) == (4000, 3850)


@pytest.mark.rule("ORD-P03")
def test_returned_exchanged_and_expired_items_count_for_nothing_and_reserved_ones_apart() -> None:
    items = [
        (SOLD, ItemAmounts(1000, 100, 50, 20)),
        (SOLD, ItemAmounts(2000)),
        (RESERVED, ItemAmounts(700, 50)),
        *((state, ItemAmounts(9999)) for state in (RETURNED, EXCHANGED, EXPIRED)),
    ]
    found = order_amounts(items)
    assert found == OrderAmounts(ItemAmounts(3000, 100, 50, 20), ItemAmounts(700, 50))
    assert (found.total, found.reserved_total) == (2930, 650)


def test_what_is_due_and_what_is_paid_beyond_it_are_never_negative() -> None:
    assert (amount_due(2930, 650, 3000), overpaid(2930, 650, 3000)) == (580, 0)
    assert (amount_due(1000, 0, 3000), overpaid(1000, 0, 3000)) == (0, 2000)


@pytest.mark.rule("ORD-P04")
def test_the_unused_deposit_is_what_was_taken_and_neither_used_nor_given_back_nor_moved() -> None:
    ledger = [
        (PaymentKind.DEPOSIT_TAKEN, 2000),
        (PaymentKind.PAYMENT, 5000),
        (PaymentKind.DEPOSIT_TAKEN, 1000),
        (PaymentKind.DEPOSIT_USED, 1200),
        (PaymentKind.DEPOSIT_REFUNDED, 300),
        (PaymentKind.DEPOSIT_MOVED_TO_CREDIT, 500),
        (PaymentKind.REFUND, 700),
    ]
    deposit = deposit_of(ledger)
    assert (deposit.taken, deposit.used, deposit.refunded, deposit.moved_to_credit) == (3000, 1200, 300, 500)
    assert (deposit.unused, deposit.has_unused) == (1000, True)
    assert paid_by(ledger) == 5000 + 1200 - 700


@pytest.mark.rule("ORD-P04")
def test_a_deposit_used_to_the_last_penny_marks_its_order_no_longer() -> None:
    assert has_unused_deposit(1000, 600, 399, 0) is True
    assert has_unused_deposit(1000, 600, 399, 1) is False


@pytest.mark.rule("ORD-P05")
@pytest.mark.parametrize(
    ("unused", "due", "used", "to_pay"),
    [(1000, 4000, 1000, 3000), (4000, 1000, 1000, 0), (0, 1000, 0, 1000), (500, 0, 0, 0)],
)
def test_confirming_uses_the_deposit_up_to_what_is_due_and_leaves_the_rest(
    unused: int, due: int, used: int, to_pay: int
) -> None:
    assert (apply_deposit(unused, due), to_pay_on_confirmation(unused, due)) == (used, to_pay)


@pytest.mark.rule("ORD-P02")
@pytest.mark.parametrize(
    ("states", "state"),
    [
        ([RESERVED], OrderState.RESERVED),
        ([RESERVED, RETURNED, EXPIRED], OrderState.RESERVED),
        ([SOLD], OrderState.CONFIRMED),
        ([SOLD, RESERVED, EXPIRED], OrderState.CONFIRMED),
        ([SOLD, EXCHANGED], OrderState.CONFIRMED),
        ([SOLD, RETURNED], OrderState.PARTIALLY_RETURNED),
        ([RETURNED, RETURNED], OrderState.RETURNED),
        ([RETURNED, EXPIRED], OrderState.RETURNED),
        ([EXCHANGED], OrderState.RETURNED),
        ([EXPIRED, EXPIRED], OrderState.EXPIRED),
    ],
)
def test_an_order_stands_where_its_items_put_it(states: list[ItemState], state: OrderState) -> None:
    assert order_state(states, None, None, NOW) is state
    assert order_state(states, NOW + timedelta(seconds=1), None, NOW) is state
    assert order_state(states, NOW, None, NOW) is OrderState.CANCELLED


@pytest.mark.rule("ORD-P02")
def test_a_reservation_is_over_at_the_instant_it_lasts_until_and_its_deposit_stays() -> None:
    last = NOW - timedelta(microseconds=1)
    assert order_state([RESERVED], None, NOW, last) is OrderState.RESERVED
    assert order_state([RESERVED], None, NOW, NOW) is OrderState.EXPIRED
    assert order_state([RESERVED, SOLD], None, NOW, NOW) is OrderState.CONFIRMED
    assert item_state(SOLD, NOW, NOW) is SOLD
    # Nothing that a deposit is counted from knows of the reservation.
    assert has_unused_deposit(1000, 0, 0, 0) is True


def test_an_order_without_items_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="at least one item"):
        order_state([], None, None, NOW)


def test_a_total_is_explained_from_the_full_prices_to_what_is_left_to_pay() -> None:
    items = [
        PricedItem("Stalls A1", SOLD, ItemAmounts(4500, 500, 250, 400)),
        PricedItem("Stalls A2", RETURNED, ItemAmounts(4500)),
        PricedItem("Stalls A3", RESERVED, ItemAmounts(1000)),
    ]
    ledger = [
        (PaymentKind.PAYMENT, 8000),
        (PaymentKind.REFUND, 4500),
        (PaymentKind.DEPOSIT_TAKEN, 900),
        (PaymentKind.DEPOSIT_USED, 150),
    ]
    kind = TotalLineKind
    lines = explain_total(items, ledger)
    assert [(line.kind, line.amount, line.running, line.item) for line in lines] == [
        (kind.FULL_PRICE, 4500, 4500, "Stalls A1"),
        (kind.DISCOUNT, -500, 4000, "Stalls A1"),
        (kind.COMMISSION, 250, 4250, "Stalls A1"),
        (kind.AGENT_COMMISSION, -400, 3850, "Stalls A1"),
        (kind.TOTAL, 3850, 3850, None),
        (kind.FULL_PRICE, 1000, 4850, "Stalls A3"),
        (kind.RESERVED_TOTAL, 1000, 4850, None),
        (kind.PAID, -8000, -3150, None),
        (kind.PAID_BACK, 4500, 1350, None),
        (kind.DEPOSIT_USED, -150, 1200, None),
        (kind.AMOUNT_DUE, 1200, 1200, None),
        (kind.DEPOSIT_TO_USE, -750, 450, None),
        (kind.TO_PAY, 450, 450, None),
    ]


def test_an_order_paid_beyond_what_is_left_of_it_says_by_how_much() -> None:
    lines = explain_total(
        [PricedItem("Stalls A1", RETURNED, ItemAmounts(4500))], [(PaymentKind.PAYMENT, 4500)]
    )
    assert [(line.kind, line.amount) for line in lines] == [
        (TotalLineKind.TOTAL, 0),
        (TotalLineKind.PAID, -4500),
        (TotalLineKind.OVERPAID, 4500),
    ]


def test_rows_of_a_sub_tab_are_grouped_by_order_and_instance_and_keep_what_was_returned() -> None:
    items = [
        ("S-1", "Hamlet", SOLD),
        ("S-1", "Lear", RETURNED),
        ("S-1", "Hamlet", EXCHANGED),
        ("S-2", "Hamlet", SOLD),
        ("S-1", "Hamlet", SOLD),
    ]
    rows = [
        SubTabRow("S-1", "Hamlet", 2, 1),
        SubTabRow("S-1", "Lear", 0, 1),
        SubTabRow("S-2", "Hamlet", 1, 0),
    ]
    assert sub_tab_rows(items) == rows
    assert sub_tab_rows(items, hide_returned=True) == [rows[0], rows[2]]
