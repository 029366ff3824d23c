"""Account credit and gift vouchers: `domain/credit.py` and `domain/credit_movements.py`."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.credit import (
    Balance,
    CreditKind,
    EntryKind,
    Liability,
    Lot,
    balance,
    breakdown,
    credit_as_of,
    in_spending_order,
    is_expired,
    liability_by_month,
)
from domain.credit_movements import expire, issue, merge, redeem_voucher, restore, spend

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
VOUCHER, CREDIT = CreditKind.GIFT_VOUCHER, CreditKind.ACCOUNT_CREDIT


def lot(
    number: int,
    remaining: int,
    expires_on: date | None = None,
    *,
    issued_on: date = date(2026, 1, 1),
    kind: CreditKind = CREDIT,
) -> Lot:
    return Lot(UUID(int=number), kind, issued_on, expires_on, remaining)


@pytest.mark.rule("CRD-P06")
def test_a_lot_lasts_to_the_end_of_its_last_day() -> None:
    assert [is_expired(day, TODAY) for day in (YESTERDAY, TODAY, TOMORROW, None)] == [
        True,
        False,
        False,
        False,
    ]
    lots = [lot(1, 100, YESTERDAY), lot(2, 20, TODAY), lot(3, 3)]
    assert balance(lots, TODAY) == 23
    assert balance(lots, TOMORROW) == 3


@pytest.mark.rule("CRD-P01")
def test_the_balance_is_the_sum_of_what_is_left_of_unexpired_lots_in_two_parts() -> None:
    lots = [lot(1, 100, YESTERDAY, kind=VOUCHER), lot(2, 250, kind=VOUCHER), lot(3, 1000), lot(4, 0)]
    assert breakdown(lots, TODAY) == Balance(account_credit=1000, gift_vouchers=250)
    assert breakdown(lots, TODAY).total == balance(lots, TODAY) == 1250


@pytest.mark.rule("CRD-P02")
def test_the_soonest_expiry_is_spent_first_then_the_oldest_and_last_what_never_expires() -> None:
    lots = [
        lot(1, 10),
        lot(2, 20, TOMORROW),
        lot(3, 30, TODAY, issued_on=date(2026, 3, 1)),
        lot(4, 40, TODAY, issued_on=date(2026, 2, 1)),
        lot(5, 50, issued_on=date(2025, 1, 1)),
        lot(6, 60, TODAY, issued_on=date(2026, 2, 1)),
    ]
    assert [found.id.int for found in in_spending_order(lots)] == [4, 6, 3, 2, 5, 1]
    spent = spend(lots, 145, TODAY)
    assert [(e.kind, e.lot_id.int, e.amount, e.balance_after) for e in spent.entries] == [
        (EntryKind.SPEND, 4, -40, 170),
        (EntryKind.SPEND, 6, -60, 110),
        (EntryKind.SPEND, 3, -30, 80),
        (EntryKind.SPEND, 2, -15, 65),
    ]
    assert {found.id.int: found.remaining for found in spent.lots} == {1: 10, 2: 5, 3: 0, 4: 0, 5: 50, 6: 0}


@pytest.mark.rule("CRD-P06")
def test_expiry_takes_what_is_left_once_and_every_movement_posts_it_first() -> None:
    lots = [lot(1, 100, YESTERDAY), lot(2, 50), lot(3, 0, YESTERDAY)]
    swept = expire(lots, TODAY)
    assert [(e.kind, e.lot_id.int, e.amount, e.balance_after) for e in swept.entries] == [
        (EntryKind.EXPIRE, 1, -100, 50)
    ]
    assert expire(swept.lots, TOMORROW).entries == ()
    spent = spend(lots, 30, TODAY)
    assert [(e.kind, e.amount, e.balance_after) for e in spent.entries] == [
        (EntryKind.EXPIRE, -100, 50),
        (EntryKind.SPEND, -30, 20),
    ]


@pytest.mark.parametrize("amount", [0, -5, 51])
def test_nobody_spends_more_than_the_balance_or_nothing(amount: int) -> None:
    with pytest.raises(ValueError, match="at most the balance"):
        spend([lot(1, 100, YESTERDAY), lot(2, 50)], amount, TODAY)


@pytest.mark.rule("CRD-P03")
def test_a_redeemed_voucher_becomes_credit_that_keeps_its_expiry_and_its_kind() -> None:
    redeemed = redeem_voucher([lot(1, 100)], UUID(int=2), 2500, TOMORROW, TODAY)
    assert redeemed.lots[1] == lot(2, 2500, TOMORROW, issued_on=TODAY, kind=VOUCHER)
    assert [(e.kind, e.amount, e.balance_after) for e in redeemed.entries] == [
        (EntryKind.REDEEM_VOUCHER, 2500, 2600)
    ]
    assert breakdown(redeemed.lots, TODAY) == Balance(100, 2500)
    # Spendable on anything, and, as it expires sooner, first.
    assert breakdown(spend(redeemed.lots, 2550, TODAY).lots, TODAY) == Balance(50, 0)


@pytest.mark.rule("CRD-P07")
@pytest.mark.parametrize("last_day", [TODAY, None])
def test_what_was_spent_goes_back_into_its_lot_while_that_lasts(last_day: date | None) -> None:
    restored = restore([lot(1, 20, last_day)], UUID(int=1), 30, TODAY, UUID(int=9))
    assert restored.lots == (lot(1, 50, last_day),)
    assert [(e.kind, e.lot_id.int, e.amount, e.balance_after) for e in restored.entries] == [
        (EntryKind.RESTORE, 1, 30, 50)
    ]


@pytest.mark.rule("CRD-P07")
def test_what_was_spent_from_a_lot_that_has_expired_comes_back_as_a_new_one_for_thirty_days() -> None:
    restored = restore([lot(1, 20, YESTERDAY, kind=VOUCHER)], UUID(int=1), 30, TODAY, UUID(int=9))
    assert restored.lots == (
        lot(1, 0, YESTERDAY, kind=VOUCHER),
        lot(9, 30, date(2026, 12, 22), issued_on=TODAY, kind=VOUCHER),
    )
    assert [(e.kind, e.lot_id.int, e.amount, e.balance_after) for e in restored.entries] == [
        (EntryKind.EXPIRE, 1, -20, 0),
        (EntryKind.RESTORE, 9, 30, 30),
    ]


def test_a_movement_of_nothing_or_of_a_lot_that_is_not_there_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="more than nothing is issued"):
        issue([], UUID(int=1), 0, None, TODAY)
    with pytest.raises(ValueError, match="expired already"):
        issue([], UUID(int=1), 5, YESTERDAY, TODAY)
    with pytest.raises(ValueError, match="id of its own"):
        issue([lot(1, 5)], UUID(int=1), 5, None, TODAY)
    with pytest.raises(ValueError, match="more than nothing is restored"):
        restore([lot(1, 5)], UUID(int=1), 0, TODAY, UUID(int=2))
    with pytest.raises(ValueError, match="a lot of this account"):
        restore([lot(1, 5)], UUID(int=3), 5, TODAY, UUID(int=2))


def test_a_merge_moves_every_lot_with_its_issue_and_expiry_and_no_penny_is_lost() -> None:
    gone = [lot(1, 100, TOMORROW, kind=VOUCHER), lot(2, 0, TOMORROW), lot(3, 7, YESTERDAY)]
    merged = merge(gone, [lot(4, 50)], TODAY)
    assert [(e.kind, e.lot_id.int, e.amount, e.balance_after) for e in merged.gone.entries] == [
        (EntryKind.EXPIRE, 3, -7, 100),
        (EntryKind.MERGE_OUT, 1, -100, 0),
    ]
    assert [(e.kind, e.lot_id.int, e.amount, e.balance_after) for e in merged.kept.entries] == [
        (EntryKind.MERGE_IN, 1, 100, 150)
    ]
    assert merged.gone.lots == ()
    assert set(merged.kept.lots) == {lot(4, 50), gone[0], gone[1], lot(3, 0, YESTERDAY)}
    # A used-up lot came along, so what was spent from it can still come back.
    assert balance(restore(merged.kept.lots, UUID(int=2), 30, TODAY, UUID(int=9)).lots, TODAY) == 180


def test_the_ledger_proves_what_was_owed_on_a_day_and_when_it_would_expire() -> None:
    december, january = date(2026, 12, 31), date(2027, 1, 15)
    first = issue([], UUID(int=1), 500, december, TODAY)
    second = issue(first.lots, UUID(int=2), 300, january, TODAY)
    third = issue(second.lots, UUID(int=3), 200, None, TOMORROW)
    spent = spend(third.lots, 450, TOMORROW)
    swept = expire(spent.lots, january)
    entries = [entry for posted in (first, second, third, spent, swept) for entry in posted.entries]

    days = (YESTERDAY, TODAY, TOMORROW, december, date(2027, 1, 1), january, date(2027, 1, 16))
    assert [credit_as_of(entries, day) for day in days] == [0, 800, 550, 550, 500, 500, 200]
    assert liability_by_month(entries, TOMORROW) == (
        Liability(date(2026, 12, 1), 50),
        Liability(date(2027, 1, 1), 300),
        Liability(None, 200),
    )
