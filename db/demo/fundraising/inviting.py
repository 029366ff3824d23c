"""Invites people: critics to press nights, donors to suppers, and whoever speaks for an Organisation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from db.demo.dice import Dice
from db.demo.fundraising.guests import Guest, Invited
from db.demo.house.occasions import press_nights
from db.demo.house.programme import Instance
from db.demo.house.rows import House
from db.demo.house.tickets import PRESS, PRICES
from db.demo.people import some_person
from db.demo.rota import Rota
from db.demo.sales.drafts import Draft, Item
from db.demo.sales.patrons import Patron
from domain.invitations import ReplyStatus
from domain.orders import DeliveryMethod, ItemKind, PaymentMethod, SalesChannel

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_BACK, _AT_LEAST = 1000 * _DAY, 12 * _DAY
_PAST = (
    ReplyStatus.ACCEPTED,
    ReplyStatus.DECLINED,
    ReplyStatus.NO_REPLY,
    ReplyStatus.ACCEPTED,
    ReplyStatus.TENTATIVE,
    ReplyStatus.ACCEPTED,
)
_TO_COME = (
    ReplyStatus.INVITED,
    ReplyStatus.ACCEPTED,
    ReplyStatus.NOT_SENT,
    ReplyStatus.TENTATIVE,
    ReplyStatus.ACCEPTED,
    ReplyStatus.DECLINED,
)
_REPLIED = frozenset({ReplyStatus.ACCEPTED, ReplyStatus.DECLINED, ReplyStatus.TENTATIVE})

Somebody = Callable[[], Patron | None]
"""Any Individual who might be somebody's guest."""


class Inviting:
    """Makes invitations, one a person and instance (INV-P02), each reply in turn."""

    def __init__(self, dice: Dice, house: House, somebody: Somebody) -> None:
        self._dice, self._house, self._somebody = dice, house, somebody
        self._past, self._to_come = Rota(_PAST), Rota(_TO_COME)
        self._asked: dict[UUID, set[UUID]] = {}
        self.press = press_nights(house.programme)

    def some(
        self, patron: Patron, *, press: bool, on_behalf_of: UUID | None = None, since: datetime | None = None
    ) -> list[Invited]:
        """Some invitations of somebody, since they know us or this day; to nothing twice."""
        dice, now = self._dice, self._house.now
        asked = self._asked.setdefault(patron.id, set())
        known = max(patron.joined, since or patron.joined, now - _BACK)
        able = [
            each
            for each in (self.press if press else self._house.occasions)
            if known + 60 * _DAY < each.starts_at < now + 200 * _DAY
            and known < now - _AT_LEAST
            and each.row.id not in asked
        ]
        chosen = dice.sample(able, min(len(able), dice.choice((1, 1, 2, 3))))
        if able and dice.chance(0.5) and able[-1] not in chosen:
            chosen.append(able[-1])
        asked |= {each.row.id for each in chosen}
        return [self._invite(patron, each, on_behalf_of) for each in chosen]

    def tickets(self, patron: Patron, invited: Invited) -> Draft | None:
        """The press tickets of somebody who comes, with those for their guests; None where there are none."""
        at, instance = invited.replied_at, invited.instance
        if invited.status is not ReplyStatus.ACCEPTED or at is None or not instance.sells_at(at):
            return None
        items = press_tickets(instance, len(invited.guests))
        for nth, (guest, item) in enumerate(zip(invited.guests, items, strict=True)):
            item.id = self._dice.key(at, nth)
            guest.ticket = item
        method, channel = PaymentMethod.CARD, SalesChannel.PHONE
        draft = Draft(patron.id, patron.name, at, channel, "femi", method, items, spends_credit=False)
        return draft.bought()

    def _invite(self, patron: Patron, instance: Instance, on_behalf_of: UUID | None) -> Invited:
        dice, now = self._dice, self._house.now
        sent = instance.starts_at - dice.randint(20, 55) * _DAY
        if sent > now:
            sent = now - dice.randint(5, 200) * _HOUR
        made_at = sent - dice.randint(1, 70) * _HOUR
        status = (self._past if instance.starts_at < now else self._to_come).take(_any) or ReplyStatus.INVITED
        invited = Invited(dice.key(made_at), patron.id, instance, status, made_at, on_behalf_of=on_behalf_of)
        invited.allowed = dice.choice((0, 1, 1, 1, 2, 3))
        if status is not ReplyStatus.NOT_SENT:
            invited.invited_at = sent
        if status in _REPLIED:
            invited.replied_at = dice.between(sent + _HOUR, min(instance.starts_at - _HOUR, now - _HOUR))
        if status in {ReplyStatus.ACCEPTED, ReplyStatus.TENTATIVE}:
            self._bring(invited, patron)
        return invited

    def _bring(self, invited: Invited, patron: Patron) -> None:
        """The invitee comes, with as many as they may bring or fewer; afterwards it is known who did."""
        dice, over = self._dice, invited.instance.starts_at < self._house.now
        invited.guests = [Guest(patron.id)]
        for _ in range(dice.randint(0, invited.allowed)):
            other = self._somebody() if dice.chance(0.4) else None
            if other and other.id != patron.id and other.joined < invited.made_at:
                if all(other.id != guest.customer_id for guest in invited.guests):
                    invited.guests.append(Guest(other.id))
            else:
                person = some_person(dice, invited.made_at.date())
                invited.guests.append(Guest(name=f"{person.first_name} {person.last_name}"))
        for guest in invited.guests if over else ():
            guest.attended = dice.choice((True, True, True, True, False, None))


def press_tickets(instance: Instance, wanted: int) -> list[Item]:
    """So many tickets for critics, which cost nothing."""
    items = []
    for seat_id, band in instance.seats(wanted):
        priced = PRICES[instance.level][band][PRESS]
        items.append(
            Item(
                ItemKind.TICKET,
                priced.full,
                priced.discount,
                instance_id=instance.row.id,
                seat_id=seat_id,
                ticket_type_id=priced.ticket_type_id,
                price_band_id=priced.price_band_id,
                delivery=DeliveryMethod.COLLECT,
            )
        )
    return items


def _any(_: object) -> bool:
    return True
