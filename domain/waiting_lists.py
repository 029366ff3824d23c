"""Waiting lists: who wishes to hear when tickets for a sold-out event come free, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, unique
from uuid import UUID

from domain.errors import InvalidValue

MOST_TICKETS = 20


@unique
class WaitingStatus(StrEnum):
    """Where an entry of a waiting list stands (WLS-P01)."""

    WAITING = "WAITING"
    OFFERED = "OFFERED"
    FULFILLED = "FULFILLED"
    REMOVED = "REMOVED"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True)
class Entry:
    """A customer's place on the list of one event; no instances means that any of them will do (WLS-P01).

    `place` is what staff order the list by; among equals, whoever was put on it first comes first.
    """

    id: UUID
    event_id: UUID
    created_at: datetime
    place: int = 0
    status: WaitingStatus = WaitingStatus.WAITING
    instance_ids: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Ranks:
    """The places of an entry, from 1: on the list of its event, and of the instance asked for.

    Null where it has none: it does not wait any more, or would not come to that instance.
    """

    of_event: int | None = None
    of_instance: int | None = None


def ranks(entry: Entry, entries: Iterable[Entry], instance_id: UUID | None = None) -> Ranks:
    """Where the entry stands among those that wait for its event, and for one instance of it (WLS-P02).

    `entries` are those of the list, or of many lists, this entry among them, with what `status_on` says today.
    """
    waiting = sorted(
        (
            other
            for other in entries
            if other.event_id == entry.event_id and other.status is WaitingStatus.WAITING
        ),
        key=lambda other: (other.place, other.created_at, other.id),
    )
    accepting = [other for other in waiting if instance_id is not None and _accepts(other, instance_id)]
    return Ranks(_rank(entry, waiting), _rank(entry, accepting))


def _accepts(entry: Entry, instance_id: UUID) -> bool:
    return entry.instance_ids is None or instance_id in entry.instance_ids


def _rank(entry: Entry, queue: list[Entry]) -> int | None:
    return next((rank for rank, other in enumerate(queue, 1) if other.id == entry.id), None)


def status_on(status: str, last_day: date | None, today: date) -> WaitingStatus:
    """Where an entry stands today: one that is open on the day after its event has expired (WLS-P07).

    `last_day` is the civil date of the last instance that the entry accepts; None while none has a date.
    """
    stored = WaitingStatus(status)
    is_open = stored in (WaitingStatus.WAITING, WaitingStatus.OFFERED)
    over = last_day is not None and last_day < today
    return WaitingStatus.EXPIRED if is_open and over else stored


def check_quantity(quantity: int) -> None:
    """Between 1 and 20 tickets are wanted (WLS-P01)."""
    if not 1 <= quantity <= MOST_TICKETS:
        raise InvalidValue(f"Somebody waits for 1 to {MOST_TICKETS} tickets.", ("quantity",))
