"""When demo customers joined: fifteen years of slow growth, during opening hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

# Before every other record: the showcase, the set-up and the personas were there when the doors opened.
SHOWCASE_MONTH = datetime(2011, 9, 1, tzinfo=UTC)
OPENING = datetime(2011, 10, 1, tzinfo=UTC)
YEARS = 15
GROWTH = 0.8  # below 1, later years bring more new customers than early ones
_HOUR = 3_600_000  # in milliseconds, as our keys count
_OPENS_AT, _OPEN_FOR = 8 * _HOUR, 14 * _HOUR
_JITTER = 2654435761  # spreads the records of one day without drawing, so that any slot can be asked any time


@dataclass(frozen=True, slots=True)
class Calendar:
    """The instants of one load: nothing is later than the midnight with which `today` begins."""

    now: datetime
    opening: datetime
    slots: int

    @classmethod
    def until(cls, today: date, *, slots: int) -> Calendar:
        """The years up to this day, in which so many customers join."""
        now = datetime(today.year, today.month, today.day, tzinfo=UTC)
        if now <= OPENING:
            raise ValueError(f"The demo house opened on {OPENING:%d %B %Y}: choose a later day.")
        return cls(now, max(OPENING, now - timedelta(days=round(YEARS * 365.25))), slots)

    def joined(self, slot: int) -> datetime:
        """When the customer of this slot was created; a later slot is never earlier."""
        place = (slot + (slot * _JITTER % 65536) / 65536) / self.slots
        day, hours = divmod((self.now - self.opening).days * place**GROWTH, 1)
        return self.opening + timedelta(days=day, milliseconds=int(_OPENS_AT + hours * _OPEN_FOR))
