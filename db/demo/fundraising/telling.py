"""Tells the story of one opportunity: when it was opened, how it went on, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from db.demo.dice import Dice
from db.demo.fundraising.givers import Giver
from db.demo.fundraising.pledging import Pledging, promise_of
from db.demo.fundraising.portfolio import Portfolio
from db.demo.fundraising.promises import Promise, gift_order, linked
from db.demo.fundraising.prospects import Prospect
from db.demo.fundraising.stories import (
    LOST_BECAUSE,
    WITHDRAWN_BECAUSE,
    Story,
    fund_of,
    say_more,
    some_campaign,
    some_target,
)
from db.demo.house.fundraising import ASKED, IDENTIFIED, PLEDGED, RECEIVED, STAGES, StageRow
from db.demo.house.rows import House
from db.demo.personas import FEMI, OLGA
from db.demo.sales.drafts import Draft, Gift
from db.demo.sales.tickets import some_tickets
from domain.events import Availability
from domain.opportunities import Outcome
from domain.orders import DonationSource, PaymentMethod, SalesChannel

_DAY = timedelta(days=1)
_FREE = (Availability.ON_SALE, Availability.LIMITED)


@dataclass(frozen=True, slots=True)
class Teller:
    """Makes opportunities, and puts them with all that came of them into a portfolio."""

    dice: Dice
    house: House

    @property
    def _latest(self) -> datetime:
        return self.house.now - timedelta(hours=2)

    def tell(self, portfolio: Portfolio, giver: Giver, story: Story) -> None:
        """One opportunity of that story; none where there was no time for it."""
        match story.promise:
            case None:
                self._without_promise(portfolio, giver, story)
            case "legacy":
                self._legacy(portfolio, giver, story)
            case "legacy paid":
                self._of_estate(portfolio, giver, story)
            case kind:
                self._pledged(portfolio, giver, story, kind)

    def _begin(self, giver: Giver, story: Story, opened_at: datetime) -> Prospect:
        dice, individual = self.dice, giver.patron.individual
        campaign = some_campaign(dice, story, individual=individual)
        prospect = Prospect(
            dice.key(opened_at),
            giver.patron.id,
            campaign,
            fund_of(campaign),
            story.owner or dice.choice((FEMI, FEMI, OLGA)),
            some_target(dice, individual=individual),
        )
        say_more(dice, prospect)
        return prospect

    def _without_promise(self, portfolio: Portfolio, giver: Giver, story: Story) -> None:
        dice, first = self.dice, giver.patron.joined + timedelta(hours=1)
        given_at = None
        if story.gift:
            given_at = dice.opening_hour(max(giver.first + _DAY, giver.last - 500 * _DAY), giver.last)
        last = given_at or self._ended(story, first)
        opened_at = max(first, last - dice.randint(25, 420) * _DAY)
        prospect = self._begin(giver, story, opened_at)
        if given_at is not None:
            self._climb(prospect, ASKED, opened_at, given_at)
            amount = prospect.target * dice.choice((40, 80, 100, 100, 120)) // 100
            source = DonationSource.STANDALONE
            gift = Gift(prospect.fund_id, source, amount, prospect.campaign.id)
            method = PaymentMethod.BANK_TRANSFER if amount > 200000 else PaymentMethod.CARD
            portfolio.drafts.append(gift_order(prospect, giver, given_at, gift, method))
            prospect.go(given_at + timedelta(minutes=20), RECEIVED)
            last = min(given_at + dice.randint(1, 20) * _DAY, self._latest)
        else:
            until = opened_at + (last - opened_at) * (0.5 if story.reopened else 0.9)
            self._climb(prospect, story.stage, opened_at, until)
        if story.reopened:
            closed = dice.between(prospect.steps[-1].at, opened_at + (last - opened_at) * 0.7)
            prospect.close(closed, Outcome.LOST, dice.choice(LOST_BECAUSE))
            prospect.reopen(dice.between(closed, last), "Rang us: the house sold, and there is money again.")
        self._finish(portfolio, prospect, story, last)
        if story.seats:
            self._hold_seats(portfolio, giver, prospect)

    def _hold_seats(self, portfolio: Portfolio, giver: Giver, prospect: Prospect) -> None:
        """Seats for a party are reserved, and are to be paid for with the gift."""
        dice, now = self.dice, self.house.now
        at = max(now - dice.randint(5, 150) * timedelta(hours=1), prospect.opened_at)
        ahead = self.house.programme.between(now + 20 * _DAY, now + 150 * _DAY)
        able = [each for each in ahead if each.sells_at(at) and each.row.availability in _FREE]
        if not giver.first <= at <= giver.last or not able:
            return
        party, by = dice.choice(able), prospect.owner.username
        items = some_tickets(dice, party, dice.choice((2, 4, 6)), SalesChannel.PHONE)
        for item in items:
            item.opportunity_id = prospect.id
        owner = giver.patron
        draft = Draft(owner.id, owner.name, at, SalesChannel.PHONE, by, PaymentMethod.CARD, items)
        draft.facilitator_id, draft.reserved_until = giver.facilitator_id, now + dice.randint(4, 16) * _DAY
        draft.events.append(linked(prospect, at, by))
        portfolio.drafts.append(draft)

    def _ended(self, story: Story, joined: datetime) -> datetime:
        """When it was closed, or else the end of time."""
        if story.outcome is Outcome.OPEN:
            return self._latest
        return self.dice.opening_hour(max(joined + 20 * _DAY, self._latest - 800 * _DAY), self._latest)

    def _pledged(self, portfolio: Portfolio, giver: Giver, story: Story, kind: str) -> None:
        dice = self.dice
        amount = (
            some_target(dice, individual=giver.patron.individual) * dice.choice((80, 100, 100, 90)) // 100
        )
        pledging = Pledging(dice, self.house.now)
        agreed = pledging.agree(giver, kind, amount) if giver.gives else None
        if agreed is None:
            return
        joined = giver.patron.joined + timedelta(hours=1)
        opened_at = max(joined, agreed.at - dice.randint(20, 300) * _DAY)
        prospect = self._begin(giver, story, opened_at)
        self._climb(prospect, ASKED, opened_at, opened_at + (agreed.at - opened_at) * 0.9)
        prospect.target, prospect.asked = amount * dice.choice((100, 100, 125)) // 100, amount
        prospect.go(agreed.at, PLEDGED)
        promise = promise_of(prospect, agreed, dice)
        drafts = pledging.keep(promise, giver, kind)
        portfolio.drafts += drafts
        portfolio.promises.append(promise)
        ended = promise.cancelled_at or promise.written_off_at
        last = ended or (drafts[-1].placed_at if drafts else agreed.at) + timedelta(hours=1)
        if story.stage is RECEIVED:
            prospect.go(last, RECEIVED)
        self._finish(portfolio, prospect, story, last + timedelta(minutes=15))

    def _legacy(self, portfolio: Portfolio, giver: Giver, story: Story) -> None:
        """Somebody told us of their will."""
        dice = self.dice
        told_at = dice.opening_hour(giver.patron.joined + 100 * _DAY, self._latest)
        opened_at = told_at - dice.randint(10, 90) * _DAY
        prospect = self._begin(giver, story, opened_at)
        self._climb(prospect, story.stage, opened_at, told_at)
        self._in_will(portfolio, prospect, told_at)
        self._finish(portfolio, prospect, story, told_at)
        prospect.expected_close_on = None

    def _of_estate(self, portfolio: Portfolio, giver: Giver, story: Story) -> None:
        """Somebody had told us of their will, and has died since."""
        dice, zone = self.dice, self.house.zone
        assert giver.died_on is not None, "an estate is of somebody who died"
        died = datetime(giver.died_on.year, giver.died_on.month, giver.died_on.day, 12, tzinfo=zone)
        joined = giver.patron.joined + timedelta(hours=1)
        opened_at = max(joined, died - dice.randint(200, 1500) * _DAY)
        paid_at = died + dice.randint(120, 400) * _DAY
        if opened_at + _DAY > died or paid_at > self._latest:
            return
        prospect = self._begin(giver, story, opened_at)
        told_at = opened_at + (died - opened_at) * 0.5
        self._climb(prospect, STAGES[3], opened_at, told_at)
        promise = self._in_will(portfolio, prospect, told_at)
        portfolio.drafts.append(
            promise.pay(giver, paid_at, promise.amount, method=PaymentMethod.BANK_TRANSFER)
        )
        prospect.go(paid_at + timedelta(minutes=30), RECEIVED)
        self._finish(portfolio, prospect, story, paid_at + timedelta(hours=1))

    def _in_will(self, portfolio: Portfolio, prospect: Prospect, told_at: datetime) -> Promise:
        amount = self.dice.choice((50000, 100000, 250000, 500000, 1000000, 4000000))
        prospect.target = amount
        promise = Promise(self.dice.key(told_at, 1), prospect, amount, told_at)
        promise.note = self.dice.choice((None, "A share of the estate; the amount is a guess."))
        portfolio.promises.append(promise)
        return promise

    def _climb(self, prospect: Prospect, to: StageRow, first: datetime, last: datetime) -> None:
        """Open it and take it there, stage by stage; some stages are skipped."""
        dice = self.dice
        between = STAGES[IDENTIFIED.position + 1 : to.position]
        way = [*(each for each in between if not dice.chance(0.2))]
        way += [to] if to is not IDENTIFIED else []
        start = IDENTIFIED if (way and dice.chance(0.8)) or not way else way.pop(0)
        moments = sorted(dice.opening_hour(first, last) for _ in way)
        prospect.go(first, start)
        for stage, at in zip(way, moments, strict=True):
            prospect.go(max(at, prospect.steps[-1].at + timedelta(seconds=1)), stage, self._said(stage))

    def _said(self, stage: StageRow) -> str | None:
        if not self.dice.chance(0.3):
            return None
        return "Asked over lunch." if stage is ASKED else "Went better than we thought."

    def _finish(self, portfolio: Portfolio, prospect: Prospect, story: Story, last: datetime) -> None:
        """Close it where it ended; say when that is expected where it did not."""
        dice, today = self.dice, self.house.now.date()
        if prospect.stage.position >= ASKED.position and not prospect.asked:
            prospect.asked = prospect.target * dice.choice((80, 100, 100, 150)) // 100
        if story.outcome is Outcome.OPEN:
            if dice.chance(0.8):
                prospect.expected_close_on = today + dice.randint(-40, 300) * _DAY
                prospect.expected_close_on = max(prospect.expected_close_on, prospect.opened_at.date())
        else:
            reasons = {Outcome.LOST: LOST_BECAUSE, Outcome.WITHDRAWN: WITHDRAWN_BECAUSE}.get(story.outcome)
            prospect.close(
                max(last, prospect.steps[-1].at + timedelta(seconds=1)),
                story.outcome,
                dice.choice(reasons) if reasons else None,
            )
            prospect.expected_close_on = last.date() + dice.randint(-60, 30) * _DAY
        assert all(one.at < two.at for one, two in pairwise(prospect.steps)), "steps come one after another"
        portfolio.prospects.append(prospect)
