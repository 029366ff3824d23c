"""When criteria are judged, and what comes of one question: the answer, and whether it is the one asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from domain.autotag_periods import Moment, Period

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class When:
    """The instant at which customers are judged, and the civil date that it has in the system's zone."""

    now: datetime
    today: date
    zone: str

    @classmethod
    def at(cls, now: datetime, zone: ZoneInfo) -> Self:
        return cls(now, now.astimezone(zone).date(), zone.key)

    def civil(self, instant: sa.ColumnElement[Any]) -> sa.ColumnElement[date]:
        """The civil date of a stored instant."""
        return sa.cast(sa.func.timezone(sa.literal(self.zone, sa.Text), instant), sa.Date)

    def within(self, instant: sa.ColumnElement[Any], period: Period | None) -> Iterator[Condition]:
        """That a stored instant is on a day of the period; any is where there is none."""
        days = None if period is None else period.on(self.today)
        if days is not None and days.start is not None:
            yield instant >= self._midnight(sa.literal(days.start, sa.Date))
        if days is not None and days.end is not None:
            # The day after is counted by the store: the calendar of Python ends with the year 9999.
            yield instant < self._midnight(sa.literal(days.end, sa.Date) + sa.literal_column("1", sa.Integer))

    def _midnight(self, day: sa.ColumnElement[Any]) -> sa.ColumnElement[datetime]:
        zone = sa.literal(self.zone, sa.Text)
        return sa.func.timezone(zone, sa.cast(day, sa.DateTime), type_=sa.DateTime(timezone=True))

    def on_days(self, day: sa.ColumnElement[Any], period: Period | None) -> Iterator[Condition]:
        """That a stored day is one of the period; any is where there is none."""
        days = None if period is None else period.on(self.today)
        if days is not None and days.start is not None:
            yield day >= sa.literal(days.start, sa.Date)
        if days is not None and days.end is not None:
            yield day <= sa.literal(days.end, sa.Date)

    def between(
        self, day: sa.ColumnElement[Any], before: Moment | None, after: Moment | None
    ) -> Iterator[Condition]:
        """That a day is before the one and after the other."""
        if before is not None:
            yield day < sa.literal(before.day(self.today), sa.Date)
        if after is not None:
            yield day > sa.literal(after.day(self.today), sa.Date)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a customer's data answers to a question, and whether that meets it: never null."""

    answer: sa.ColumnElement[Any]
    verdict: Condition


def truth(holds: Condition, expected: bool) -> Measured:
    """A question that is answered with yes or no."""
    return Measured(holds, holds if expected else sa.not_(holds))


def number(found: sa.ColumnElement[int], at_least: int | None, at_most: int | None) -> Measured:
    """A question that is answered with a number, and how large it is to be."""
    conditions: list[Condition] = []
    if at_least is not None:
        conditions.append(found >= sa.literal(at_least, sa.BigInteger))
    if at_most is not None:
        conditions.append(found <= sa.literal(at_most, sa.BigInteger))
    return Measured(found, sure(sa.and_(*conditions)))


def sure(condition: Condition) -> Condition:
    """The condition, false where what it asks of is not known."""
    return sa.func.coalesce(condition, sa.false(), type_=sa.Boolean)


def total(amount: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """The sum of amounts; 0 of none."""
    return sa.cast(sa.func.coalesce(sa.func.sum(amount), 0), sa.BigInteger)
