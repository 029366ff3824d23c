"""Invitations: who is asked to which event, what they answered, and how long it is until then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum, unique

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


@unique
class ReplyStatus(StrEnum):
    """What became of an invitation (INV-P01)."""

    NOT_SENT = "NOT_SENT"
    INVITED = "INVITED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    NO_REPLY = "NO_REPLY"

    @property
    def label(self) -> str:
        """The status as staff know it."""
        return self.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Countdown:
    """How long it is until something begins, in words and as an ISO 8601 duration; nothing once it has begun."""

    label: str
    duration: str
    is_past: bool = False


_BEGUN = Countdown("PAST", "PT0S", is_past=True)


def countdown(starts_at: datetime, *, now: datetime, zone: tzinfo) -> Countdown:
    """The time left until `starts_at`: whole days while there is one, whole hours below, PAST once it begins (INV-P03).

    A day is one of the calendar in `zone`, from a time of day to the same time on the next: what begins tomorrow at
    this time is a day away when the clocks change tonight, too. Hours are those that pass.
    """
    left = starts_at.astimezone(UTC) - now.astimezone(UTC)
    if left <= timedelta():
        return _BEGUN
    days = (_on_the_wall(starts_at, zone) - _on_the_wall(now, zone)) // _DAY
    if days > 0:
        return Countdown(_several(days, "day"), f"P{days}D")
    hours = left // _HOUR
    if hours > 0:
        return Countdown(_several(hours, "hour"), f"PT{hours}H")
    return Countdown("Less than 1 hour", f"PT{left // _MINUTE}M")


def _on_the_wall(instant: datetime, zone: tzinfo) -> datetime:
    """What clocks in the zone show then."""
    return instant.astimezone(zone).replace(tzinfo=None)


def _several(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
