"""The fundraisers' desk: which customers have opportunities, and which of their orders count towards one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from db.demo.dice import Dice
from db.demo.entries import enter_opportunity
from db.demo.fundraising.activities import some_activities, some_thanks
from db.demo.fundraising.givers import Giver
from db.demo.fundraising.guests import Invited
from db.demo.fundraising.inviting import Inviting, Somebody
from db.demo.fundraising.pins import Pinboards, Pinned, pin
from db.demo.fundraising.pledging import RUNNING
from db.demo.fundraising.portfolio import Portfolio
from db.demo.fundraising.promises import linked
from db.demo.fundraising.prospects import Prospect
from db.demo.fundraising.stories import OF_ESTATE, STORIES, Story
from db.demo.fundraising.telling import Teller
from db.demo.holdings.relationships import Facilitator
from db.demo.house.rows import House
from db.demo.personas import FEMI, OLGA, Persona
from db.demo.record import Record
from db.demo.rota import Rota
from db.demo.sales.drafts import Confirm, Convert, Draft, Exchange, Item
from db.demo.sales.patrons import Patron
from db.demo.tags import DONOR, LAPSES_AFTER, RELATIONS
from domain.opportunities import Outcome
from domain.orders import ItemKind

_DAY = timedelta(days=1)
_BACK = 4 * 365 * _DAY
_PRESS = next(tag for tag in RELATIONS.tags if tag.name == "Press")
_OF_DONORS, _OF_ORGANISATIONS, _OF_OTHERS, _OF_ESTATES = 0.22, 0.09, 0.005, 0.25


class Desk:
    """Looks after one customer after another, each story in turn."""

    def __init__(self, dice: Dice, house: House, somebody: Somebody) -> None:
        self.dice, self._house = dice, house
        self.inviting = Inviting(dice, house, somebody)
        self.pinboards = Pinboards()
        self._teller = Teller(dice, house)
        self._rota = Rota(STORIES)
        self._prospects: dict[UUID, list[Prospect]] = {}

    def of_individual(self, patron: Patron, record: Record) -> Portfolio:
        """Perhaps opportunities of this Individual; whoever gives something was here when they gave it."""
        died_on, now = record.details.deceased_on, self._house.now
        donor = any(tag is DONOR for tag, _ in record.tags)
        # Those of whom nobody has heard for years give nothing more.
        lost = died_on is not None or not patron.active or patron.seen < now - LAPSES_AFTER + 30 * _DAY
        giver = Giver(
            patron, self._since(patron.joined + _DAY), patron.seen if lost else now, died_on=died_on
        )
        share = _OF_ESTATES if died_on else _OF_DONORS if donor else _OF_OTHERS
        portfolio = self._some(giver, share)
        if died_on is None and patron.active:
            press = any(tag is _PRESS for tag, _ in record.tags)
            self._of_guest(portfolio, giver, donor=donor, press=press)
        for draft in portfolio.drafts if died_on is None else ():
            record.last_activity_at = max(record.last_activity_at, draft.placed_at)
        _enter(record, portfolio)
        return portfolio

    def of_organisation(self, patron: Patron, record: Record, helpers: Sequence[Facilitator]) -> Portfolio:
        """Perhaps opportunities of this Organisation, whose gifts somebody orders for it."""
        first = last = patron.joined
        giver = Giver(patron, first, last)
        if helpers:
            helper = max(helpers, key=lambda each: each.last)
            giver = Giver(patron, self._since(helper.first), helper.last, helper.patron.id)
        portfolio = self._some(giver, _OF_ORGANISATIONS)
        for helper in helpers:
            share = 0.5 if portfolio.prospects else 0.04
            if helper.is_current(self._house.now.date()) and self.dice.chance(share):
                for invited in self._speaker(helper, patron):
                    self._add_invited(portfolio, invited)
        _enter(record, portfolio)
        return portfolio

    def remember(self, prospect: Prospect) -> None:
        """Let orders be linked to it, of whomever its customer has a part in."""
        self._prospects.setdefault(prospect.customer_id, []).append(prospect)

    def link(self, drafts: Sequence[Draft]) -> None:
        """Have some of what was ordered count towards an opportunity of somebody with a part in the order."""
        for draft in drafts:
            people = (draft.owner_id, draft.facilitator_id, *(who for who, _ in draft.soft_credits))
            known = (each for who in people if who for each in self._prospects.get(who, ()))
            able = [each for each in known if each.is_open_at(draft.placed_at)]
            if able and not any(item.opportunity_id for item in draft.items):
                self._link(draft, able[-1])

    def _some(self, giver: Giver, share: float) -> Portfolio:
        portfolio = Portfolio()
        if not self.dice.chance(share):
            return portfolio
        if giver.died_on is not None:
            self._teller.tell(portfolio, giver, OF_ESTATE)
        else:
            for _ in range(self.dice.choice((1, 1, 1, 2, 3))):
                story = self._rota.take(lambda each: self._fits(each, giver))
                if story is not None:
                    self._teller.tell(portfolio, giver, story)
        for prospect in portfolio.prospects:
            self.remember(prospect)
            portfolio.activities += some_activities(self.dice, prospect, self._house.now)
            if prospect.closed_at is None:
                self._pin(portfolio, prospect.owner, Pinned(opportunity_id=prospect.id), prospect.opened_at)
                self._pin(portfolio, prospect.owner, Pinned(prospect.customer_id), prospect.opened_at)
        return portfolio

    def _of_guest(self, portfolio: Portfolio, giver: Giver, *, donor: bool, press: bool) -> None:
        """Perhaps invitations, and thanks for something."""
        dice, patron = self.dice, giver.patron
        share = 0.8 if press else 0.6 if portfolio.prospects else 0.2 if donor else 0.003
        for invited in self.inviting.some(patron, press=press) if dice.chance(share) else ():
            self._add_invited(portfolio, invited)
            if press and invited.replied_at and giver.first <= invited.replied_at <= giver.last:
                tickets = self.inviting.tickets(patron, invited)
                portfolio.drafts += [tickets] if tickets else []
        if donor and dice.chance(0.15):
            portfolio.activities.append(some_thanks(dice, patron.id, patron.joined, self._house.now))

    def _speaker(self, helper: Facilitator, patron: Patron) -> list[Invited]:
        """Invitations of who books for an Organisation, on its behalf."""
        since = max(helper.first, self._house.now - 300 * _DAY)
        return self.inviting.some(helper.patron, press=False, on_behalf_of=patron.id, since=since)

    def _add_invited(self, portfolio: Portfolio, invited: Invited) -> None:
        portfolio.invited.append(invited)
        if invited.instance.starts_at > self._house.now:
            self._pin(
                portfolio, self.dice.choice((FEMI, OLGA)), Pinned(invitation_id=invited.id), invited.made_at
            )

    def _pin(self, portfolio: Portfolio, of: Persona, what: Pinned, since: datetime) -> None:
        if self.pinboards.has_room(of, what):
            at = self.dice.between(since, self._house.now)
            portfolio.pins.append(pin(self.dice.key(at), of, what, at))

    def _fits(self, story: Story, giver: Giver) -> bool:
        patron, now = giver.patron, self._house.now
        if patron.joined > now - story.known_for * _DAY:
            return False
        if story.outcome is Outcome.OPEN and not patron.active:
            return False
        if story.promise == "legacy":
            return patron.individual
        if story.promise in RUNNING and giver.last < now - 200 * _DAY:
            return False
        return giver.gives or not (story.gift or story.promise)

    def _link(self, draft: Draft, prospect: Prospect) -> None:
        gifts = [item for item in draft.items if item.kind is ItemKind.DONATION]
        bought = any(isinstance(move, Confirm) for _, _, move in draft.moves)
        share = 0.7 if gifts else 0.25 if bought else 0.6
        if not self.dice.chance(share):
            return
        items: list[Item] = gifts or list(draft.items)
        for _, _, move in draft.moves:
            if isinstance(move, Convert):
                items.append(move.donation)
            elif isinstance(move, Exchange) and not gifts:
                items += move.new
        for item in items:
            item.opportunity_id = prospect.id
        draft.events.append(linked(prospect, draft.placed_at, prospect.owner.username))

    def _since(self, at: datetime) -> datetime:
        return max(at, self._house.now - _BACK)


def _enter(record: Record, portfolio: Portfolio) -> None:
    for prospect in portfolio.prospects:
        enter_opportunity(record, prospect)
