"""What is on at the demo house: the events of five years and nine months, and their instances.

The further back, the more is known of them: instances that are over are off sale, those far ahead are not on sale yet.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from db.demo.dice import Dice
from db.demo.fixed import Series, fixed_id
from db.demo.house.titles import TITLES, Title
from db.demo.house.venues import Plan
from domain.events import Availability

BACK = timedelta(days=5 * 365)
AHEAD = timedelta(days=275)
ON_SALE_BEFORE = timedelta(days=200)
_TO_COME = 18  # of the titles; these stand closer together, since that is where a visitor looks
_TRIES = 6


class EventRow(NamedTuple):
    id: UUID
    name: str
    description: str | None
    genre: str | None


class InstanceRow(NamedTuple):
    id: UUID
    event_id: UUID
    seating_plan_id: UUID
    starts_at: datetime
    availability: str


@dataclass(slots=True, eq=False)
class Instance:
    """One instance, and how many of its plan's seats are gone."""

    row: InstanceRow
    event: EventRow
    plan: Plan
    level: int
    cancelled_at: datetime | None
    taken: int = 0

    @property
    def starts_at(self) -> datetime:
        return self.row.starts_at

    def sells_at(self, placed: datetime) -> bool:
        """Whether there were tickets for it then: before it was cancelled, and not a year too early."""
        if self.cancelled_at is not None and placed >= self.cancelled_at:
            return False
        return placed < self.row.starts_at <= placed + ON_SALE_BEFORE

    def seats(self, wanted: int) -> Sequence[tuple[UUID | None, int]]:
        """So many seats beside each other with the places of their bands; unreserved ones once those are gone."""
        free = self.plan.on_sale[self.taken : self.taken + wanted]
        self.taken += len(free)
        return (*free, *[(None, 3)] * (wanted - len(free)))


class Programme:
    """Everything that is on, in the order of time."""

    def __init__(self, now: datetime, zone: ZoneInfo) -> None:
        made = list(_instances(Dice(1809), now, zone))
        self.events = tuple(dict.fromkeys(each.event for each in made))
        self.instances = sorted(made, key=lambda each: (each.row.starts_at, each.row.id))
        self.starts = [each.row.starts_at for each in self.instances]
        self.by_event = {
            event.id: [each for each in self.instances if each.event is event] for event in self.events
        }

    def some(self, dice: Dice, placed: datetime) -> Instance | None:
        """An instance for which somebody bought then: mostly of the next weeks, now and then of next season."""
        first = bisect_left(self.starts, placed)
        for _ in range(_TRIES):
            chosen = first + int(dice.expovariate(0.11))
            if chosen < len(self.instances) and self.instances[chosen].sells_at(placed):
                return self.instances[chosen]
        return None

    def between(self, first: datetime, last: datetime) -> list[Instance]:
        """The instances that start from `first` until before `last`."""
        return self.instances[bisect_left(self.starts, first) : bisect_left(self.starts, last)]


def _instances(dice: Dice, now: datetime, zone: ZoneInfo) -> Iterator[Instance]:
    past = len(TITLES) - _TO_COME
    number = 0
    for ordinal, title in enumerate(TITLES, start=1):
        event = EventRow(fixed_id(Series.EVENT, ordinal), title.name, title.blurb, title.genre)
        if ordinal <= past:
            begins = now - BACK + BACK / past * (ordinal - 1)
        else:
            begins = now + AHEAD / _TO_COME * (ordinal - past - 1)
        first = begins.date() + timedelta(days=2)
        for night, starts_at in enumerate(_nights(title, first, zone)):
            number += 1
            availability = _availability(title, night, number, starts_at, now)
            row = InstanceRow(
                fixed_id(Series.INSTANCE, ordinal * 100 + night + 1),
                event.id,
                title.plan.row.id,
                starts_at,
                availability,
            )
            cancelled = None
            if availability == Availability.CANCELLED:
                cancelled = min(starts_at - timedelta(days=dice.randint(3, 20)), now - timedelta(days=4))
            yield Instance(row, event, title.plan, title.level, cancelled)


def _nights(title: Title, first: date, zone: ZoneInfo) -> Iterator[datetime]:
    """A run of evenings without Mondays, and a matinée on Saturdays; what is given seldom comes a week apart."""
    day, left = first, title.instances
    while left:
        if day.weekday() != 0 or title.instances <= 3:
            if day.weekday() == 5 and left > 1 and title.instances > 3:
                yield datetime.combine(day, time(14, 30), zone)
                left -= 1
            yield datetime.combine(day, time(19, 30) if title.level else time(18, 0), zone)
            left -= 1
        day += timedelta(days=7 if title.instances <= 3 else 1)


def _availability(title: Title, night: int, number: int, starts_at: datetime, now: datetime) -> Availability:
    if number % 67 == 40 or (title.name == "The Night Ferry" and night == 1):
        return Availability.CANCELLED
    if starts_at <= now or starts_at > now + ON_SALE_BEFORE:
        return Availability.OFF_SALE
    if title.hot:
        return Availability.SOLD_OUT if night % 4 else Availability.LIMITED
    return Availability.LIMITED if night % 5 == 2 else Availability.ON_SALE
