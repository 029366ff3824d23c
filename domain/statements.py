"""What a customer bought and gave back within some days, line by line, and what it all comes to (STM-01 to STM-P05)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from enum import StrEnum, unique
from hashlib import sha256
from typing import Self
from uuid import UUID

from domain.credit import EntryKind
from domain.memberships import add_months
from domain.orders import ItemKind, PaymentKind
from domain.statement_refusals import InvalidPeriod, PeriodTooLong

AT_ONCE = 500
"""Up to so many lines a file is made while somebody waits for it (STM-P04)."""
MOST_YEARS = 10
USUAL_MONTHS = 12
_EARLIEST = date(1900, 1, 1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StatementPeriod:
    """The days that a statement is about, by the system's zone; both ends belong to it."""

    first: date
    last: date

    @classmethod
    def of(cls, first: date | None, last: date | None, today: date) -> Self:
        """The days that were asked for: the last twelve months where nothing was, and none after today (STM-P01).

        Raises InvalidPeriod for days that end before they begin, PeriodTooLong for more than ten years.
        """
        end = min(last or today, today)
        if end < _EARLIEST or (first is not None and first < _EARLIEST):
            raise InvalidPeriod("A statement begins in 1900 at the earliest; correct the year.", ("from",))
        begin = first or add_months(end, -USUAL_MONTHS) + _DAY
        if begin > (last or end):
            raise InvalidPeriod("The last day is before the first; swap or correct them.", ("from",))
        if begin > end:
            raise InvalidPeriod("These days are all to come; begin today or earlier.", ("from",))
        if end > add_months(begin, 12 * MOST_YEARS):
            raise PeriodTooLong(
                f"A statement is about {MOST_YEARS} years at most; ask for several, one after the other.",
                ("from",),
            )
        return cls(begin, end)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@unique
class StatementMovement(StrEnum):
    """What happened to an item on the day of a line."""

    PURCHASE = "PURCHASE"
    RETURN = "RETURN"
    EXCHANGE = "EXCHANGE"


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a line or a sum of lines comes to, in minor units; below zero where more was given back than bought.

    The total is the price and the commission on top of it, less the commission of the agent (STM-04, AGC-03). What of
    the price is a gift is told beside it, and counted once: in the price.
    """

    price: int = 0
    commission: int = 0
    agent_commission: int = 0
    gift: int = 0

    @property
    def total(self) -> int:
        """What is charged."""
        return self.price + self.commission - self.agent_commission

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.price + other.price,
            self.commission + other.commission,
            self.agent_commission + other.agent_commission,
            self.gift + other.gift,
        )

    def __neg__(self) -> Amounts:
        return Amounts(-self.price, -self.commission, -self.agent_commission, -self.gift)


@dataclass(frozen=True, slots=True)
class BoughtItem:
    """An item that was paid for, and perhaps given back: what lines are made of."""

    item_id: UUID
    order_id: UUID
    order_number: int
    kind: ItemKind
    description: str
    amounts: Amounts
    bought_on: date
    gone_on: date | None = None
    exchanged: bool = False


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One thing bought, or given back: then its amounts are below zero (STM-P02)."""

    on: date
    movement: StatementMovement
    item_id: UUID
    order_id: UUID
    order_number: int
    kind: ItemKind
    description: str
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class KindTotal:
    """What the lines of one kind come to, and how many they are."""

    kind: ItemKind
    lines: int
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class DepositMovement:
    """A deposit that came in on an order of the customer's, or went out again, in minor units below zero."""

    on: date
    payment_id: UUID
    order_id: UUID
    order_number: int
    kind: PaymentKind
    amount: int


@dataclass(frozen=True, slots=True)
class CreditMovement:
    """A posting of the customer's account credit in minor units, below zero where it went out."""

    on: date
    entry_id: UUID
    kind: EntryKind
    amount: int
    balance_after: int
    order_number: int | None


def deposit_amount(kind: PaymentKind, amount: int) -> int:
    """What a movement of money adds to the deposits that are held, in minor units."""
    return amount if kind == PaymentKind.DEPOSIT_TAKEN else -amount


def lines_of(items: Iterable[BoughtItem], period: StatementPeriod) -> tuple[StatementLine, ...]:
    """Each item bought on these days, and each given back on them, by day, order and item (STM-P02)."""
    found = [line for item in items for line in _movements(item) if line.on in period]
    order = list(StatementMovement)
    return tuple(sorted(found, key=lambda at: (at.on, at.order_number, at.item_id, order.index(at.movement))))


def _movements(item: BoughtItem) -> Iterator[StatementLine]:
    bought = StatementLine(
        item.bought_on,
        StatementMovement.PURCHASE,
        item.item_id,
        item.order_id,
        item.order_number,
        item.kind,
        item.description,
        item.amounts,
    )
    yield bought
    if item.gone_on is not None:
        movement = StatementMovement.EXCHANGE if item.exchanged else StatementMovement.RETURN
        yield replace(bought, on=item.gone_on, movement=movement, amounts=-item.amounts)


def sum_of(lines: Iterable[StatementLine]) -> Amounts:
    """What lines come to, to the penny (STM-P03)."""
    return sum((line.amounts for line in lines), Amounts())


def totals_of(lines: Sequence[StatementLine]) -> tuple[KindTotal, ...]:
    """What the lines of each kind come to, for the kinds that there are (STM-P03)."""
    by_kind = {kind: [line for line in lines if line.kind == kind] for kind in ItemKind}
    return tuple(KindTotal(kind, len(of), sum_of(of)) for kind, of in by_kind.items() if of)


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement of one customer, as somebody may see it; amounts are minor units of the currency.

    `lines` are of orders that the customer owns. Those of orders that they placed for others stand apart and are in no
    sum (STM-P05), and so do deposits and credit, which are no purchases (STM-P02).
    """

    customer_id: UUID
    friendly_id: str
    name: str
    currency: str
    period: StatementPeriod
    lines: tuple[StatementLine, ...]
    facilitated: tuple[StatementLine, ...]
    deposits: tuple[DepositMovement, ...]
    credit: tuple[CreditMovement, ...]
    # Whether something was left out, since who asks may not see what is in a restricted order (ORD-P13).
    has_restricted_items: bool

    @property
    def by_kind(self) -> tuple[KindTotal, ...]:
        """What was bought of each kind, less what was given back."""
        return totals_of(self.lines)

    @property
    def grand(self) -> Amounts:
        """What all lines come to."""
        return sum_of(self.lines)

    @property
    def size(self) -> int:
        """How many lines the statement has, in all its blocks."""
        return len(self.lines) + len(self.facilitated) + len(self.deposits) + len(self.credit)

    @property
    def hash(self) -> str:
        """SHA-256 over all of it, by which a printed copy is known to be true and whole (STM-N01)."""
        told = json.dumps(
            asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
        )
        return sha256(told.encode()).hexdigest()
