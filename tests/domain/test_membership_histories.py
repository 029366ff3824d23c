"""Memberships over random histories, against a calendar walked day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.memberships import (
    Period,
    PeriodUnit,
    Term,
    add_months,
    first_term,
    membership_status,
    next_term,
    renewable_from,
    renewable_until,
    term_end,
)
from domain.renewals import attempts, can_renew, renewal_date
from tests.references.memberships import ONE_DAY, Calendar, walk_to_term_end

STARTS = st.dates(date(2023, 1, 1), date(2028, 12, 31)) | st.builds(
    # Month ends, where terms would drift.
    lambda year, month: add_months(date(2023, 1, 31), 12 * year + month),
    st.integers(0, 5),
    st.integers(0, 11),
)
PERIODS = st.one_of(
    st.builds(Period, st.integers(1, 7), st.just(PeriodUnit.MONTH)),
    st.builds(Period, st.integers(1, 2), st.just(PeriodUnit.YEAR)),
    st.builds(
        lambda day: Period(fixed_end=day),
        st.dates(date(2020, 1, 1), date(2022, 12, 31)) | st.just(date(2020, 2, 29)),
    ),
)
WINDOWS = st.tuples(st.integers(0, 70), st.integers(0, 40))
# When somebody next wishes to renew: days from the end of the last term.
VISITS = st.lists(st.integers(-80, 45) | st.integers(-30, 0), min_size=3, max_size=7)


def months_of(period: Period) -> int | None:
    return None if period.length is None or period.unit is None else period.length * period.unit.months


@pytest.mark.rule("MEM-P04")
@given(STARTS, st.integers(1, 12), st.integers(1, 6), st.sampled_from(PeriodUnit))
def test_a_term_ends_where_a_walk_through_the_calendar_from_the_anchor_ends(
    anchor: date, number: int, length: int, unit: PeriodUnit
) -> None:
    number = min(number, 3) if unit is PeriodUnit.YEAR else number
    length = min(length, 2) if unit is PeriodUnit.YEAR else length
    months = number * length * (12 if unit is PeriodUnit.YEAR else 1)
    assert term_end(anchor, number, length, unit) == walk_to_term_end(anchor, months)


@pytest.mark.rule("MEM-P02", "MEM-P03", "MEM-P04")
@given(STARTS, PERIODS, st.none() | st.integers(0, 500), WINDOWS, VISITS)
def test_a_chain_of_terms_is_what_its_member_paid_for_on_a_calendar_no_day_twice(
    start: date, period: Period, custom: int | None, window: tuple[int, int], visits: list[int]
) -> None:
    (opens, closes), today = window, start
    custom_end = None if custom is None else start + timedelta(days=custom)
    terms = [first_term(start, period, custom_end)]
    calendar = Calendar(start, months_of(period), period.fixed_end)
    calendar.buy(start, custom_end)
    for away in visits:
        last = terms[-1].ends
        today = max(today, last + away * ONE_DAY)
        asked = (last, opens, closes, None, None, True, today)
        assert can_renew(*asked) is calendar.renewable(opens, closes, today)
        if can_renew(*asked):
            terms.append(next_term(terms, period))
            calendar.renew()
        elif today > last:
            # Over for good: a new membership, at the full price, from today.
            terms = [first_term(today, period)]
            calendar = Calendar(today, months_of(period), period.fixed_end)
            calendar.buy(today, None)
        paid = [
            term.starts + ONE_DAY * n for term in terms for n in range((term.ends - term.starts).days + 1)
        ]
        assert paid == calendar.paid
        assert len(set(paid)) == len(paid) == (terms[-1].ends - terms[0].starts).days + 1


@pytest.mark.rule("MEM-P02", "MEM-P05")
@given(STARTS, st.integers(0, 60), WINDOWS)
def test_status_and_window_of_every_day_are_those_of_the_paid_days(
    start: date, length: int, window: tuple[int, int]
) -> None:
    opens, closes = window
    calendar, term = Calendar(start, None, None), Term(start, start + timedelta(days=length))
    calendar.pay_until(term.starts, term.ends)
    renewable = []
    for away in range(-75, length + 45):
        day = start + timedelta(days=away)
        found = membership_status(term.starts, term.ends, closes, None, None, day)
        assert found.value == calendar.status(closes, day)
        assert found.live is (found.value != "EXPIRED")
        if can_renew(term.ends, opens, closes, None, None, True, day):
            renewable.append(day)
            assert calendar.renewable(opens, closes, day)
    assert renewable[0] == renewable_from(term.ends, opens)
    assert renewable[-1] == renewable_until(term.ends, closes)
    assert len(renewable) == opens + 1 + closes


@given(STARTS, WINDOWS, st.integers(-80, 50))
def test_an_automatic_attempt_is_never_outside_the_window_and_the_next_is_the_renewal_date(
    last_end: date, window: tuple[int, int], away: int
) -> None:
    opens, closes = window
    today = last_end + timedelta(days=away)
    days = attempts(last_end, opens, closes)
    assert set(days) == {
        last_end + ONE_DAY * apart
        for apart in (-1, 3, 7)
        if can_renew(last_end, opens, closes, None, None, True, last_end + ONE_DAY * apart)
    }
    coming = [day for day in days if day >= today]
    due = coming[0] if coming else renewable_from(last_end, opens)
    assert renewal_date(last_end, opens, closes, True, today) == due
    assert renewal_date(last_end, opens, closes, False, today) == renewable_from(last_end, opens)
