"""Where pledges and their instalments stand: `domain/pledges.py`."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pledges import (
    InstalmentStatus,
    PledgeStatus,
    instalment_status,
    is_paid,
    outstanding,
    overpaid_by,
    pledge_status,
)

TODAY = date(2026, 11, 22)
YESTERDAY, IN_THIRTY, IN_THIRTY_ONE = (TODAY + timedelta(days=days) for days in (-1, 30, 31))

AMOUNTS = st.integers(1, 10_000)
GIVEN = st.integers(0, 12_000)
DAYS = st.integers(-60, 60).map(lambda days: TODAY + timedelta(days=days))


@pytest.mark.rule("PLG-P04")
@pytest.mark.parametrize(
    ("given_minor", "due_on", "cancelled", "status"),
    [
        (5000, YESTERDAY, True, "CANCELLED"),
        (0, YESTERDAY, True, "CANCELLED"),
        (5000, YESTERDAY, False, "PAID"),
        (5001, IN_THIRTY_ONE, False, "PAID"),
        (4999, YESTERDAY, False, "OVERDUE"),
        (0, YESTERDAY, False, "OVERDUE"),
        (1, TODAY, False, "PART_PAID"),
        (1, IN_THIRTY_ONE, False, "PART_PAID"),
        (0, TODAY, False, "DUE"),
        (0, IN_THIRTY, False, "DUE"),
        (0, IN_THIRTY_ONE, False, "SCHEDULED"),
    ],
)
def test_an_instalment_stands_where_the_first_rule_that_fits_puts_it(
    given_minor: int, due_on: date, cancelled: bool, status: str
) -> None:
    assert instalment_status(5000, given_minor, due_on, TODAY, cancelled=cancelled) == status


@pytest.mark.rule("PLG-13")
def test_an_instalment_is_paid_when_all_of_it_was_given_and_it_was_not_cancelled() -> None:
    assert [is_paid(5000, given_minor) for given_minor in (0, 4999, 5000, 5001)] == [False, False, True, True]
    assert not is_paid(0, 0, cancelled=True)


@pytest.mark.rule("PLG-P07")
def test_of_a_pledge_that_ended_what_was_paid_stays_paid_and_nothing_else_is_overdue() -> None:
    assert instalment_status(5000, 5000, YESTERDAY, TODAY, ended=True) is InstalmentStatus.PAID
    assert instalment_status(5000, 1000, YESTERDAY, TODAY, ended=True) is InstalmentStatus.CANCELLED
    assert instalment_status(5000, 0, IN_THIRTY_ONE, TODAY, ended=True) is InstalmentStatus.CANCELLED


@pytest.mark.rule("PLG-P02")
@pytest.mark.parametrize(
    ("given_minor", "status"),
    [(0, "OPEN"), (1, "PARTLY_PAID"), (11_999, "PARTLY_PAID"), (12_000, "PAID"), (12_001, "PAID")],
)
def test_a_pledge_stands_where_what_was_given_puts_it(given_minor: int, status: str) -> None:
    assert pledge_status(12_000, given_minor) == status
    assert pledge_status(12_000, given_minor, cancelled=True) is PledgeStatus.CANCELLED


@pytest.mark.rule("PLG-P10", "PLG-C01")
def test_what_is_written_off_is_neither_paid_nor_open_even_where_nothing_was_given() -> None:
    assert pledge_status(0, 0, written_off=True) is PledgeStatus.WRITTEN_OFF
    assert pledge_status(3000, 3000, written_off=True) is PledgeStatus.WRITTEN_OFF


@pytest.mark.rule("PLG-P07", "PLG-C01")
def test_nothing_is_outstanding_on_a_pledge_that_was_cancelled() -> None:
    assert (outstanding(12_000, 5000), outstanding(12_000, 5000, ended=True)) == (7000, 0)


@pytest.mark.rule("PLG-P08")
@given(amount=AMOUNTS, given_minor=GIVEN)
def test_what_was_given_is_what_was_promised_less_what_is_outstanding_and_what_is_over(
    amount: int, given_minor: int
) -> None:
    left, over = outstanding(amount, given_minor), overpaid_by(amount, given_minor)

    assert given_minor == amount - left + over
    assert min(left, over) == 0
    assert left >= 0
    assert over >= 0


@pytest.mark.rule("PLG-C01")
@given(amount=AMOUNTS, given_minor=GIVEN, due_on=DAYS, ended=st.booleans())
def test_a_pledge_of_one_instalment_is_paid_with_it_and_both_always_stand_somewhere(
    amount: int, given_minor: int, due_on: date, ended: bool
) -> None:
    whole = pledge_status(amount, given_minor, cancelled=ended)
    part = instalment_status(amount, given_minor, due_on, TODAY, ended=ended)

    assert isinstance(whole, PledgeStatus)
    if ended:
        assert part in (InstalmentStatus.PAID, InstalmentStatus.CANCELLED)
    else:
        assert (whole is PledgeStatus.PAID) is (part is InstalmentStatus.PAID)
        # Something is expected exactly while it is neither paid nor called off.
        assert (outstanding(amount, given_minor) > 0) is (whole is not PledgeStatus.PAID)
