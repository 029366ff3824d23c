"""The vouchers of a subscription, each a slip of paper of its own."""

from __future__ import annotations

from datetime import date

HELD, SWAPPED, LAPSED, RETURNED = "held", "swapped for a ticket", "lapsed", "returned"


class Slips:
    """A booklet of slips, lived through day by day."""

    def __init__(self, count: int, last_day: date | None) -> None:
        self.slips = [HELD] * count
        self.last_day = last_day

    def midnight(self, day_that_ended: date) -> None:
        if day_that_ended == self.last_day:
            self.slips = [LAPSED if slip == HELD else slip for slip in self.slips]

    def swap(self) -> bool:
        """Whether a slip could be swapped for a ticket, which it then is."""
        for index, slip in enumerate(self.slips):
            if slip == HELD:
                self.slips[index] = SWAPPED
                return True
        return False

    def bring_back(self, today: date) -> bool:
        """Whether a ticket could be brought back; its slip is held again, if its days are not over."""
        for index, slip in enumerate(self.slips):
            if slip == SWAPPED:
                over = self.last_day is not None and today > self.last_day
                self.slips[index] = LAPSED if over else HELD
                return True
        return False

    def hand_in(self) -> bool:
        """Whether the booklet could be handed in: not while a slip is out for a ticket."""
        if SWAPPED in self.slips:
            return False
        self.slips = [RETURNED] * len(self.slips)
        return True

    def count(self, slip: str) -> int:
        return self.slips.count(slip)
