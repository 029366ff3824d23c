"""What an order comes to as clients see it, and how that comes about, line by line (ORD-P03, ORD-P04, ORD-N01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import strawberry

from domain import order_amounts
from domain.deposits import paid_by, unused_deposit
from domain.money import Money as MoneyRule
from domain.order_amounts import ItemAmounts
from domain.order_states import item_state
from domain.order_totals import PricedItem, TotalLineKind, explain_total
from domain.order_totals import TotalLine as TotalLineRule
from domain.orders import ItemState, PaymentKind
from gateway.engine.declare import computed
from gateway.schema._rows import enum_type, row_type, value_type
from gateway.schema.money import Money

enum_type(
    TotalLineKind,
    "What a line of the derivation of a total does.",
    FULL_PRICE="Adds the full price of an item.",
    DISCOUNT="Takes off the discount on it.",
    COMMISSION="Adds the fee on top of its price.",
    AGENT_COMMISSION="Takes off what stays with the agent who sells it.",
    TOTAL="Tells the total of what is sold.",
    RESERVED_TOTAL="Tells what the items that are only reserved add.",
    PAID="Takes off what was paid.",
    PAID_BACK="Adds what was paid back.",
    DEPOSIT_USED="Takes off the deposit that was used to pay.",
    AMOUNT_DUE="Tells what is due.",
    OVERPAID="Tells what was paid beyond what is due.",
    DEPOSIT_TO_USE="Takes off the deposit that is still held, as far as it is needed.",
    TO_PAY="Tells what is left to pay.",
)


def _paid_minor(payment: int, refund: int, deposit_used: int) -> int:
    return paid_by(
        (
            (PaymentKind.PAYMENT, payment),
            (PaymentKind.REFUND, refund),
            (PaymentKind.DEPOSIT_USED, deposit_used),
        )
    )


def _paid(payment: int, refund: int, deposit_used: int, *, currency: str) -> MoneyRule:
    return MoneyRule(_paid_minor(payment, refund, deposit_used), currency)


def _reserved_minor(reserved: int, reserved_until: datetime | None, now: datetime) -> int:
    """What is reserved comes to nothing once the reservation is over (ORD-P06)."""
    still = item_state(ItemState.RESERVED, reserved_until, now) == ItemState.RESERVED
    return reserved if still else 0


def _reserved(reserved: int, reserved_until: datetime | None, *, now: datetime, currency: str) -> MoneyRule:
    return MoneyRule(_reserved_minor(reserved, reserved_until, now), currency)


def _amount_due(
    total: int,
    reserved: int,
    reserved_until: datetime | None,
    payment: int,
    refund: int,
    deposit_used: int,
    *,
    now: datetime,
    currency: str,
) -> MoneyRule:
    paid = _paid_minor(payment, refund, deposit_used)
    due = order_amounts.amount_due(total, _reserved_minor(reserved, reserved_until, now), paid)
    return MoneyRule(due, currency)


def _unused(taken: int, used: int, refunded: int, moved: int, *, currency: str) -> MoneyRule:
    return MoneyRule(unused_deposit(taken, used, refunded, moved), currency)


@row_type(
    description="What an order comes to. What was returned, exchanged or has expired counts for nothing."
)
class OrderTotals:
    full_price: Money = computed(
        MoneyRule, "full_price_minor", description="What is sold, before any discount."
    )
    discount: Money = computed(MoneyRule, "discount_minor", description="All discounts on what is sold.")
    price: Money = computed(
        MoneyRule,
        "price_minor",
        description="What is charged for what is sold: the full price less discounts.",
    )
    commission: Money = computed(
        MoneyRule, "commission_minor", description="The fees on top of the price of what is sold."
    )
    agent_commission: Money = computed(
        MoneyRule,
        "agent_commission_minor",
        description="What stays with the agent of the price of tickets that an agent sold.",
    )
    total: Money = computed(
        MoneyRule,
        "total_minor",
        description="What is sold comes to: the price and the commission, less the agent's.",
    )
    reserved_total: Money = computed(
        _reserved,
        "reserved_minor",
        "reserved_until",
        description="What is only reserved would add to the total when it is bought.",
    )
    paid: Money = computed(
        _paid,
        "payment",
        "refund",
        "deposit_used",
        description="What was paid, less what was paid back; a deposit counts once it is used.",
    )
    amount_due: Money = computed(
        _amount_due,
        "total_minor",
        "reserved_minor",
        "reserved_until",
        "payment",
        "refund",
        "deposit_used",
        description="What is left to pay for what is sold and reserved, before an unused deposit; never below zero.",
    )
    deposits_taken: Money = computed(
        MoneyRule, "deposit_taken", description="All deposits that were taken for what is reserved."
    )
    deposits_used: Money = computed(
        MoneyRule, "deposit_used", description="What of the deposits was used to pay."
    )
    deposits_refunded: Money = computed(
        MoneyRule, "deposit_refunded", description="What of the deposits was paid back."
    )
    deposits_moved_to_credit: Money = computed(
        MoneyRule,
        "deposit_moved_to_credit",
        description="What of the deposits was moved to the customer's account credit.",
    )
    unused_deposit: Money = computed(
        _unused,
        "deposit_taken",
        "deposit_used",
        "deposit_refunded",
        "deposit_moved_to_credit",
        description="What of the deposits is still held.",
    )


@value_type(description="One line of how the total of an order comes about.", of=TotalLineRule)
class TotalLine:
    kind: TotalLineKind = strawberry.field(description="What the line does.")
    item: str | None = strawberry.field(description="The item that it is about; null for none.")
    amount: Money = computed(
        MoneyRule, "amount", description="How much it adds, below zero where it takes off; or what it tells."
    )
    running: Money = computed(MoneyRule, "running", description="The sum after this line.")


Priced = tuple[str, int, int, int, int, str | None]


def explained(
    items: Sequence[Priced],
    payments: Sequence[tuple[str, int]],
    reserved_until: datetime | None,
    *,
    now: datetime,
) -> Sequence[TotalLineRule]:
    """The lines that lead from the items, and from the movements of money, to what is left to pay."""
    priced = [
        PricedItem(
            description or "",
            item_state(ItemState(state), reserved_until, now),
            ItemAmounts(full_price, discount, commission, agent_commission),
        )
        for state, full_price, discount, commission, agent_commission, description in items
    ]
    return explain_total(priced, [(PaymentKind(kind), amount) for kind, amount in payments])
