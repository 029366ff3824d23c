"""Everything that is left to chance, out of one seed."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from asyncpg.pgproto import pgproto

T = TypeVar("T")
_EIGHT_HOURS = timedelta(hours=8)


class Dice(Random):
    """A seeded generator with the few throws that the demo data is made of."""

    def chance(self, share: float) -> bool:
        """True in about this share of the throws."""
        return self.random() < share

    def pick(self, options: Sequence[T], cumulative: Sequence[float]) -> T:
        """One of the options, by their cumulative weights; as choices() does it, without a list around it."""
        return options[bisect(cumulative, self.random() * cumulative[-1], 0, len(options) - 1)]

    def between(self, first: datetime, last: datetime) -> datetime:
        """An instant from `first` to `last`, in whole milliseconds as our keys have them."""
        span = int((last - first) / timedelta(milliseconds=1))
        return first + timedelta(milliseconds=self.randrange(span + 1)) if span > 0 else first

    def digits(self, pattern: str) -> str:
        """The pattern with a digit for each `#`."""
        drawn = iter(f"{self.randrange(10**12):012d}")
        return "".join(next(drawn) if character == "#" else character for character in pattern)

    def uuid7(self, at: datetime) -> UUID:
        """A key as PostgreSQL's uuidv7() would have made it at that instant."""
        milliseconds = round(at.timestamp() * 1000)
        chance = self.getrandbits(74)
        return UUID(int=milliseconds << 80 | 7 << 76 | chance >> 62 << 64 | 2 << 62 | chance & (1 << 62) - 1)

    def key(self, at: datetime, nth: int = 0) -> UUID:
        """A key of that instant that sorts by its place among those made at once, as rows of one save do."""
        milliseconds = int(at.timestamp() * 1000)
        key = milliseconds << 80 | 7 << 76 | nth << 64 | 2 << 62 | self.getrandbits(62)
        # The driver's UUIDs are made in a third of the time, and a load makes millions.
        made: UUID = pgproto.UUID(key.to_bytes(16))
        return made

    def opening_hour(self, first: datetime, last: datetime) -> datetime:
        """An instant from `first` to `last`, not at night where that can be."""
        if first >= last:
            return first
        at = first + (last - first) * self.random()
        if 8 <= at.hour <= 21:
            return at
        at += _EIGHT_HOURS if at.hour < 8 else -_EIGHT_HOURS
        return min(max(at, first), last)
