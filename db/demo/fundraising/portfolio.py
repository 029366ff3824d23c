"""What the fundraisers have on one customer, until it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from db.demo.dice import Dice
from db.demo.fundraising.guests import Invited, write_invitation
from db.demo.fundraising.promises import Promise, write_promise
from db.demo.fundraising.prospects import Prospect, write_prospect
from db.demo.fundraising.rows import ActivityRow, PinRow
from db.demo.rows import Batch
from db.demo.sales.drafts import Draft


@dataclass(slots=True, eq=False)
class Portfolio:
    """Opportunities with their promises, and the orders that came of them; activities, invitations and pins."""

    prospects: list[Prospect] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    activities: list[ActivityRow] = field(default_factory=list)
    invited: list[Invited] = field(default_factory=list)
    pins: list[PinRow] = field(default_factory=list)

    def write(self, batch: Batch, dice: Dice, zone: ZoneInfo) -> None:
        """All rows but those of the orders, which are to be settled before."""
        for prospect in self.prospects:
            write_prospect(batch, prospect, zone, dice.key)
        for promise in self.promises:
            write_promise(batch, promise, zone, dice.key)
        for invited in self.invited:
            write_invitation(batch, invited, dice.key)
        for row in (*self.activities, *self.pins):
            batch.add(row)
