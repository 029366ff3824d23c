"""The few demo customers who sell tickets for the house, and what they earn with them."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from itertools import cycle
from uuid import UUID

from db.demo.dice import Dice
from db.demo.holdings.rows import AgentRow
from db.demo.house.agencies import COACHES, COMMISSIONS, HOTELS, OLD
from db.demo.house.tickets import Priced
from db.demo.record import Record
from db.demo.rows import Batch
from db.demo.sales.drafts import Draft
from db.demo.sales.patrons import Patron
from db.demo.sales.visits import Visits

AGENTS = 4
_EVERY = 50  # so many customers lie between two agents, at least
_DAY = timedelta(days=1)
_STRUCTURES = (COACHES.id, HOTELS.id, None, OLD.id)


class Agencies:
    """Makes agents of the first customers who could be one."""

    def __init__(self, dice: Dice, visits: Visits, now: datetime) -> None:
        self._dice, self._visits, self._now = dice, visits, now
        self._structures = cycle(_STRUCTURES)
        self._made = self._passed = 0

    def some(self, batch: Batch, patron: Patron, record: Record) -> list[Draft]:
        """The orders of an agent; none for everybody else."""
        self._passed += 1
        able = patron.active and patron.individual and patron.adult and record.details.mobile is not None
        busy = patron.seen > self._now - 250 * _DAY and patron.joined < self._now - 500 * _DAY
        if self._made >= AGENTS or self._passed < _EVERY or not (able and busy and patron.email):
            return []
        self._passed = 0
        self._made += 1
        since = max(patron.joined, self._now - 3 * 365 * _DAY)
        return self.appoint(batch, patron, since, next(self._structures), api=self._made in (2, 3))

    def appoint(
        self,
        batch: Batch,
        patron: Patron,
        since: datetime,
        structure_id: UUID | None,
        *,
        api: bool,
        orders: int | None = None,
    ) -> list[Draft]:
        """Write the agent; the answer is what they ordered since, with their commission inside the prices."""
        dice = self._dice
        key = sha256(patron.id.bytes).hexdigest() if api else None
        batch.add(AgentRow(patron.id, structure_id, api, key, since if api else None, since))
        earns = _Earnings(structure_id) if structure_id is not None else None
        moments = [dice.opening_hour(since, patron.seen) for _ in range(orders or dice.randint(18, 40))]
        return [self._visits.order(patron, at, earns=earns) for at in moments]


class _Earnings:
    """What a structure leaves to the agent."""

    def __init__(self, structure_id: UUID) -> None:
        self._structure = COMMISSIONS[structure_id]

    def __call__(self, priced: Priced) -> int:
        price = priced.full - priced.discount
        return self._structure.commission(priced.ticket_type_id, priced.price_band_id, price)
