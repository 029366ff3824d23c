"""Somebody who promised a gift, for tests: the pledge with its instalments, and donations that pay it."""

from __future__ import annotations

from datetime import date
from typing import Any

from db.models import Customer, Donation, Pledge, PledgeInstalment
from tests import box_office as sell
from tests import factories as make
from tests import fundraising as raise_


class Promised:
    """A customer with an opportunity; a pledge of as many instalments of 40.00 as there are days."""

    def __init__(self, *days: date, who: Customer | None = None, **pledge: Any) -> None:
        home, person = make.individual()
        self.who = who or person
        self.campaign = raise_.campaign()
        self.stage = raise_.stage()
        self.opportunity = raise_.opportunity(self.who, self.campaign, self.stage)
        self.fund = sell.fund()
        self.pledge = raise_.pledge(self.opportunity, self.fund, 4000 * max(1, len(days)), **pledge)
        self.instalments = [self.instalment(number, day) for number, day in enumerate(days, 1)]
        self.rows: list[Any] = [
            *(() if who else (home, person)),
            *(self.campaign, self.stage, self.opportunity, self.fund, self.pledge, *self.instalments),
        ]

    def instalment(self, number: int, day: date) -> PledgeInstalment:
        """One of 40.00."""
        return raise_.instalment(self.pledge, number, amount_minor=4000, due_on=day)

    def gives(self, *shares: tuple[int, int], to: Pledge | None = None, **donation: Any) -> Donation:
        """A donation of which so much is for each instalment, by number; or for another pledge or legacy."""
        order = sell.order(self.who)
        source = "PLEDGE_INSTALMENT" if to is None else "LEGACY"
        item, gift = sell.donation(
            order, self.fund, sum(amount for _, amount in shares), **{"source": source, **donation}
        )
        parts = {each.number: each for each in self.instalments}
        payments = [
            raise_.paid(to or self.pledge, gift, None if to else parts[number], amount_minor=amount)
            for number, amount in shares
        ]
        self.rows += [order, *raise_.link(self.opportunity, item), gift, *payments]
        return gift
