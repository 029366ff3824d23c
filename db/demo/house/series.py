"""The fixed series of the demo house: for each season a group of instances in the same hall, one of an event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from db.demo.fixed import Series, fixed_id
from db.demo.house.programme import Instance, Programme
from db.demo.house.venues import AUDITORIUM, CONCERT, RAKED, Plan

FEWEST = 2
SEASON_BEGINS = 9  # the month


class FixedSeriesRow(NamedTuple):
    id: UUID
    name: str
    venue_id: UUID


class SeriesGroupRow(NamedTuple):
    id: UUID
    series_id: UUID
    name: str


@dataclass(slots=True, eq=False)
class Group:
    """A season of a series; the seats kept for it are given out from its plan's kept rows."""

    row: SeriesGroupRow
    series: FixedSeriesRow
    plan: Plan
    instances: tuple[Instance, ...]
    price: int
    following: Group | None = None
    given: set[UUID] = field(default_factory=set)

    @property
    def begins(self) -> datetime:
        return self.instances[0].starts_at

    @property
    def ends(self) -> datetime:
        return self.instances[-1].starts_at

    def free_seat(self) -> UUID | None:
        """The next kept seat that nobody has for the season."""
        return next((seat.id for seat in self.plan.kept if seat.id not in self.given), None)


_SERIES = (
    ("First Nights", AUDITORIUM, 0),
    ("Quayside Concerts", CONCERT, 0),
    ("Second Nights", RAKED, 1),
)


def groups(programme: Programme) -> Iterator[Group]:
    """Every season of every series, in the order of time; seasons with too little to see have none."""
    first, last = programme.starts[0], programme.starts[-1]
    for ordinal, (name, plan, night) in enumerate(_SERIES, start=1):
        series = FixedSeriesRow(fixed_id(Series.FIXED_SERIES, ordinal), name, plan.venue.id)
        before: Group | None = None
        for year in range(first.year - 1, last.year + 1):
            chosen = tuple(_season(programme, plan, night, year))
            if len(chosen) < FEWEST:
                continue
            row = SeriesGroupRow(
                fixed_id(Series.SERIES_GROUP, ordinal * 10000 + year),
                series.id,
                f"Season {year}/{(year + 1) % 100:02}",
            )
            group = Group(row, series, plan, chosen, price=len(chosen) * 1950)
            if before is not None:
                before.following = group
            before = group
            yield group


def _season(programme: Programme, plan: Plan, night: int, year: int) -> Iterator[Instance]:
    """That night of every event which is given in the plan in the season; none that was cancelled."""
    for event in programme.events:
        nights = [
            each for each in programme.by_event[event.id] if each.plan is plan and not each.cancelled_at
        ]
        if len(nights) > night:
            at = nights[night].starts_at
            if (at.year if at.month >= SEASON_BEGINS else at.year - 1) == year:
                yield nights[night]
