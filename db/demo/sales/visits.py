"""Orders for evenings out, and what became of each: most went well, some came back, some were never paid for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from uuid import UUID

from db.demo.dice import Dice
from db.demo.house.programme import Instance, Programme
from db.demo.house.tickets import GROUP_NAME, OCCASION, PURCHASE_ORDER, SEEN_IN
from db.demo.sales.drafts import (
    Cancel,
    Confirm,
    Convert,
    Deposit,
    Draft,
    Exchange,
    Expire,
    Item,
    ReleaseDeposit,
    Return,
)
from db.demo.sales.extras import add_ticket_gift, conversion, some_donation, some_things
from db.demo.sales.patrons import Patron, seller
from db.demo.sales.tickets import Earns, like, some_tickets
from domain.orders import OrderEventKind, SalesChannel

SWEEP = "system\\reservations"
_DAY = timedelta(days=1)
_SIZES = (1, 2, 3, 4, 5, 6, 8)
_SIZE_WEIGHTS = tuple(accumulate((31, 53, 6, 7, 1.5, 1, 0.5)))
_PARTIES = (2, 4, 6, 10, 14, 22, 40)
_PARTY_WEIGHTS = tuple(accumulate((24, 26, 20, 16, 8, 5, 1)))
_OCCASIONS = ("Birthday", "Anniversary", "School trip", "First visit", "Works outing")
_SEEN_IN = ("Brochure", "Poster at the station", "A friend", "Local paper")


@dataclass(frozen=True, slots=True)
class Visits:
    """Makes orders of tickets, until now."""

    dice: Dice
    programme: Programme
    now: datetime

    def order(
        self,
        patron: Patron,
        placed: datetime,
        *,
        earns: Earns | None = None,
        facilitator_id: UUID | None = None,
        of_own_accord_until: datetime | None = None,
        instance: Instance | None = None,
    ) -> Draft:
        """An order of that instant: for this instance, or any; without anything on sale then, of other things.

        Nobody changes it after `of_own_accord_until`, which is when the customer was last here.
        """
        dice = self.dice
        channel = patron.channel(dice)
        draft = Draft(
            patron.id,
            patron.name,
            placed,
            channel,
            seller(dice, channel),
            patron.method(dice, channel),
            [],
            facilitator_id=facilitator_id,
            spends_credit=patron.individual and dice.chance(0.85),
        )
        until = min(of_own_accord_until or patron.seen, self.now)
        if instance is None and dice.chance(0.95):
            instance = self.programme.some(dice, placed)
        if instance is None:
            draft.items = some_things(dice) if dice.chance(0.5) else [some_donation(dice, patron)]
            return draft.bought()
        wanted = dice.pick(_SIZES, _SIZE_WEIGHTS)
        if earns or not patron.individual:
            wanted = dice.pick(_PARTIES, _PARTY_WEIGHTS)
        draft.items = some_tickets(dice, instance, wanted, channel, earns=earns)
        self._say_more(draft, patron)
        early = instance.starts_at > placed + 6 * _DAY and instance.cancelled_at is None
        if channel is not SalesChannel.WEB and early and dice.chance(0.13):
            self._reserve(draft, instance, until)
            return draft
        self._add_extras(draft, patron, placed)
        draft.bought()
        self._afterwards(draft, instance, placed, until)
        return draft

    def _add_extras(self, draft: Draft, patron: Patron, placed: datetime) -> None:
        dice = self.dice
        if dice.chance(0.11):
            draft.items += some_things(dice)
        if dice.chance(0.05) and draft.items[0].total > 0 and not draft.items[0].agent:
            add_ticket_gift(dice, draft.items[0])
        if dice.chance(0.045):
            draft.items.append(some_donation(dice, patron))
        if dice.chance(0.05) and not draft.items[0].agent:
            other = self.programme.some(dice, placed)
            if other is not None and other.cancelled_at is None:
                draft.items += some_tickets(dice, other, dice.choice((1, 2, 2)), draft.channel)

    def _say_more(self, draft: Draft, patron: Patron) -> None:
        dice = self.dice
        lot = dice.random()
        if lot < 0.02:
            draft.answers.append((OCCASION.id, dice.choice(_OCCASIONS)))
        elif lot < 0.035:
            draft.answers.append((SEEN_IN.id, dice.choice(_SEEN_IN)))
        elif not patron.individual and lot < 0.6:
            draft.answers.append((PURCHASE_ORDER.id, dice.digits("PO-#####")))
            if lot < 0.3:
                draft.answers.append((GROUP_NAME.id, patron.name[:40]))
        if dice.chance(0.006):
            self._restrict(draft)

    def _restrict(self, draft: Draft) -> None:
        draft.restricted = True
        at, by = draft.placed_at, draft.by
        draft.events.append((OrderEventKind.RESTRICTED, at, by, "Order restricted", None))
        if self.dice.chance(0.3):
            draft.restricted = False
            draft.events.append((OrderEventKind.UNRESTRICTED, at, by, "Restriction lifted", None))

    def _reserve(self, draft: Draft, instance: Instance, until: datetime) -> None:
        """Seats are held for some weeks; what comes of it depends on the customer, or on nobody."""
        dice, placed = self.dice, draft.placed_at
        expires = min(placed + timedelta(days=dice.randint(7, 28)), instance.starts_at - _DAY)
        draft.reserved_until = expires
        taken = 0
        for _ in range(dice.choice((0, 0, 1, 1, 2)) if draft.price > 2000 else 0):
            taken += (deposit := max(500, draft.price // 500 * 100))
            draft.then(placed, draft.by, Deposit(deposit))
        decided = dice.opening_hour(placed, min(expires, until))
        ready = decided < expires and decided <= until
        lot = dice.random()
        if expires > self.now and (lot < 0.7 or not ready):
            return  # it is still held
        if ready and lot < 0.72:
            if taken and dice.chance(0.08):
                self._pay_more_than_due(draft, decided)
            draft.then(decided, seller(dice, SalesChannel.PHONE), Confirm())
            self._afterwards(draft, instance, decided, until)
        elif ready and lot < 0.84:
            draft.then(decided, seller(dice, SalesChannel.PHONE), Cancel())
            self._release(draft, decided, until)
        elif expires <= self.now:
            draft.then(expires, SWEEP, Expire())
            self._release(draft, expires, until)

    def _pay_more_than_due(self, draft: Draft, decided: datetime) -> None:
        """The bank transfer came in twice, so that some of the deposit is left when all is paid."""
        at = self.dice.opening_hour(draft.placed_at, decided)
        draft.then(at, draft.by, Deposit(draft.price + 1000))

    def _release(self, draft: Draft, since: datetime, until: datetime) -> None:
        at = self.dice.opening_hour(since, max(since, until))
        lot = self.dice.random()
        if lot < 0.35:
            draft.then(at, seller(self.dice, SalesChannel.PHONE), ReleaseDeposit(to_credit=False))
        elif lot < 0.55 and draft.spends_credit:
            draft.then(at, seller(self.dice, SalesChannel.PHONE), ReleaseDeposit(to_credit=True))

    def _afterwards(self, draft: Draft, instance: Instance, bought: datetime, until: datetime) -> None:
        tickets = tuple(item for item in draft.items if item.instance_id == instance.row.id)
        if instance.cancelled_at is not None:
            at = min(instance.cancelled_at + self.dice.random() * 2 * _DAY, self.now)
            draft.then(
                at, seller(self.dice, SalesChannel.PHONE), Return(tickets, because="Performance cancelled")
            )
            return
        at = self.dice.opening_hour(bought, min(instance.starts_at, until))
        if at <= bought or at >= instance.starts_at:
            return
        lot = self.dice.random()
        for share, change in _CHANGES:
            if lot < share:
                change(self, draft, tickets, at)
                return
            lot -= share

    def _return_some(self, draft: Draft, tickets: tuple[Item, ...], at: datetime) -> None:
        some = tickets[: self.dice.randint(1, len(tickets))]
        to_credit = draft.spends_credit and self.dice.chance(0.4)
        draft.then(at, seller(self.dice, SalesChannel.PHONE), Return(some, to_credit))

    def _return_all(self, draft: Draft, tickets: tuple[Item, ...], at: datetime) -> None:
        to_credit = draft.spends_credit and self.dice.chance(0.3)
        draft.then(at, seller(self.dice, SalesChannel.PHONE), Return(tuple(draft.items), to_credit))

    def _exchange(self, draft: Draft, tickets: tuple[Item, ...], at: datetime) -> None:
        other = self.programme.some(self.dice, at)
        if (
            other is not None
            and other.cancelled_at is None
            and not any(item.agent or item.gift for item in tickets)
        ):
            new = tuple(like(self.dice, tickets, other))
            draft.then(at, seller(self.dice, SalesChannel.PHONE), Exchange(tickets, new))

    def _convert(self, draft: Draft, tickets: tuple[Item, ...], at: datetime) -> None:
        amount = sum(item.total for item in tickets)
        if amount and not any(item.gift for item in tickets):
            given = amount if self.dice.chance(0.6) or amount < 1000 else amount - 500
            draft.then(at, "femi", Convert(tickets, conversion(self.dice, given)))


_CHANGES: tuple[tuple[float, Callable[[Visits, Draft, tuple[Item, ...], datetime], None]], ...] = (
    (0.03, Visits._return_some),
    (0.016, Visits._return_all),
    (0.025, Visits._exchange),
    (0.006, Visits._convert),
)
