"""Deposits: what was taken to reserve tickets, what of it is unused, and what an order has been paid with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.orders import PaymentKind


@dataclass(frozen=True, slots=True)
class Deposit:
    """The deposits of an order in minor units, by what became of them (ORD-P04)."""

    taken: int = 0
    used: int = 0
    refunded: int = 0
    moved_to_credit: int = 0

    @property
    def unused(self) -> int:
        """What is still held for the order, in minor units."""
        return unused_deposit(self.taken, self.used, self.refunded, self.moved_to_credit)

    @property
    def has_unused(self) -> bool:
        """Whether the order is marked as having an unused deposit (ORD-05)."""
        return self.unused > 0


def unused_deposit(taken: int, used: int, refunded: int, moved_to_credit: int) -> int:
    """What is left of the deposits of an order, in minor units (ORD-P04); nothing but these four changes it."""
    return taken - used - refunded - moved_to_credit


def has_unused_deposit(taken: int, used: int, refunded: int, moved_to_credit: int) -> bool:
    """Whether the order is marked as having an unused deposit (ORD-05, ORD-P04), expired or not (ORD-P06)."""
    return unused_deposit(taken, used, refunded, moved_to_credit) > 0


def deposit_of(ledger: Iterable[tuple[PaymentKind, int]]) -> Deposit:
    """The deposits of an order from its movements of money (kind, minor units), in any order."""
    sums = _sums(ledger)
    return Deposit(
        sums[PaymentKind.DEPOSIT_TAKEN],
        sums[PaymentKind.DEPOSIT_USED],
        sums[PaymentKind.DEPOSIT_REFUNDED],
        sums[PaymentKind.DEPOSIT_MOVED_TO_CREDIT],
    )


def paid_by(ledger: Iterable[tuple[PaymentKind, int]]) -> int:
    """What has been paid for the items of an order, in minor units: a deposit counts once it is used (ORD-06)."""
    sums = _sums(ledger)
    return sums[PaymentKind.PAYMENT] + sums[PaymentKind.DEPOSIT_USED] - sums[PaymentKind.REFUND]


def apply_deposit(unused: int, amount_due: int) -> int:
    """How much of an unused deposit a confirmation uses, in minor units; the rest stays unused (ORD-P05)."""
    return max(0, min(unused, amount_due))


def to_pay_on_confirmation(unused: int, amount_due: int) -> int:
    """What is left to pay when an order is confirmed and its deposit applied, in minor units (ORD-07, ORD-P05)."""
    return max(0, amount_due - apply_deposit(unused, amount_due))


def _sums(ledger: Iterable[tuple[PaymentKind, int]]) -> dict[PaymentKind, int]:
    sums = dict.fromkeys(PaymentKind, 0)
    for kind, amount in ledger:
        sums[kind] += amount
    return sums
