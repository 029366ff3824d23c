"""Fixed series: the same seat at every instance of a group, held or bought."""

from __future__ import annotations

from datetime import date
from enum import StrEnum, unique


@unique
class SeriesState(StrEnum):
    """Where a subscription to a fixed series stands (FXS-P01)."""

    HELD = "HELD"
    PURCHASED = "PURCHASED"
    RELEASED = "RELEASED"
    RETURNED = "RETURNED"
    ROLLED_OVER = "ROLLED_OVER"
    EXPIRED = "EXPIRED"


@unique
class SeriesAction(StrEnum):
    """What can be done with a subscription to a fixed series."""

    RELEASE = "RELEASE"
    BUY = "BUY"
    RETURN = "RETURN"


_LIVE = frozenset({SeriesState.HELD, SeriesState.PURCHASED})


def series_state(state: SeriesState, hold_expires_on: date | None, today: date) -> SeriesState:
    """Where a subscription stands on a day: a hold lasts to the end of its last day, swept or not (FXS-P04)."""
    lapsed = state == SeriesState.HELD and hold_expires_on is not None and hold_expires_on < today
    return SeriesState.EXPIRED if lapsed else SeriesState(state)


def is_current(
    state: SeriesState, hold_expires_on: date | None, last_instance_on: date | None, today: date
) -> bool:
    """Whether a subscription is a current one: held or bought, and its last instance not over (FXS-01).

    A group without instances yet (None) is still to come.
    """
    to_come = last_instance_on is None or today <= last_instance_on
    return to_come and series_state(state, hold_expires_on, today) in _LIVE


def series_actions(
    state: SeriesState, hold_expires_on: date | None, last_instance_on: date | None, today: date
) -> tuple[SeriesAction, ...]:
    """What can be done with a subscription on a day: one that is held is released or bought, a bought one returned.

    Nothing is bought once the last instance is over, while a hold can always be released (FXS-P02).
    """
    match series_state(state, hold_expires_on, today):
        case SeriesState.HELD:
            current = is_current(state, hold_expires_on, last_instance_on, today)
            return (SeriesAction.RELEASE, SeriesAction.BUY) if current else (SeriesAction.RELEASE,)
        case SeriesState.PURCHASED:
            return (SeriesAction.RETURN,)
        case _:
            return ()
