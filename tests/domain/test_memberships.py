"""Terms, status and window of memberships: `domain/memberships.py`."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.memberships import (
    RENEWAL_CLOSES_DAYS_AFTER,
    RENEWAL_OPENS_DAYS_BEFORE,
    MembershipStatus,
    Period,
    PeriodUnit,
    Term,
    anchor_of,
    first_term,
    membership_status,
    next_term,
    postponed,
    renewable_from,
    renewable_until,
    term_end,
)

MONTHLY, YEARLY = Period(1, PeriodUnit.MONTH), Period(1, PeriodUnit.YEAR)
SEASON = Period(fixed_end=date(2026, 8, 31))
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def ends(start: date, period: Period, count: int, custom_end: date | None = None) -> list[date]:
    """The ends of so many terms of a chain."""
    terms = [first_term(start, period, custom_end)]
    for _ in range(count - 1):
        terms.append(next_term(terms, period))
    return [term.ends for term in terms]


@pytest.mark.rule("MEM-P04")
def test_month_ends_do_not_drift() -> None:
    assert ends(date(2027, 1, 31), MONTHLY, 4) == [
        date(2027, 2, 27),
        date(2027, 3, 30),
        date(2027, 4, 29),
        date(2027, 5, 30),
    ]
    assert ends(date(2028, 1, 31), MONTHLY, 2) == [date(2028, 2, 28), date(2028, 3, 30)]
    assert ends(date(2028, 2, 29), YEARLY, 4) == [
        date(2029, 2, 27),
        date(2030, 2, 27),
        date(2031, 2, 27),
        date(2032, 2, 28),
    ]
    assert [term_end(date(2027, 1, 31), n, 1, PeriodUnit.MONTH) for n in (1, 2)] == [
        date(2027, 2, 27),
        date(2027, 3, 30),
    ]


@pytest.mark.rule("MEM-P04")
def test_an_end_set_by_hand_makes_the_day_after_it_the_new_anchor() -> None:
    assert ends(date(2027, 1, 31), MONTHLY, 3, custom_end=date(2027, 2, 27)) == [
        date(2027, 2, 27),
        date(2027, 3, 27),
        date(2027, 4, 27),
    ]
    chain = [
        Term(date(2027, 1, 31), date(2027, 3, 5), custom_end=True),
        Term(date(2027, 3, 6), date(2027, 4, 5)),
    ]
    assert (anchor_of(chain), anchor_of(chain[1:])) == (date(2027, 3, 6), date(2027, 3, 6))


@pytest.mark.rule("MEM-P04")
def test_a_fixed_end_date_comes_round_a_year_later_at_each_renewal() -> None:
    assert ends(date(2025, 10, 3), SEASON, 3) == [date(2026, 8, 31), date(2027, 8, 31), date(2028, 8, 31)]
    # Sold after the date is over, it counts from its next return.
    assert ends(TODAY, SEASON, 2) == [date(2027, 8, 31), date(2028, 8, 31)]
    # An end set by hand, earlier or later, is followed by a full season.
    assert ends(date(2025, 10, 3), SEASON, 2, custom_end=date(2026, 6, 15))[1] == date(2027, 8, 31)
    assert ends(date(2025, 10, 3), SEASON, 2, custom_end=date(2026, 10, 15))[1] == date(2027, 8, 31)
    leap = Period(fixed_end=date(2024, 2, 29))
    assert ends(date(2023, 9, 1), leap, 5) == [
        date(2024, 2, 29),
        *(date(y, 2, 28) for y in (2025, 2026, 2027)),
        date(2028, 2, 29),
    ]


def test_a_type_that_changes_its_period_changes_only_the_terms_to_come() -> None:
    monthly = [first_term(date(2027, 1, 31), MONTHLY)]
    assert next_term(monthly, YEARLY) == Term(date(2027, 2, 28), date(2028, 2, 28))
    season = [first_term(date(2025, 10, 3), SEASON)]
    assert next_term(season, YEARLY) == Term(date(2026, 9, 1), date(2027, 8, 31))


def test_a_term_does_not_end_before_it_starts_but_may_last_a_day() -> None:
    assert first_term(TODAY, YEARLY, TODAY) == Term(TODAY, TODAY, custom_end=True)
    with pytest.raises(ValueError, match="end before it starts"):
        first_term(TODAY, YEARLY, TODAY - DAY)


@pytest.mark.parametrize(
    ("length", "unit", "fixed"),
    [
        (None, None, None),
        (1, None, None),
        (0, PeriodUnit.MONTH, None),
        (None, PeriodUnit.MONTH, None),
        (1, PeriodUnit.MONTH, TODAY),
    ],
)
def test_a_period_is_a_length_or_a_fixed_end(
    length: int | None, unit: PeriodUnit | None, fixed: date | None
) -> None:
    with pytest.raises(ValueError, match="a length and its unit, or a fixed end date"):
        Period(length, unit, fixed)


@pytest.mark.rule("MEM-P02")
def test_the_window_opens_sixty_days_before_the_end_and_closes_thirty_after_it() -> None:
    assert renewable_from(TODAY, RENEWAL_OPENS_DAYS_BEFORE) == date(2026, 9, 23)
    assert renewable_until(TODAY, RENEWAL_CLOSES_DAYS_AFTER) == date(2026, 12, 22)


@pytest.mark.rule("MEM-P05")
@pytest.mark.parametrize(
    ("away_from_start", "away_from_end", "status"),
    [
        (-1, None, "FUTURE"),
        (0, None, "ACTIVE"),
        (None, 0, "ACTIVE"),
        (None, 1, "GRACE"),
        (None, 30, "GRACE"),
        (None, 31, "EXPIRED"),
    ],
)
def test_a_membership_is_to_come_runs_is_in_grace_and_is_over(
    away_from_start: int | None, away_from_end: int | None, status: str
) -> None:
    start, end = date(2026, 1, 1), date(2026, 12, 31)
    today = (
        start + timedelta(away_from_start)
        if away_from_start is not None
        else end + timedelta(away_from_end or 0)
    )
    found = membership_status(start, end, 30, None, None, today)
    assert found == MembershipStatus(status)
    assert found.live is (status != "EXPIRED")


@pytest.mark.rule("MEM-P05")
def test_a_membership_is_cancelled_or_returned_from_that_day_whatever_its_dates_and_is_not_live() -> None:
    dates = (TODAY, TODAY, 30)
    assert membership_status(*dates, TODAY + DAY, TODAY + DAY, TODAY) is MembershipStatus.ACTIVE
    assert membership_status(*dates, TODAY, None, TODAY) is MembershipStatus.CANCELLED
    assert membership_status(*dates, TODAY, TODAY, TODAY) is MembershipStatus.RETURNED
    assert [status.value for status in MembershipStatus if not status.live] == [
        "EXPIRED",
        "CANCELLED",
        "RETURNED",
    ]


@pytest.mark.rule("MEM-C01")
def test_renewing_early_or_in_grace_neither_charges_a_day_twice_nor_gives_one_away() -> None:
    terms = [Term(date(2025, 11, 23), TODAY)]
    # When it is renewed is no argument of the next term: it starts the day after the old end, and is one term long.
    assert next_term(terms, YEARLY) == Term(date(2026, 11, 23), date(2027, 11, 22))


@pytest.mark.rule("MEM-C01")
def test_a_membership_that_expired_years_ago_is_bought_anew_from_today_and_not_into_the_past() -> None:
    expired = Term(date(2019, 5, 1), date(2020, 4, 30))
    status = membership_status(expired.starts, expired.ends, 30, None, None, TODAY)
    assert status is MembershipStatus.EXPIRED
    assert first_term(TODAY, YEARLY) == Term(TODAY, date(2027, 11, 21))


@pytest.mark.rule("MEM-P09")
@pytest.mark.parametrize(
    ("terms", "after", "moved"),
    [
        # Ten days are left on 22 November, the day itself among them.
        (["2026-01-01/2026-12-01"], "2026-11-30", ["2026-12-01/2026-12-10"]),
        # What is over stays; what has not begun keeps its length.
        (
            ["2025-01-01/2025-12-31", "2026-12-01/2026-12-31"],
            "2026-12-15",
            ["2025-01-01/2025-12-31", "2026-12-16/2027-01-15"],
        ),
        # The other has ended, or ends before this one begins: nothing runs at once.
        (["2026-01-01/2026-12-01"], "2026-11-21", ["2026-01-01/2026-12-01"]),
        (["2027-01-01/2027-12-31"], "2026-12-31", ["2027-01-01/2027-12-31"]),
        # Of two that end on one day the second runs afterwards all the same.
        (["2026-01-01/2026-11-22"], "2026-11-22", ["2026-11-23/2026-11-23"]),
    ],
)
def test_a_membership_runs_on_after_another_for_the_days_that_it_has_left(
    terms: list[str], after: str, moved: list[str]
) -> None:
    def read(text: str) -> tuple[date, date]:
        starts, ends = text.split("/")
        return date.fromisoformat(starts), date.fromisoformat(ends)

    postponed_ = postponed(
        [Term(*read(each)) for each in terms], date.fromisoformat(after), date(2026, 11, 22)
    )

    assert [(each.starts, each.ends) for each in postponed_] == [read(each) for each in moved]
    assert [each.custom_end for each in postponed_] == [
        before != now for before, now in zip(terms, moved, strict=True)
    ]
