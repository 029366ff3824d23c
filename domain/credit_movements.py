"""Movements of credit: what each does to the lots of an account, and the entries that it posts.

Every movement first posts what has expired, so that the balance after an entry is the one before it and its amount.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from domain.credit import CreditKind, Entry, EntryKind, Lot, balance, in_spending_order, is_expired

RESTORED_FOR = timedelta(days=30)
"""How long credit lasts that comes back after the lot it was spent from has expired (CRD-P07)."""


@dataclass(frozen=True, slots=True)
class Posted:
    """An account after a movement: all its lots, and the entries that the movement posted, in their order."""

    lots: tuple[Lot, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge posted on the account that ends, and the account that goes on."""

    gone: Posted
    kept: Posted


def expire(lots: Sequence[Lot], today: date) -> Posted:
    """Post what is left of each lot that has expired as taken away (CRD-P06); nothing where nothing is left."""
    account = _Account(lots, today)
    for lot in in_spending_order(lots):
        if is_expired(lot.expires_on, today):
            account.post(EntryKind.EXPIRE, lot, -lot.remaining)
    return account.posted()


def issue(
    lots: Sequence[Lot],
    lot_id: UUID,
    amount: int,
    expires_on: date | None,
    today: date,
    *,
    kind: EntryKind = EntryKind.ISSUE,
    lot_kind: CreditKind = CreditKind.ACCOUNT_CREDIT,
) -> Posted:
    """Add a lot of so many minor units. Raises ValueError for none, or for a lot that has expired already."""
    _demand(amount > 0, "Only what is more than nothing is issued.")
    _demand(not is_expired(expires_on, today), "A lot that has expired already is not issued.")
    account = _settled(lots, today)
    account.add(kind, Lot(lot_id, lot_kind, today, expires_on, 0), amount)
    return account.posted()


def redeem_voucher(
    lots: Sequence[Lot], lot_id: UUID, amount: int, expires_on: date | None, today: date
) -> Posted:
    """Move a voucher's whole remaining value in as a lot that keeps the voucher's expiry and its kind (CRD-P03)."""
    kind, lot_kind = EntryKind.REDEEM_VOUCHER, CreditKind.GIFT_VOUCHER
    return issue(lots, lot_id, amount, expires_on, today, kind=kind, lot_kind=lot_kind)


def spend(lots: Sequence[Lot], amount: int, today: date) -> Posted:
    """Take so many minor units from the lots in their spending order, one entry a lot (CRD-P02).

    Raises ValueError for more than the balance: whoever asks has looked at it first.
    """
    _demand(0 < amount <= balance(lots, today), "What is spent is more than nothing and at most the balance.")
    account = _settled(lots, today)
    for lot in in_spending_order(account.lots.values()):
        taken = min(amount, lot.remaining)
        account.post(EntryKind.SPEND, lot, -taken)
        amount -= taken
    return account.posted()


def restore(lots: Sequence[Lot], lot_id: UUID, amount: int, today: date, new_lot_id: UUID) -> Posted:
    """Put back what was spent from a lot: into the same, or, where that has expired, a new one for 30 days (CRD-P07).

    The new lot is of the old one's kind. Raises ValueError for nothing, and for a lot that is not of the account.
    """
    _demand(amount > 0, "Only what is more than nothing is restored.")
    account = _settled(lots, today)
    _demand(lot_id in account.lots, "What is restored was spent from a lot of this account.")
    lot = account.lots[lot_id]
    if is_expired(lot.expires_on, today):
        lot = Lot(new_lot_id, lot.kind, today, today + RESTORED_FOR, 0)
        account.add(EntryKind.RESTORE, lot, amount)
    else:
        account.post(EntryKind.RESTORE, lot, amount)
    return account.posted()


def merge(gone: Sequence[Lot], kept: Sequence[Lot], today: date) -> Merged:
    """Move every lot of an account that ends to another, with its id, issue and expiry as they were (CRD-P09).

    Lots that are used up move without an entry, so that what was spent from them can still be restored.
    """
    ended, grown = _settled(gone, today), _settled(kept, today)
    for lot in in_spending_order(ended.lots.values()):
        ended.post(EntryKind.MERGE_OUT, lot, -lot.remaining)
        grown.add(EntryKind.MERGE_IN, replace(lot, remaining=0), lot.remaining)
    return Merged(Posted((), tuple(ended.entries)), grown.posted())


def unmerge(held: Sequence[Lot], lot_ids: Collection[UUID], today: date) -> Merged:
    """Move these lots back to the account that a merge ended, which held nothing meanwhile (MRG-P15).

    `gone` is that account, `kept` the one that goes on.
    """
    left, back = _settled(held, today), _Account((), today)
    for lot in in_spending_order(left.lots.values()):
        if lot.id in lot_ids:
            left.post(EntryKind.MERGE_OUT, lot, -lot.remaining)
            back.add(EntryKind.MERGE_IN, replace(lot, remaining=0), lot.remaining)
    return Merged(back.posted(), left.posted())


class _Account:
    """The lots of an account while a movement is posted."""

    def __init__(self, lots: Iterable[Lot], today: date) -> None:
        self.lots = {lot.id: lot for lot in lots}
        self.entries: list[Entry] = []
        self._today = today
        # What has expired counts until it is posted as expired, so that each balance is the one before and the amount.
        self._balance = sum(lot.remaining for lot in self.lots.values())

    def add(self, kind: EntryKind, lot: Lot, amount: int) -> None:
        _demand(lot.id not in self.lots, "A new lot has an id of its own.")
        self.lots[lot.id] = lot
        self.post(kind, lot, amount)

    def post(self, kind: EntryKind, lot: Lot, amount: int) -> None:
        """Add to a lot, or take; an entry of nothing is none."""
        if amount:
            self._balance += amount
            self.lots[lot.id] = replace(lot, remaining=lot.remaining + amount)
            self.entries.append(
                Entry(kind, lot.id, lot.kind, lot.expires_on, self._today, amount, self._balance)
            )

    def posted(self) -> Posted:
        return Posted(tuple(self.lots.values()), tuple(self.entries))


def _settled(lots: Sequence[Lot], today: date) -> _Account:
    """The account with what has expired posted as such, which comes before any other movement."""
    expired = expire(lots, today)
    account = _Account(expired.lots, today)
    account.entries += expired.entries
    return account


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
