"""Account credit and gift vouchers: a ledger of lots, each with its own expiry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from uuid import UUID


@unique
class CreditKind(StrEnum):
    """The two parts of an account balance (CRD-02)."""

    ACCOUNT_CREDIT = "ACCOUNT_CREDIT"
    GIFT_VOUCHER = "GIFT_VOUCHER"


@unique
class EntryKind(StrEnum):
    """What an entry of the ledger did (CRD-P01)."""

    ISSUE = "ISSUE"
    REDEEM_VOUCHER = "REDEEM_VOUCHER"
    SPEND = "SPEND"
    RESTORE = "RESTORE"
    EXPIRE = "EXPIRE"
    REFUND_OUT = "REFUND_OUT"
    MERGE_IN = "MERGE_IN"
    MERGE_OUT = "MERGE_OUT"
    ADJUST = "ADJUST"


@dataclass(frozen=True, slots=True)
class Lot:
    """Credit that came in at one time, with one expiry: its last day, or None for never; minor units are left of it.

    Ids grow with time, so that of two lots of one day the older has the lower id.
    """

    id: UUID
    kind: CreditKind
    issued_on: date
    expires_on: date | None
    remaining: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A posting of the ledger: what was added to a lot (or taken, below zero) on a day, and the balance after it."""

    kind: EntryKind
    lot_id: UUID
    lot_kind: CreditKind
    expires_on: date | None
    on: date
    amount: int
    balance_after: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What a customer can spend, in minor units, in its two parts (CRD-01, CRD-02)."""

    account_credit: int
    gift_vouchers: int

    @property
    def total(self) -> int:
        """Both parts together."""
        return self.account_credit + self.gift_vouchers


@dataclass(frozen=True, slots=True)
class Liability:
    """What expires in one month, given by its first day, or never (None); in minor units (CRD-N01)."""

    month: date | None
    amount: int


def is_expired(expires_on: date | None, today: date) -> bool:
    """Whether a lot is over: it lasts to the end of its last day, in the system's zone (CRD-P06)."""
    return expires_on is not None and expires_on < today


def balance(lots: Iterable[Lot], today: date) -> int:
    """What can be spent today, in minor units: what is left of the lots that have not expired (CRD-P01)."""
    return sum(lot.remaining for lot in lots if not is_expired(lot.expires_on, today))


def breakdown(lots: Iterable[Lot], today: date) -> Balance:
    """The balance in its two parts (CRD-02): what came of a gift voucher stays one (CRD-P03)."""
    live = [lot for lot in lots if not is_expired(lot.expires_on, today)]
    vouchers = sum(lot.remaining for lot in live if lot.kind == CreditKind.GIFT_VOUCHER)
    return Balance(sum(lot.remaining for lot in live) - vouchers, vouchers)


def in_spending_order(lots: Iterable[Lot]) -> list[Lot]:
    """Soonest expiry first, what never expires last, then the oldest (CRD-P02)."""
    return sorted(lots, key=lambda lot: (lot.expires_on or date.max, lot.issued_on, lot.id))


def credit_as_of(entries: Iterable[Entry], day: date) -> int:
    """What could be spent at the end of a day, in minor units, as the ledger of an account proves (CRD-N01)."""
    return sum(liability.amount for liability in liability_by_month(entries, day))


def liability_by_month(entries: Iterable[Entry], day: date) -> tuple[Liability, ...]:
    """What was owed at the end of a day by the month in which it expires, soonest first, never last (CRD-N01)."""
    months: dict[date | None, int] = {}
    for entry in entries:
        if entry.on <= day and not is_expired(entry.expires_on, day):
            month = entry.expires_on and entry.expires_on.replace(day=1)
            months[month] = months.get(month, 0) + entry.amount
    owed = sorted(months.items(), key=lambda found: found[0] or date.max)
    return tuple(Liability(month, amount) for month, amount in owed if amount)
