"""A pledge as envelopes, one for each instalment, into which pennies are put one at a time."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass
class Envelope:
    """What is to come into it by a day, and the pennies that are in it."""

    number: int
    promised: int
    due_on: date
    pennies: int = 0
    cancelled: bool = False

    @property
    def has_room(self) -> bool:
        return not self.cancelled and self.pennies < self.promised


class Envelopes:
    """The envelopes of a pledge, in the order of their days."""

    def __init__(self, envelopes: list[Envelope]) -> None:
        self.envelopes = sorted(envelopes, key=lambda each: (each.due_on, each.number))

    def put(self, pennies: int, number: int) -> dict[int, int]:
        """Put pennies in, one after the other; how many came into which envelope."""
        put: dict[int, int] = {}
        for _ in range(pennies):
            envelope = self._next(number)
            envelope.pennies += 1
            put[envelope.number] = put.get(envelope.number, 0) + 1
        return put

    def _next(self, number: int) -> Envelope:
        """That one while it has room, else a later one, else an earlier one, else that one all the same."""
        (chosen,) = (each for each in self.envelopes if each.number == number)
        at = self.envelopes.index(chosen)
        for envelope in (chosen, *self.envelopes[at + 1 :], *self.envelopes[:at]):
            if envelope.has_room:
                return envelope
        return chosen

    @property
    def pennies(self) -> int:
        return sum(each.pennies for each in self.envelopes)

    @property
    def missing(self) -> int:
        return sum(max(0, each.promised - each.pennies) for each in self.envelopes if not each.cancelled)


def dealt(pennies: int, count: int) -> list[int]:
    """Pennies dealt out round by round while there are enough for a round; the last takes what remains."""
    shares = [0] * count
    while pennies >= count:
        shares = [share + 1 for share in shares]
        pennies -= count
    shares[-1] += pennies
    return shares


def months_later(day: date, months: int) -> date:
    """The day found by leafing through a calendar, from one month to the next."""
    page = day.replace(day=1)
    for _ in range(months):
        page += _DAY * monthrange(page.year, page.month)[1]
    found = page
    while found.day < day.day and (found + _DAY).month == page.month:
        found += _DAY
    return found
