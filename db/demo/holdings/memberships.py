"""The memberships of demo customers: chains of terms, and the orders that bought them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from db.demo.dice import Dice
from db.demo.holdings.rows import MembershipRow, MembershipTermRow, WalletCardRow
from db.demo.holdings.wallets import card, good_on
from db.demo.house.memberships import (
    CORPORATE,
    FRIEND,
    MONTHLY,
    PATRON,
    YOUNG,
    MembershipTypeRow,
    season_circle,
)
from db.demo.house.rows import House
from db.demo.rota import Rota
from db.demo.rows import Batch
from db.demo.sales.drafts import Draft, Gift, Item, Return
from db.demo.sales.patrons import Patron, seller
from domain.memberships import Period, PeriodUnit, Term, add_months, first_term, next_term, renewable_from
from domain.orders import DonationSource, ItemKind, PaymentMethod, SalesChannel

AUTO_RENEW = "system\\auto-renew"
_DAY = timedelta(days=1)


class Story(NamedTuple):
    """How a membership came to stand where it stands; it needs somebody who was here so many days ago or later."""

    name: str
    seen_within: int = 5 * 365
    known_for: int = 30


_PLAIN, _AUTO, _MONTHLY = Story("plain", known_for=400), Story("auto", 330, 400), Story("monthly", 400, 60)
_STORIES = (
    Story("future", 40),
    Story("grace", 330, 400),
    Story("returned", 1500, 60),
    _PLAIN,
    _AUTO,
    Story("cancelled", 300, 30),
    Story("custom", 300, 30),
    _MONTHLY,
    Story("season", 900, 200),
    Story("auto, card expiring", 320, 400),
    _PLAIN,
    Story("young", 5 * 365, 4 * 365),
    Story("lapsed and back", 300, 900),
    _AUTO,
    Story("season", 300, 30),
    Story("renewed", 45, 400),
    _PLAIN,
    _MONTHLY,
)


@dataclass(slots=True)
class Chain:
    """A membership while it is told: its terms, and when and by whom each was bought."""

    kind: MembershipTypeRow
    id: UUID
    terms: list[Term]
    bought: list[tuple[datetime, str]]
    auto_renew: bool = False
    card_id: UUID | None = None
    cancelled_at: datetime | None = None
    returned_at: datetime | None = None
    custom_reason: str | None = None

    @property
    def period(self) -> Period:
        return period_of(self.kind, self.terms[0].starts)


def period_of(kind: MembershipTypeRow, starts: date) -> Period:
    """How long terms of the type ran when the first of a chain began: of a season, to the end of that one."""
    unit = PeriodUnit(kind.period_unit) if kind.period_unit else None
    ends = kind.fixed_end and season_circle(starts).fixed_end
    return Period(kind.period_length, unit, ends)


class Memberships:
    """Makes memberships in turn, so that each status occurs among a few dozen."""

    def __init__(self, dice: Dice, house: House) -> None:
        self._dice, self._house = dice, house
        self._rota = Rota(_STORIES)
        self._today = house.now.date()

    def some(self, batch: Batch, patron: Patron, cards: list[WalletCardRow]) -> list[Draft]:
        """Perhaps a membership of this Individual; a card that it needs is added to `cards`."""
        if not self._dice.chance(0.1):
            return []
        story = self._rota.take(
            lambda each: (
                patron.seen >= self._house.now - each.seen_within * _DAY
                and patron.joined <= self._house.now - each.known_for * _DAY
                and patron.active
            )
        )
        if story is None:
            return []
        chain = self._begin(story, patron)
        if chain is None:
            return []
        if story.name != "grace":
            self.go_on(chain, patron, auto=story.name.startswith(("auto", "monthly")))
        self._end(story, chain, patron, cards)
        return self.sell(batch, chain, patron)

    def corporate(
        self, batch: Batch, patron: Patron, facilitator_id: UUID, since: datetime, until: datetime
    ) -> list[Draft]:
        """A membership of an Organisation, which somebody bought for it between these times."""
        first = max(since, self._house.now - 4 * 365 * _DAY)
        if first >= until:
            return []
        chain = self._sold(CORPORATE, self._dice.opening_hour(first, until))
        self.go_on(chain, patron, until=until)
        drafts = self.sell(batch, chain, patron)
        for draft in drafts:
            draft.facilitator_id = facilitator_id
        return drafts

    def _begin(self, story: Story, patron: Patron) -> Chain | None:
        dice, now = self._dice, self._house.now
        first, last = max(patron.joined, now - 6 * 365 * _DAY), patron.seen
        kind = dice.choice((FRIEND, FRIEND, FRIEND, PATRON))
        match story.name:
            case "future":
                return self._sold(FRIEND, last, starts=self._today + dice.randint(3, 45) * _DAY)
            case "grace":
                ended = self._today - dice.randint(1, FRIEND.renewal_closes_days_after) * _DAY
                starts = add_months(ended + _DAY, -12)
                at = self._on(starts)
                return self._sold(FRIEND, at, starts=starts) if first <= at <= last else None
            case "monthly":
                since = max(first, now - 420 * _DAY)
                return self._sold(MONTHLY, dice.opening_hour(since, last)) if since < last else None
            case "season":
                return self._sold(self._house.season_circle, dice.opening_hour(first, last))
            case "young":
                until = min(last, now - 3 * 365 * _DAY)
                return self._sold(YOUNG, dice.opening_hour(first, until)) if first < until else None
            case "lapsed and back" | "renewed" | "auto" | "auto, card expiring":
                until = min(last, now - 380 * _DAY)
                return self._sold(kind, dice.opening_hour(first, until)) if first < until else None
            case "cancelled" | "custom":
                return self._sold(kind, dice.opening_hour(max(first, now - 300 * _DAY), last))
            case _:
                return self._sold(kind, dice.opening_hour(first, last))

    def _sold(self, kind: MembershipTypeRow, at: datetime, starts: date | None = None) -> Chain:
        starts = starts or at.astimezone(self._house.zone).date()
        term = first_term(starts, period_of(kind, starts))
        who = seller(self._dice, SalesChannel.PHONE if self._dice.chance(0.4) else SalesChannel.WEB)
        return Chain(kind, self._dice.key(at), [term], [(at, who)])

    def go_on(
        self, chain: Chain, patron: Patron, *, auto: bool = False, until: datetime | None = None
    ) -> None:
        """Renewals inside the window, for as long as the customer came."""
        dice, kind = self._dice, chain.kind
        until = until or patron.seen
        while len(chain.terms) < 40 and kind.active:
            ends = chain.terms[-1].ends
            day = (
                ends - _DAY if auto else renewable_from(ends, dice.randint(0, kind.renewal_opens_days_before))
            )
            if not auto and dice.chance(0.2):
                day = ends + dice.randint(1, kind.renewal_closes_days_after) * _DAY
            at = self._on(day)
            if at <= chain.bought[-1][0] or at > (self._house.now if auto else until):
                return
            if not auto and not dice.chance(0.75):
                return
            chain.terms.append(next_term(chain.terms, chain.period))
            chain.bought.append((at, AUTO_RENEW if auto else seller(dice, SalesChannel.WEB)))

    def _end(self, story: Story, chain: Chain, patron: Patron, cards: list[WalletCardRow]) -> None:
        dice, now = self._dice, self._house.now
        bought = chain.bought[-1][0]
        match story.name:
            case "returned":
                chain.returned_at = dice.opening_hour(
                    bought, min(bought + 20 * _DAY, max(patron.seen, bought), now)
                )
            case "cancelled":
                chain.cancelled_at = dice.opening_hour(bought, max(patron.seen, bought))
            case "custom":
                term = chain.terms[-1]
                chain.terms[-1] = Term(term.starts, term.ends + 31 * _DAY, custom_end=True)
                chain.custom_reason = "A month for the one in which the house was closed"
            case "auto" | "auto, card expiring" | "monthly":
                chain.auto_renew = True
                chain.card_id = self._card_for(chain, patron, cards, soon=story.name.endswith("expiring"))

    def _card_for(self, chain: Chain, patron: Patron, cards: list[WalletCardRow], *, soon: bool) -> UUID:
        """A card of the wallet that may be charged; or one that is good, but not by the time it is needed."""
        now = self._house.now
        able = [each for each in cards if each.continuous_authority and good_on(each, now)]
        if soon or not able:
            expires = now + (5 if soon else 700) * _DAY
            able = [card(self._dice, patron.id, patron.name, chain.bought[0][0], expires)]
            cards += able
        return able[0].id

    def sell(self, batch: Batch, chain: Chain, patron: Patron) -> list[Draft]:
        """Write the membership and its terms; the answer is the orders, one a term."""
        kind = chain.kind
        batch.add(
            MembershipRow(
                chain.id,
                patron.id,
                kind.id,
                chain.auto_renew,
                chain.card_id,
                chain.cancelled_at,
                chain.returned_at,
                chain.bought[0][0],
            )
        )
        drafts = []
        for nth, (term, (at, by)) in enumerate(zip(chain.terms, chain.bought, strict=True)):
            price = kind.renewal_price_minor if nth else kind.price_minor
            term_id = self._dice.key(at, nth)
            reason = chain.custom_reason if term.custom_end else None
            automatic = by == AUTO_RENEW
            batch.add(MembershipTermRow(term_id, chain.id, term.starts, term.ends, price, automatic, reason))
            drafts.append(_order(self._dice, patron, at, by, membership_item(kind, price, term_id)))
        if chain.returned_at is not None:
            drafts[-1].then(
                chain.returned_at, seller(self._dice, SalesChannel.PHONE), Return(tuple(drafts[-1].items))
            )
        return drafts

    def _on(self, day: date) -> datetime:
        return datetime.combine(day, time(9 + self._dice.randrange(10), self._dice.randrange(60)), UTC)


def membership_item(kind: MembershipTypeRow, price: int, term_id: UUID) -> Item:
    """What is sold for a term, and the gift in it."""
    gift = None
    if kind.donation_minor:
        assert kind.fund_id is not None, "a type with a gift in it has a fund"
        gift = Gift(kind.fund_id, DonationSource.MEMBERSHIP_DONATION, kind.donation_minor)
    return Item(ItemKind.MEMBERSHIP, price, term_id=term_id, gift=gift)


def _order(dice: Dice, patron: Patron, at: datetime, by: str, item: Item) -> Draft:
    web = by in {"Web", AUTO_RENEW}
    channel = SalesChannel.WEB if web else SalesChannel.PHONE
    method = PaymentMethod.CARD if web else patron.method(dice, channel)
    order = Draft(patron.id, patron.name, at, channel, by, method, [item], spends_credit=False)
    return order.bought()
