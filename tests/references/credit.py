"""Account credit as a purse of single pennies, lived through day by day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

ONE_DAY = timedelta(days=1)


@dataclass
class Penny:
    """One penny, and where it came in: a penny that is gone is in no purse."""

    kind: str
    lot: UUID
    issued_on: date
    last_day: date | None


class Purse:
    """The pennies that a customer can spend, and how many there were at the end of each day, by month of expiry."""

    def __init__(self) -> None:
        self.pennies: list[Penny] = []
        self.evenings: dict[date, Counter[tuple[int, int] | None]] = {}

    def sleep(self, today: date) -> None:
        """Note what is there; at midnight what had its last day is gone."""
        self.evenings[today] = Counter(
            None if penny.last_day is None else (penny.last_day.year, penny.last_day.month)
            for penny in self.pennies
        )
        self.pennies = [penny for penny in self.pennies if penny.last_day != today]

    def put(self, count: int, kind: str, lot: UUID, issued_on: date, last_day: date | None) -> None:
        self.pennies += [Penny(kind, lot, issued_on, last_day) for _ in range(count)]

    def spend(self, count: int) -> Counter[UUID]:
        """Hand over penny after penny, each time the one to go first; how many came from which lot."""
        handed: Counter[UUID] = Counter()
        for _ in range(count):
            first = self.pennies[0]
            for penny in self.pennies:
                if _goes_before(penny, first):
                    first = penny
            self.pennies.remove(first)
            handed[first.lot] += 1
        return handed

    def of_kind(self, kind: str) -> int:
        return sum(1 for penny in self.pennies if penny.kind == kind)


def _goes_before(one: Penny, other: Penny) -> bool:
    if one.last_day != other.last_day:
        if one.last_day is None:
            return False
        return other.last_day is None or one.last_day < other.last_day
    if one.issued_on != other.issued_on:
        return one.issued_on < other.issued_on
    return one.lot.int < other.lot.int
