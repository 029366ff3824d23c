"""With what the showcase is told: one box office of its own, and keys and numbers that stay the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from db.demo.dice import Dice
from db.demo.fixed import Series, fixed_id
from db.demo.fundraising.promises import linked
from db.demo.fundraising.prospects import Prospect
from db.demo.fundraising.shown import LINKED, shown_prospects
from db.demo.holdings.gift_aid import File, Story
from db.demo.holdings.memberships import Chain, period_of
from db.demo.holdings.relationships import relationship
from db.demo.holdings.rows import WalletCardRow
from db.demo.holdings.wallets import card
from db.demo.house.connections import RelationshipTypeRow
from db.demo.house.memberships import MembershipTypeRow
from db.demo.house.programme import Instance
from db.demo.house.rows import House
from db.demo.rows import Batch
from db.demo.sales.box_office import BoxOffice
from db.demo.sales.drafts import Draft
from db.demo.sales.extras import some_donation
from db.demo.sales.patrons import Patron
from db.demo.sales.till import Aside
from domain.events import Availability
from domain.gift_aid import Coverage, DeclarationType, EvidenceMethod
from domain.memberships import first_term, next_term
from domain.orders import SalesChannel
from domain.waiting_lists import WaitingStatus

FIRST_ORDER_NUMBER = 200001
_SEED = 1000001
_DAY = timedelta(days=1)
PAPER = Story(DeclarationType.PAPER, EvidenceMethod.MANUAL, Coverage.SINCE)
ONLINE = Story(DeclarationType.ONLINE, EvidenceMethod.ONLINE)
BY_POST = Story(DeclarationType.VERBAL, EvidenceMethod.POST, sent=False)
BY_EMAIL = BY_POST._replace(evidence=EvidenceMethod.EMAIL)


class Cast:
    """What all scripts share; orders are numbered from 200001, those of the first customer first."""

    def __init__(self, house: House, country: str) -> None:
        self.dice = Dice(_SEED)
        self.house = house
        self.office = BoxOffice(self.dice, house, country, apart=Dice(_SEED + 1))
        self.prospects = shown_prospects(self.ago, house.now)
        self.orders = 0
        self._cards = 0

    def ago(self, days: float, hour: int = 11) -> datetime:
        """A time of day so many days before today."""
        return self.house.now - days * _DAY + timedelta(hours=hour)

    def settle(
        self,
        batch: Batch,
        patron: Patron,
        drafts: list[Draft],
        asides: Sequence[Aside] = (),
        file: File | None = None,
    ) -> None:
        """Number the orders and their items, and let them happen; some of them count towards an opportunity."""
        for days, ordinal in LINKED.get(patron.id, {}).items():
            self._link(drafts, self.ago(days), self.prospects[ordinal])
        for draft in sorted(drafts, key=lambda each: each.placed_at):
            self.orders += 1
            draft.id, draft.number = fixed_id(Series.ORDER, self.orders), FIRST_ORDER_NUMBER - 1 + self.orders
            for nth, item in enumerate(draft.items, start=1):
                item.id = fixed_id(Series.ORDER_ITEM, self.orders * 100 + nth)
                if item.gift is not None:
                    item.gift.id = fixed_id(Series.DONATION, self.orders * 100 + nth)
        self.office.settle(batch, patron, drafts, asides, file or File())

    def _link(self, drafts: Sequence[Draft], placed_at: datetime, prospect: Prospect) -> None:
        for draft in drafts:
            if draft.placed_at == placed_at and not any(item.opportunity_id for item in draft.items):
                for item in draft.items:
                    item.opportunity_id = prospect.id
                draft.events.append(linked(prospect, placed_at, prospect.owner.username))

    def card(
        self, patron: Patron, added: datetime, expires: datetime, removed: datetime | None = None
    ) -> WalletCardRow:
        """A card with a key that stays the same."""
        self._cards += 1
        key = fixed_id(Series.WALLET_CARD, self._cards)
        return card(self.dice, patron.id, patron.name, added, expires, id=key, removed=removed, used=added)

    def membership(
        self,
        batch: Batch,
        patron: Patron,
        ordinal: int,
        kind: MembershipTypeRow,
        *bought: datetime,
        card_id: UUID | None = None,
        monthly: bool = False,
    ) -> list[Draft]:
        """A chain with a term for each of these times, the first from its day on; it renews itself with a card.

        A monthly one does so up to today.
        """
        starts = bought[0].astimezone(self.house.zone).date()
        period = period_of(kind, starts)
        terms = [first_term(starts, period)]
        while len(terms) < len(bought):
            terms.append(next_term(terms, period))
        chain = Chain(kind, fixed_id(Series.MEMBERSHIP, ordinal), terms, [(at, "Web") for at in bought])
        chain.auto_renew, chain.card_id = card_id is not None, card_id
        if monthly:
            self.office.memberships.go_on(chain, patron, auto=True)
        return self.office.memberships.sell(batch, chain, patron)

    def relate(
        self,
        batch: Batch,
        ordinal: int,
        kind: RelationshipTypeRow,
        a: int,
        b: int,
        *,
        since: float | None = None,
        ended: float | None = None,
        importance: tuple[int, int] = (3, 3),
    ) -> None:
        """Connect two of the twelve, who are named by their places."""
        key = fixed_id(Series.RELATIONSHIP, ordinal)
        starts = None if since is None else self.ago(since).date()
        ends = None if ended is None else self.ago(ended).date()
        people = fixed_id(Series.CUSTOMER, a), fixed_id(Series.CUSTOMER, b)
        made = self.ago(900)
        batch.add(relationship(key, kind, *people, made, starts=starts, ends=ends, importance=importance))

    def wait(self, batch: Batch, ordinal: int, patron: Patron, days: float, quantity: int = 2) -> None:
        """A place on the list of the next event that is sold out."""
        sold_out = next(
            each
            for each in self.house.programme.between(self.house.now, self.house.now + 300 * _DAY)
            if each.row.availability == Availability.SOLD_OUT
        )
        self.office.waiting_lists.put(
            batch,
            patron.id,
            sold_out.event.id,
            WaitingStatus.WAITING,
            self.ago(days),
            id=fixed_id(Series.WAITING_LIST_ENTRY, ordinal),
            quantity=quantity,
            any_instance=ordinal != 1,
        )

    def to_come(self, days: float, *availability: Availability) -> Instance:
        """The first seated instance after so many days that stands so."""
        first, last = self.house.now + days * _DAY, self.house.now + 300 * _DAY
        return next(
            each
            for each in self.house.programme.between(first, last)
            if each.row.availability in availability and len(each.plan.on_sale) > each.taken + 20
        )

    def gift(self, patron: Patron, days: float) -> Draft:
        """A donation of some size, made on the phone."""
        item = some_donation(self.dice, patron, generous=True)
        channel = SalesChannel.PHONE
        method = patron.method(self.dice, channel)
        order = Draft(
            patron.id, patron.name, self.ago(days), channel, "femi", method, [item], spends_credit=False
        )
        return order.bought()
