"""Who waits for what: entries of demo customers on the lists of events that are sold out, or nearly."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from db.demo.dice import Dice
from db.demo.holdings.rows import WaitingListEntryRow, WaitingListInstanceRow
from db.demo.house.programme import Instance
from db.demo.house.rows import House
from db.demo.rota import Rota
from db.demo.rows import Batch
from db.demo.sales.patrons import Patron
from domain.events import Availability
from domain.waiting_lists import WaitingStatus

_DAY = timedelta(days=1)
_WANTED = {Availability.SOLD_OUT, Availability.LIMITED}
_NOTES = (
    "Two together if at all possible",
    "Any seat will do",
    "Has given up on the stalls",
    "Ring, do not write",
)
_STATUSES = (
    WaitingStatus.WAITING,
    WaitingStatus.EXPIRED,
    WaitingStatus.FULFILLED,
    WaitingStatus.WAITING,
    WaitingStatus.OFFERED,
    WaitingStatus.REMOVED,
    WaitingStatus.WAITING,
    WaitingStatus.WAITING,
)
_MOVED = 7  # one in so many, by staff


class WaitingLists:
    """Puts customers on lists."""

    def __init__(self, dice: Dice, house: House) -> None:
        self._dice, self._now = dice, house.now
        self._rota = Rota(_STATUSES)
        self._entries = 0
        to_come = house.programme.between(house.now, house.now + 400 * _DAY)
        self._wanted: dict[UUID, list[Instance]] = {}
        for each in to_come:
            if each.row.availability in _WANTED:
                self._wanted.setdefault(each.event.id, []).append(each)
        self._sold_out = [
            event
            for event, found in self._wanted.items()
            if any(each.row.availability == Availability.SOLD_OUT for each in found)
        ]
        self._limited = list(self._wanted)
        self._over = [each for each in house.programme.instances if each.starts_at < house.now - 3 * _DAY]

    def some(self, batch: Batch, patron: Patron) -> tuple[datetime, Instance] | None:
        """Perhaps a place on a list; whoever got their tickets is to buy them: the answer is when, and for what."""
        dice = self._dice
        if not dice.chance(0.05) or not self._sold_out:
            return None
        # Who was not here lately waits for nothing that is still to come.
        recent = patron.seen > self._now - 90 * _DAY
        able = set(WaitingStatus) if recent and patron.active else {WaitingStatus.EXPIRED}
        if recent and not patron.active:
            able.add(WaitingStatus.REMOVED)
        status = self._rota.take(able.__contains__)
        if status is None:
            return None
        if status is WaitingStatus.EXPIRED:
            self._missed(batch, patron)
            return None
        events = self._sold_out if dice.chance(0.8) else self._limited
        event_id = dice.choice(events)
        created = dice.opening_hour(max(patron.joined, self._now - 90 * _DAY), patron.seen)
        offered = dice.opening_hour(created, patron.seen)
        self.put(batch, patron.id, event_id, status, created, offered=offered)
        return (offered, self._wanted[event_id][0]) if status is WaitingStatus.FULFILLED else None

    def put(
        self,
        batch: Batch,
        customer_id: UUID,
        event_id: UUID,
        status: WaitingStatus,
        created: datetime,
        *,
        id: UUID | None = None,
        quantity: int | None = None,
        any_instance: bool | None = None,
        offered: datetime | None = None,
    ) -> None:
        """Write an entry; its place is by the time at which it was made, unless staff moved it."""
        dice = self._dice
        key = id or dice.key(created)
        place = Decimal(int(created.timestamp()))
        self._entries += 1
        if self._entries % _MOVED == 0:
            place -= Decimal("86400.5")
        any_of_them = dice.chance(0.6) if any_instance is None else any_instance
        answered = status in {WaitingStatus.OFFERED, WaitingStatus.FULFILLED}
        batch.add(
            WaitingListEntryRow(
                key,
                event_id,
                customer_id,
                quantity or dice.choice((1, 2, 2, 2, 3, 4, 6)),
                any_of_them,
                dice.choice(_NOTES) if dice.chance(0.3) else None,
                status,
                place,
                created,
                dice.choice(("bea", "ade")),
                offered if answered else None,
            )
        )
        if not any_of_them and event_id in self._wanted:
            able = self._wanted[event_id]
            for each in dice.sample(able, min(len(able), dice.choice((1, 1, 2)))):
                batch.add(WaitingListInstanceRow(key, each.row.id))

    def _missed(self, batch: Batch, patron: Patron) -> None:
        """A list of an event that is over by now."""
        able = [each for each in self._over[-120:] if patron.joined < each.starts_at - 9 * _DAY]
        if not able:
            return
        missed = self._dice.choice(able)
        last = max(each.starts_at for each in self._over if each.event is missed.event)
        if last >= self._now:
            return
        until = min(patron.seen, missed.starts_at - _DAY)
        if patron.joined < until:
            created = self._dice.opening_hour(max(patron.joined, until - 60 * _DAY), until)
            self.put(batch, patron.id, missed.event.id, WaitingStatus.EXPIRED, created, any_instance=True)
