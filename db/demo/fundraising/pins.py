"""What the fundraisers keep at hand: some of the first records, opportunities and invitations there are."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from db.demo.fundraising.rows import PinRow
from db.demo.personas import FEMI, OLGA, Persona

MOST = 6
"""So many of each kind are on the pinboard of a fundraiser."""


class Pinned(NamedTuple):
    """One thing on a pinboard: a customer, an opportunity or an invitation."""

    customer_id: UUID | None = None
    opportunity_id: UUID | None = None
    invitation_id: UUID | None = None


def pin(key: UUID, of: Persona, what: Pinned, at: datetime) -> PinRow:
    """Somebody pins this."""
    return PinRow(key, of.id, *what, at)


class Pinboards:
    """Knows what is on each board, so that the first few are pinned, once each, and all others are not."""

    def __init__(self) -> None:
        self._boards: dict[tuple[UUID, int], set[Pinned]] = {}

    def has_room(self, of: Persona, what: Pinned) -> bool:
        """Whether there is room for one more of its kind, which is taken; only for those who work here still."""
        kind = next(place for place, each in enumerate(what) if each is not None)
        board = self._boards.setdefault((of.id, kind), set())
        if of not in (FEMI, OLGA) or len(board) >= MOST or what in board:
            return False
        board.add(what)
        return True
