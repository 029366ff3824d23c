"""The doors of the demo house, where tickets are scanned on the night."""

from __future__ import annotations

from uuid import UUID

from db.demo.dice import Dice
from db.demo.house.rows import House
from db.demo.sales.drafts import Draft, Item
from domain.orders import ItemState

_STAYED_AWAY, _NOT_SCANNED, _ONE_MISSING = 0.04, 0.08, 0.12


class Doors:
    """Scans the tickets of one order after another; they come and go together, mostly."""

    def __init__(self, dice: Dice, house: House) -> None:
        self._dice = dice
        self._over = frozenset(
            each.row.id
            for each in (*house.programme.instances, *house.occasions)
            if each.starts_at < house.now
        )

    def scan(self, draft: Draft) -> None:
        """Say of the tickets that were for the past who came; of some nobody knows."""
        for instance_id in dict.fromkeys(item.instance_id for item in draft.items):
            if instance_id in self._over:
                self._scan(instance_id, draft)

    def _scan(self, instance_id: UUID | None, draft: Draft) -> None:
        lot = self._dice.random()
        if _STAYED_AWAY <= lot < _NOT_SCANNED:
            return
        last: Item | None = None
        for item in draft.items:
            if item.instance_id == instance_id and item.state is ItemState.SOLD:
                item.attended = lot >= _STAYED_AWAY
                last = item
        if last is not None and _NOT_SCANNED <= lot < _ONE_MISSING:
            last.attended = False
