"""Why an order comes to what it does: its total line by line, from the full prices to what is left to pay (ORD-N01)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

from domain.deposits import apply_deposit, deposit_of
from domain.order_amounts import ItemAmounts
from domain.orders import ItemState, PaymentKind


@unique
class TotalLineKind(StrEnum):
    """What a line of the derivation does."""

    FULL_PRICE = "FULL_PRICE"
    DISCOUNT = "DISCOUNT"
    COMMISSION = "COMMISSION"
    AGENT_COMMISSION = "AGENT_COMMISSION"
    TOTAL = "TOTAL"
    RESERVED_TOTAL = "RESERVED_TOTAL"
    PAID = "PAID"
    PAID_BACK = "PAID_BACK"
    DEPOSIT_USED = "DEPOSIT_USED"
    AMOUNT_DUE = "AMOUNT_DUE"
    OVERPAID = "OVERPAID"
    DEPOSIT_TO_USE = "DEPOSIT_TO_USE"
    TO_PAY = "TO_PAY"

    @property
    def adds(self) -> bool:
        """Whether the line adds its amount to the sum; the others tell what the sum has come to."""
        return self not in _RESULTS


_RESULTS = frozenset(
    {
        TotalLineKind.TOTAL,
        TotalLineKind.RESERVED_TOTAL,
        TotalLineKind.AMOUNT_DUE,
        TotalLineKind.OVERPAID,
        TotalLineKind.TO_PAY,
    }
)


@dataclass(frozen=True, slots=True)
class PricedItem:
    """An item of an order with what it is called and what it costs."""

    description: str
    state: ItemState
    amounts: ItemAmounts


@dataclass(frozen=True, slots=True)
class TotalLine:
    """One line: a signed amount in minor units, the sum after it, and the item that it is about, if any."""

    kind: TotalLineKind
    amount: int
    running: int
    item: str | None = None


_Step = tuple[TotalLineKind, int, str | None]


def explain_total(
    items: Sequence[PricedItem], ledger: Sequence[tuple[PaymentKind, int]]
) -> tuple[TotalLine, ...]:
    """The lines that lead from the items of an order to what is left to pay for it, in minor units (ORD-N01).

    First what is sold and its total, then what is only reserved, then what was paid and the deposit. A line that is
    nothing is left out, unless it is the total, what is due or what is to be paid.
    """
    lines: list[TotalLine] = []
    running = 0

    def add(steps: Iterable[_Step]) -> None:
        nonlocal running
        for kind, amount, item in steps:
            running += amount
            lines.append(TotalLine(kind, amount, running, item))

    def tell(kind: TotalLineKind, amount: int) -> None:
        lines.append(TotalLine(kind, amount, running))

    add(_of_items(items, ItemState.SOLD))
    tell(TotalLineKind.TOTAL, running)
    total = running
    add(_of_items(items, ItemState.RESERVED))
    if running != total:
        tell(TotalLineKind.RESERVED_TOTAL, running - total)
    add(_of_money(ledger))
    if running < 0:
        tell(TotalLineKind.OVERPAID, -running)
        return tuple(lines)
    tell(TotalLineKind.AMOUNT_DUE, running)
    deposit = apply_deposit(deposit_of(ledger).unused, running)
    if deposit:
        add([(TotalLineKind.DEPOSIT_TO_USE, -deposit, None)])
    tell(TotalLineKind.TO_PAY, running)
    return tuple(lines)


def _of_items(items: Iterable[PricedItem], state: ItemState) -> Iterator[_Step]:
    for item in items:
        if item.state == state:
            yield TotalLineKind.FULL_PRICE, item.amounts.full_price, item.description
            for kind, amount in (
                (TotalLineKind.DISCOUNT, -item.amounts.discount),
                (TotalLineKind.COMMISSION, item.amounts.commission),
                (TotalLineKind.AGENT_COMMISSION, -item.amounts.agent_commission),
            ):
                if amount:
                    yield kind, amount, item.description


_MONEY = {
    PaymentKind.PAYMENT: (TotalLineKind.PAID, -1),
    PaymentKind.REFUND: (TotalLineKind.PAID_BACK, 1),
    PaymentKind.DEPOSIT_USED: (TotalLineKind.DEPOSIT_USED, -1),
}


def _of_money(ledger: Iterable[tuple[PaymentKind, int]]) -> Iterator[_Step]:
    for kind, amount in ledger:
        if kind in _MONEY and amount:
            line, sign = _MONEY[kind]
            yield line, sign * amount, None
