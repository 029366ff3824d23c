"""Activities: what a fundraiser plans to do about somebody, and whether it was done."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum, unique


@unique
class ActivityStatus(StrEnum):
    """Where an activity stands on a day (TML-P01)."""

    PLANNED = "PLANNED"
    DONE = "DONE"
    OVERDUE = "OVERDUE"


def status_on(completed_at: datetime | None, due_on: date, *, today: date) -> ActivityStatus:
    """Where it stands today: a call planned for this morning can be made all day, and is overdue from tomorrow on.

    `due_on` is the civil date, in the system's zone, for which it is planned.
    """
    if completed_at is not None:
        return ActivityStatus.DONE
    return ActivityStatus.OVERDUE if due_on < today else ActivityStatus.PLANNED
