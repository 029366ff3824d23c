"""Account credit over random histories, against a purse of single pennies lived through day by day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from enum import Enum, auto
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.credit import (
    CreditKind,
    Entry,
    EntryKind,
    Lot,
    balance,
    breakdown,
    credit_as_of,
    liability_by_month,
)
from domain.credit_movements import Posted, expire, issue, merge, redeem_voucher, restore, spend
from tests.references.credit import ONE_DAY, Purse

FIRST_DAY = date(2027, 12, 20)
VOUCHER, CREDIT = CreditKind.GIFT_VOUCHER, CreditKind.ACCOUNT_CREDIT


class Step(Enum):
    ISSUE = auto()
    REDEEM = auto()
    SPEND = auto()
    RESTORE = auto()
    SWEEP = auto()
    MERGE = auto()


# What is done, days until then, an amount, days that a new lot lasts, and to which of two accounts it is done.
HISTORIES = st.lists(
    st.tuples(
        st.sampled_from([*Step, Step.ISSUE, Step.SPEND, Step.SPEND, Step.RESTORE, Step.RESTORE]),
        st.integers(0, 20),
        st.integers(1, 30),
        st.none() | st.integers(0, 45) | st.integers(0, 10),
        st.booleans(),
    ),
    min_size=6,
    max_size=14,
)


class Played:
    """An account as it is stored, and the purse that it should be."""

    def __init__(self) -> None:
        self.lots: tuple[Lot, ...] = ()
        self.entries: list[Entry] = []
        self.purse = Purse()
        self.spent: Counter[UUID] = Counter()

    def keep(self, posted: Posted) -> Counter[EntryKind]:
        """Store what was posted; how many entries of each kind."""
        self.lots = posted.lots
        self.entries += posted.entries
        return Counter(entry.kind for entry in posted.entries)

    def lot(self, lot_id: UUID) -> Lot:
        return next(lot for lot in self.lots if lot.id == lot_id)

    def came_in(self, step: Step, lot_id: UUID, amount: int, last_day: date | None, today: date) -> None:
        if step is Step.ISSUE:
            self.keep(issue(self.lots, lot_id, amount, last_day, today))
        else:
            self.keep(redeem_voucher(self.lots, lot_id, amount, last_day, today))
        self.purse.put(amount, CREDIT if step is Step.ISSUE else VOUCHER, lot_id, today, last_day)

    def spend(self, amount: int, today: date) -> None:
        amount = min(amount, balance(self.lots, today))
        if amount:
            posted = spend(self.lots, amount, today)
            self.keep(posted)
            taken = {e.lot_id: -e.amount for e in posted.entries if e.kind == EntryKind.SPEND}
            assert taken == self.purse.spend(amount)
            self.spent += Counter(taken)

    def restore(self, amount: int, today: date, new_lot: UUID) -> None:
        if not self.spent:
            return
        lot_id = max(self.spent)
        amount, lot = min(amount, self.spent[lot_id]), self.lot(lot_id)
        self.spent -= Counter({lot_id: amount})
        self.keep(restore(self.lots, lot_id, amount, today, new_lot))
        if lot.expires_on is None or today <= lot.expires_on:
            self.purse.put(amount, lot.kind, lot_id, lot.issued_on, lot.expires_on)
        else:
            self.purse.put(amount, lot.kind, new_lot, today, today + 30 * ONE_DAY)

    def take_over(self, gone: Played, today: date) -> None:
        before = balance(self.lots, today) + balance(gone.lots, today)
        merged = merge(gone.lots, self.lots, today)
        gone.keep(merged.gone)
        self.keep(merged.kept)
        assert (balance(self.lots, today), balance(gone.lots, today)) == (before, 0)
        self.purse.pennies += gone.purse.pennies
        self.spent += gone.spent
        gone.purse.pennies, gone.spent = [], Counter()

    def check(self, today: date) -> None:
        purse, parts = self.purse, breakdown(self.lots, today)
        assert balance(self.lots, today) == parts.total == len(purse.pennies)
        assert (parts.gift_vouchers, parts.account_credit) == (purse.of_kind(VOUCHER), purse.of_kind(CREDIT))
        assert credit_as_of(self.entries, today) == len(purse.pennies)

    def check_ledger(self) -> None:
        """Every balance follows from the one before, every lot is the sum of its entries, every evening is proved."""
        running, left = 0, Counter[UUID]()
        for entry in self.entries:
            running += entry.amount
            left[entry.lot_id] += entry.amount
            assert entry.balance_after == running >= 0
            assert left[entry.lot_id] >= 0
            assert entry.amount != 0
        assert +left == +Counter({lot.id: lot.remaining for lot in self.lots})
        for day, pennies in self.purse.evenings.items():
            assert credit_as_of(self.entries, day) == pennies.total()
            assert {
                found.month and (found.month.year, found.month.month): found.amount
                for found in liability_by_month(self.entries, day)
            } == pennies


@pytest.mark.rule("CRD-P01", "CRD-P02", "CRD-P06")
@given(HISTORIES)
def test_an_account_holds_what_a_purse_of_pennies_would_on_every_day(
    history: list[tuple[Step, int, int, int | None, bool]],
) -> None:
    accounts, today = (Played(), Played()), FIRST_DAY
    for number, (step, days, amount, lasts, second) in enumerate(history, start=1):
        for _ in range(days):
            for account in accounts:
                account.purse.sleep(today)
            today += ONE_DAY
        one, other = accounts if second else accounts[::-1]
        match step:
            case Step.ISSUE | Step.REDEEM:
                last_day = None if lasts is None else today + timedelta(days=lasts)
                one.came_in(step, UUID(int=number), amount, last_day, today)
            case Step.SPEND:
                one.spend(amount, today)
            case Step.RESTORE:
                one.restore(amount, today, UUID(int=number))
            case Step.SWEEP:
                assert set(one.keep(expire(one.lots, today))) <= {EntryKind.EXPIRE}
            case Step.MERGE:
                one.take_over(other, today)
        for account in accounts:
            account.check(today)
    for account in accounts:
        account.check_ledger()
