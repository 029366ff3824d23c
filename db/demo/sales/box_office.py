"""The box office of the demo house: everything that one customer after another bought from it and holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from db.demo.dice import Dice
from db.demo.fundraising.desk import Desk
from db.demo.holdings.agencies import Agencies
from db.demo.holdings.credit import Account
from db.demo.holdings.gift_aid import File, GiftAid
from db.demo.holdings.households import write_household
from db.demo.holdings.mailings import Mailings
from db.demo.holdings.memberships import Memberships
from db.demo.holdings.relationships import Facilitator, Relationships
from db.demo.holdings.series import SeriesSubscriptions
from db.demo.holdings.subscriptions import Subscriptions
from db.demo.holdings.vouchers import some_credit
from db.demo.holdings.waiting_lists import WaitingLists
from db.demo.holdings.wallets import preferring, some_cards
from db.demo.house.programme import BACK
from db.demo.house.rows import House
from db.demo.record import Record
from db.demo.rows import Batch
from db.demo.sales.doors import Doors
from db.demo.sales.drafts import Draft, Gift
from db.demo.sales.patrons import Patron, patron_of
from db.demo.sales.till import Aside, Till
from db.demo.sales.visits import Visits
from db.demo.sales.writing import write_order
from domain.orders import ItemKind, OrderEventKind

HOME_OF_GIFT_AID = "GB"
_BEFORE_FIRST_NIGHT = timedelta(days=45)
_MOST = 95
_LEAST_DAYS = 5  # between two orders of one customer, on average
_ROLES = ("Introduced by", "In honour of", "Host of the table")


class BoxOffice:
    """Serves the customers of one load in the order of their joining; the same arguments serve them alike.

    With dice apart from the others are thrown the doings of fundraisers, and who came on the night.
    """

    def __init__(self, dice: Dice, house: House, country: str, *, apart: Dice) -> None:
        self.dice, self.house = dice, house
        self._till = Till(dice)
        self.visits = Visits(dice, house.programme, house.now)
        self._relationships = Relationships(dice, house.now)
        self.memberships = Memberships(dice, house)
        self.subscriptions = Subscriptions(dice, house)
        self.series = SeriesSubscriptions(dice, house)
        self.mailings = Mailings(dice, house)
        self.waiting_lists = WaitingLists(dice, house)
        self.agencies = Agencies(dice, self.visits, house.now)
        self._doors = Doors(Dice(apart.getrandbits(64)), house)
        self.desk = Desk(apart, house, partial(self._relationships.somebody, apart))
        self.gift_aid = GiftAid(dice, house.zone, house.now) if country == HOME_OF_GIFT_AID else None

    def serve(self, record: Record, batch: Batch) -> None:
        """Everything of the customer of this record, into the batch that holds the record."""
        if record.merged_into is not None:
            return
        write_household(batch, self.dice, record, self.house.now)
        patron = patron_of(record, self.house.now)
        self.mailings.some(batch, record)
        if not patron.individual:
            self._serve_organisation(batch, patron, record)
        else:
            self._serve_individual(batch, patron, record)
        self._relationships.meet(patron)

    def _serve_individual(self, batch: Batch, patron: Patron, record: Record) -> None:
        helpers = self._relationships.of_individual(batch, patron, record)
        if not patron.adult:
            return
        drafts = [self.visits.order(patron, at) for at in self._occasions(patron)]
        drafts += self._facilitated(patron, helpers, most=3)
        drafts += self.agencies.some(batch, patron, record)
        cards = some_cards(self.dice, patron, self.house.now)
        drafts += self.memberships.some(batch, patron, cards)
        for card in preferring(cards):
            batch.add(card)
        drafts += self.subscriptions.some(batch, patron)
        drafts += self.series.some(batch, patron)
        asides = some_credit(batch, self.dice, patron, self.house.now)
        if got := self.waiting_lists.some(batch, patron):
            drafts.append(self.visits.order(patron, got[0], instance=got[1]))
        file = self.gift_aid.some(batch, record) if self.gift_aid else File()
        self._credit_others(drafts)
        portfolio = self.desk.of_individual(patron, record)
        self.desk.link(drafts)
        self.settle(batch, patron, drafts + portfolio.drafts, asides, file)
        portfolio.write(batch, self.desk.dice, self.house.zone)

    def _serve_organisation(self, batch: Batch, patron: Patron, record: Record) -> None:
        """Whatever it buys, somebody buys for it."""
        helpers = self._relationships.of_organisation(batch, patron)
        drafts = self._facilitated(patron, helpers, most=40)
        if helpers and self.dice.chance(0.08):
            helper = helpers[0]
            sold = self.memberships.corporate(batch, patron, helper.patron.id, helper.first, helper.last)
            drafts += sold
        portfolio = self.desk.of_organisation(patron, record, helpers)
        self.desk.link(drafts)
        self.settle(batch, patron, drafts + portfolio.drafts, [], File())
        portfolio.write(batch, self.desk.dice, self.house.zone)

    def _facilitated(self, patron: Patron, helpers: Sequence[Facilitator], *, most: int) -> list[Draft]:
        dice, drafts = self.dice, []
        opens = self.house.now - BACK - _BEFORE_FIRST_NIGHT
        for helper in helpers:
            first = max(helper.first, opens)
            orders = min(most, int(dice.lognormvariate(0.8, 1.0))) if first < helper.last else 0
            for _ in range(orders):
                at = dice.opening_hour(first, helper.last)
                order = self.visits.order(
                    patron, at, facilitator_id=helper.patron.id, of_own_accord_until=helper.last
                )
                if dice.chance(0.04):
                    told = f"Facilitator changed to {helper.patron.name}"
                    order.events.append((OrderEventKind.FACILITATOR_CHANGED, at, order.by, told, None))
                drafts.append(order)
        return drafts

    def _credit_others(self, drafts: Sequence[Draft]) -> None:
        """Somebody else is thanked for some of the orders, mostly of those with a gift."""
        for draft in drafts:
            gives = any(item.kind is ItemKind.DONATION for item in draft.items)
            if self.dice.chance(0.08 if gives else 0.004) and (other := self._relationships.somebody()):
                if other.id in (draft.owner_id, draft.facilitator_id) or other.joined > draft.placed_at:
                    continue
                draft.soft_credits.append((other.id, self.dice.choice(_ROLES)))
                told = f"Soft credit for {other.name}"
                draft.events.append((OrderEventKind.SOFT_CREDITED, draft.placed_at, draft.by, told, None))

    def settle(
        self, batch: Batch, patron: Patron, drafts: list[Draft], asides: Sequence[Aside], file: File
    ) -> None:
        """Let the orders happen in the order of time, and write them."""
        if not drafts and not asides:
            return
        dice, house = self.dice, self.house
        drafts.sort(key=lambda draft: draft.placed_at)
        self._till.settle(drafts, Account(dice, batch, patron.id, house.zone), asides, house.now)

        def claimed(gift: Gift, made_on: date) -> date | None:
            return file.claimed_on(dice, gift, made_on, house.now.date())

        for draft in drafts:
            self._doors.scan(draft)
            write_order(batch, dice, draft, house.zone, claimed)

    def _occasions(self, patron: Patron) -> list[datetime]:
        """When the customer ordered; the last time is when they were last seen."""
        first = max(patron.joined, self.house.now - BACK - _BEFORE_FIRST_NIGHT)
        last = min(patron.seen, self.house.now)
        if last < first or ((last - first).days < 1 and self.dice.chance(0.5)):
            return []
        often = 1 + int(self.dice.lognormvariate(1.06, 1.12))
        orders = min(often, _MOST, 1 + (last - first).days // _LEAST_DAYS)
        return [self.dice.opening_hour(first, last) for _ in range(orders - 1)] + [last] * (orders > 0)
