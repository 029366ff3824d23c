"""The fundraisers' desk: which customers have opportunities, and which of their orders count towards one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from db.demo.dice import Dice
from db.demo.fundraising.givers import Giver
from db.demo.fundraising.pledging import RUNNING
from db.demo.fundraising.portfolio import Portfolio
from db.demo.fundraising.promises import linked
from db.demo.fundraising.prospects import Prospect
from db.demo.fundraising.stories import OF_ESTATE, STORIES, Story
from db.demo.fundraising.telling import Teller
from db.demo.holdings.relationships import Facilitator
from db.demo.house.rows import House
from db.demo.record import Record
from db.demo.rota import Rota
from db.demo.sales.drafts import Confirm, Convert, Draft, Exchange, Item
from db.demo.sales.patrons import Patron
from db.demo.tags import DONOR, LAPSES_AFTER
from domain.opportunities import Outcome
from domain.orders import ItemKind

_DAY = timedelta(days=1)
_BACK = 4 * 365 * _DAY
_OF_DONORS, _OF_ORGANISATIONS, _OF_OTHERS, _OF_ESTATES = 0.22, 0.11, 0.006, 0.25


class Desk:
    """Looks after one customer after another, each story in turn."""

    def __init__(self, dice: Dice, house: House) -> None:
        self._dice, self._house = dice, house
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
        for draft in portfolio.drafts if died_on is None else ():
            record.last_activity_at = max(record.last_activity_at, draft.placed_at)
        return portfolio

    def of_organisation(self, patron: Patron, helpers: Sequence[Facilitator]) -> Portfolio:
        """Perhaps opportunities of this Organisation, whose gifts somebody orders for it."""
        first = last = patron.joined
        giver = Giver(patron, first, last)
        if helpers:
            helper = max(helpers, key=lambda each: each.last)
            giver = Giver(patron, self._since(helper.first), helper.last, helper.patron.id)
        return self._some(giver, _OF_ORGANISATIONS)

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
        if not self._dice.chance(share):
            return portfolio
        if giver.died_on is not None:
            self._teller.tell(portfolio, giver, OF_ESTATE)
        else:
            for _ in range(self._dice.choice((1, 1, 1, 2, 3))):
                story = self._rota.take(lambda each: self._fits(each, giver))
                if story is not None:
                    self._teller.tell(portfolio, giver, story)
        for prospect in portfolio.prospects:
            self.remember(prospect)
        return portfolio

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
        if not self._dice.chance(share):
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
