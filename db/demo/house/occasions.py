"""What fundraisers invite people to: evenings of their own, which nobody can buy a ticket for, and press nights."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from db.demo.fixed import Series, fixed_id
from db.demo.house.programme import EventRow, Instance, InstanceRow, Programme
from db.demo.house.venues import FLAT_FLOOR, RAKED, Plan
from domain.events import Availability

_FIRST = 901
_BACK, _AHEAD = -1080, 260  # days
_EVENINGS: tuple[tuple[str, str, Plan, int, int], ...] = (
    ("Supporters' Supper", "Dinner on the stage for those who give.", FLAT_FLOOR, 182, 40),
    ("Donors' Evening", "A talk by the director, and wine in the foyer.", RAKED, 121, 17),
    ("Backstage with the Flymen", "A tour of the fly tower for patrons.", RAKED, 91, 66),
)
_REVIEWED = {"Drama", "Opera", "Dance", "New work"}


def occasions(now: datetime, zone: ZoneInfo) -> Iterator[Instance]:
    """The evenings of three years and of the next nine months, each kind at its own distance."""
    for ordinal, (name, about, plan, apart, next_in) in enumerate(_EVENINGS, start=_FIRST):
        event = EventRow(fixed_id(Series.EVENT, ordinal), name, about, "Supporters")
        days = [day for day in range(next_in - 12 * apart, _AHEAD, apart) if day > _BACK]
        for number, day in enumerate(days, start=1):
            starts_at = datetime.combine((now + timedelta(days=day)).date(), time(18, 30), zone)
            key = fixed_id(Series.INSTANCE, ordinal * 100 + number)
            row = InstanceRow(key, event.id, plan.row.id, starts_at, Availability.OFF_SALE)
            yield Instance(row, event, plan, 0, None)


def press_nights(programme: Programme) -> list[Instance]:
    """The first night of each event that critics come to, in the order of time."""
    firsts = (nights[0] for nights in programme.by_event.values() if nights[0].event.genre in _REVIEWED)
    return sorted(
        (each for each in firsts if each.cancelled_at is None), key=lambda each: (each.starts_at, each.row.id)
    )
