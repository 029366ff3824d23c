"""The box office of the demo house: everything that one customer after another bought from it and holds."""

from __future__ import annotations

from datetime import datetime, timedelta

from db.demo.dice import Dice
from db.demo.holdings.credit import Account
from db.demo.holdings.households import write_household
from db.demo.house.programme import BACK
from db.demo.house.rows import House
from db.demo.record import Record
from db.demo.rows import Batch
from db.demo.sales.drafts import Draft
from db.demo.sales.patrons import Patron, patron_of
from db.demo.sales.till import Aside, Till
from db.demo.sales.visits import Visits
from db.demo.sales.writing import write_order

_BEFORE_FIRST_NIGHT = timedelta(days=45)
_MOST = 95
_LEAST_DAYS = 5  # between two orders of one customer, on average


class BoxOffice:
    """Serves the customers of one load in the order of their joining; the same arguments serve them alike."""

    def __init__(self, dice: Dice, house: House, country: str) -> None:
        self._dice = dice
        self._house = house
        self._country = country
        self._till = Till(dice)
        self._visits = Visits(dice, house.programme, house.now)

    def serve(self, record: Record, batch: Batch) -> None:
        """Everything of the customer of this record, into the batch that holds the record."""
        if record.merged_into is not None:
            return
        write_household(batch, self._dice, record, self._house.now)
        patron = patron_of(record, self._house.now)
        drafts: list[Draft] = []
        asides: list[Aside] = []
        if patron.adult and patron.individual:
            drafts += [self._visits.order(patron, at) for at in self._occasions(patron)]
        self._settle(batch, patron, drafts, asides)

    def _settle(self, batch: Batch, patron: Patron, drafts: list[Draft], asides: list[Aside]) -> None:
        if not drafts and not asides:
            return
        drafts.sort(key=lambda draft: draft.placed_at)
        account = Account(self._dice, batch, patron.id, self._house.zone)
        self._till.settle(drafts, account, asides, self._house.now)
        for draft in drafts:
            write_order(batch, self._dice, draft, self._house.zone, lambda gift, made_on: None)

    def _occasions(self, patron: Patron) -> list[datetime]:
        """When the customer ordered; the last time is when they were last seen."""
        first = max(patron.joined, self._house.now - BACK - _BEFORE_FIRST_NIGHT)
        last = min(patron.seen, self._house.now)
        if last < first or ((last - first).days < 1 and self._dice.chance(0.5)):
            return []
        often = 1 + int(self._dice.lognormvariate(0.98, 1.12))
        orders = min(often, _MOST, 1 + (last - first).days // _LEAST_DAYS)
        return [self._dice.opening_hour(first, last) for _ in range(orders - 1)] + [last] * (orders > 0)
