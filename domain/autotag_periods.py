"""Days that the criteria of autotags name: fixed ones, or told from today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.criteria import Days
from domain.errors import InvalidDate, InvalidValue
from domain.memberships import add_months

LONGEST_DAYS = 36_500
LONGEST_MONTHS = 1_200


@dataclass(frozen=True, slots=True)
class Period:
    """Civil days: fixed, both ends included and either left open, or the last so many days or months to today."""

    first: date | None = None
    last: date | None = None
    last_days: int | None = None
    last_months: int | None = None

    @property
    def moves(self) -> bool:
        """Whether it is another period tomorrow."""
        return self.last_days is not None or self.last_months is not None

    def on(self, today: date) -> Days:
        """The days that it is on this day. The last 30 days begin on the day 30 days ago, and end today."""
        if self.last_days is not None:
            return Days(today - timedelta(days=self.last_days), today)
        if self.last_months is not None:
            return Days(add_months(today, -self.last_months), today)
        return Days(self.first, self.last)

    def faults(self) -> Iterator[InvalidValue | InvalidDate]:
        """What is wrong with it, each with the field that is."""
        fixed = self.first is not None or self.last is not None
        if fixed + (self.last_days is not None) + (self.last_months is not None) != 1:
            yield InvalidValue(
                "Give a first day, a last day or both, or how many last days, or how many last months."
            )
        if self.first is not None and self.last is not None and self.last < self.first:
            yield InvalidDate("The period ends before it begins.", ("lastDay",))
        yield from _not_within(self.last_days, LONGEST_DAYS, "lastDays")
        yield from _not_within(self.last_months, LONGEST_MONTHS, "lastMonths")


@dataclass(frozen=True, slots=True)
class Moment:
    """A civil day: a fixed one, or the one so many days or months before today."""

    on: date | None = None
    days_ago: int | None = None
    months_ago: int | None = None

    @property
    def moves(self) -> bool:
        """Whether it is another day tomorrow."""
        return self.on is None

    def day(self, today: date) -> date:
        """The day that it is, told on this one."""
        if self.on is not None:
            return self.on
        if self.days_ago is not None:
            return today - timedelta(days=self.days_ago)
        return add_months(today, -(self.months_ago or 0))

    def faults(self) -> Iterator[InvalidValue]:
        """What is wrong with it, each with the field that is."""
        if sum(value is not None for value in (self.on, self.days_ago, self.months_ago)) != 1:
            yield InvalidValue("Give a day, or how many days ago, or how many months ago: one of the three.")
        yield from _not_within(self.days_ago, LONGEST_DAYS, "daysAgo")
        yield from _not_within(self.months_ago, LONGEST_MONTHS, "monthsAgo")


def _not_within(number: int | None, most: int, field: str) -> Iterator[InvalidValue]:
    if number is not None and not 0 <= number <= most:
        yield InvalidValue(f"Give a number from 0 to {most:,}.", (field,))
