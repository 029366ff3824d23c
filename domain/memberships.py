"""Memberships: chains of terms, when the next one may be bought, and where a membership stands today."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, unique

RENEWAL_OPENS_DAYS_BEFORE = 60
RENEWAL_CLOSES_DAYS_AFTER = 30
"""The window of a type that does not say otherwise (MEM-P02)."""

_DAY = timedelta(days=1)


@unique
class MembershipStatus(StrEnum):
    """Where a membership stands on a day (MEM-P05)."""

    FUTURE = "FUTURE"
    ACTIVE = "ACTIVE"
    GRACE = "GRACE"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"
    RETURNED = "RETURNED"

    @property
    def live(self) -> bool:
        """Whether the membership is current: it runs, will run, or can still be renewed in grace (MEM-P05)."""
        return self in (MembershipStatus.FUTURE, MembershipStatus.ACTIVE, MembershipStatus.GRACE)


@unique
class PeriodUnit(StrEnum):
    """In what the period of a membership type is counted (MEM-P01)."""

    MONTH = "MONTH"
    YEAR = "YEAR"

    @property
    def months(self) -> int:
        """How many months one such unit has."""
        return 12 if self is PeriodUnit.YEAR else 1


@dataclass(frozen=True, slots=True)
class Term:
    """One paid stretch of a membership, first and last day included; its end may have been set by hand (MEM-P08)."""

    starts: date
    ends: date
    custom_end: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """How long terms of a type run: so many months or years, or to a fixed end date, year after year (MEM-P01).

    Raises ValueError unless it says exactly one of the two.
    """

    length: int | None = None
    unit: PeriodUnit | None = None
    fixed_end: date | None = None

    def __post_init__(self) -> None:
        counted = self.length is not None and self.unit is not None and self.length > 0
        if counted is (self.fixed_end is not None):
            raise ValueError("A period has a length and its unit, or a fixed end date.")


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def term_end(anchor: date, number: int, length: int, unit: PeriodUnit) -> date:
    """The last day of the term of this number, from 1, counted from the anchor (MEM-P04)."""
    return add_months(anchor, number * length * PeriodUnit(unit).months) - _DAY


def first_term(starts: date, period: Period, custom_end: date | None = None) -> Term:
    """The term that a sale makes: to the end of its period, or to an end set by hand (MEM-P04, MEM-P08).

    A fixed end date that is over by then counts from its next return. Raises ValueError for an end before the start.
    """
    if custom_end is not None:
        if custom_end < starts:
            raise ValueError("A term does not end before it starts.")
        return Term(starts, custom_end, custom_end=True)
    if period.fixed_end is not None:
        return Term(starts, max(period.fixed_end, _return_of(period.fixed_end, starts)))
    return Term(starts, _counted_end(starts, starts, period))


def next_term(terms: Sequence[Term], period: Period) -> Term:
    """The term after the last of a chain: from the day after its end, be it renewed early or late (MEM-P03).

    It ends so that month ends do not drift (MEM-P04), even if the type's period has changed since the first term.
    """
    last, starts = terms[-1], terms[-1].ends + _DAY
    if period.fixed_end is not None:
        usual = _return_of(period.fixed_end, last.starts)
        return Term(starts, _return_of(period.fixed_end, max(usual, last.ends) + _DAY))
    return Term(starts, _counted_end(anchor_of(terms), starts, period))


def postponed(terms: Sequence[Term], after: date, today: date) -> tuple[Term, ...]:
    """The terms of a chain, of which those not over yet run from the day after `after`, for the days they have left.

    Today counts as left. Nothing changes where none of them overlaps what runs until then (MEM-P09).
    """
    due = after + _DAY
    moved = []
    for term in terms:
        begins = max(term.starts, today)
        if term.ends >= today and begins < due and after >= today:
            moved.append(Term(due, due + (term.ends - begins), custom_end=True))
            due = moved[-1].ends + _DAY
        else:
            moved.append(term)
    return tuple(moved)


def anchor_of(terms: Sequence[Term]) -> date:
    """The day from which the ends of a chain's coming terms are counted.

    It is the first start, or the day after the last end that was set by hand (MEM-P04).
    """
    ends = [term.ends for term in terms if term.custom_end]
    return ends[-1] + _DAY if ends else terms[0].starts


def renewable_from(last_end: date, opens_days_before: int) -> date:
    """The first day on which a membership can be renewed (MEM-P02)."""
    return last_end - timedelta(days=opens_days_before)


def renewable_until(last_end: date, closes_days_after: int) -> date:
    """The last day on which a membership can be renewed, which ends its grace (MEM-P02)."""
    return last_end + timedelta(days=closes_days_after)


def membership_status(
    first_start: date,
    last_end: date,
    closes_days_after: int,
    cancelled_on: date | None,
    returned_on: date | None,
    today: date,
) -> MembershipStatus:
    """Where a chain of terms from its first start to its last end stands on a day (MEM-P05).

    It was returned or cancelled from the day on which it was, whatever its dates.
    """
    if returned_on is not None and returned_on <= today:
        return MembershipStatus.RETURNED
    if cancelled_on is not None and cancelled_on <= today:
        return MembershipStatus.CANCELLED
    if today < first_start:
        return MembershipStatus.FUTURE
    if today <= last_end:
        return MembershipStatus.ACTIVE
    grace = today <= renewable_until(last_end, closes_days_after)
    return MembershipStatus.GRACE if grace else MembershipStatus.EXPIRED


def _counted_end(anchor: date, starts: date, period: Period) -> date:
    """The end of a term that starts on this day, counted in whole months from the anchor."""
    assert period.length is not None, "a period without a fixed end date has a length"
    assert period.unit is not None, "and its unit"
    gone = (starts.year - anchor.year) * 12 + starts.month - anchor.month
    if add_months(anchor, gone) != starts:
        # The terms before were of another kind of period: nothing to keep in step with.
        anchor, gone = starts, 0
    return add_months(anchor, gone + period.length * PeriodUnit(period.unit).months) - _DAY


def _return_of(fixed: date, from_day: date) -> date:
    """The first day, not before this one, that has the month and day of the fixed date."""
    months = (from_day.year - fixed.year) * 12
    found = add_months(fixed, months)
    return found if found >= from_day else add_months(fixed, months + 12)
