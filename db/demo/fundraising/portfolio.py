"""What the fundraisers have on one customer, until it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from db.demo.dice import Dice
from db.demo.fundraising.promises import Promise, write_promise
from db.demo.fundraising.prospects import Prospect, write_prospect
from db.demo.rows import Batch
from db.demo.sales.drafts import Draft


@dataclass(slots=True, eq=False)
class Portfolio:
    """Opportunities with their promises, and the orders that came of them."""

    prospects: list[Prospect] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)

    def write(self, batch: Batch, dice: Dice, zone: ZoneInfo) -> None:
        """All rows but those of the orders, which are to be settled before."""
        for prospect in self.prospects:
            write_prospect(batch, prospect, zone, dice.key)
        for promise in self.promises:
            write_promise(batch, promise, zone, dice.key)
