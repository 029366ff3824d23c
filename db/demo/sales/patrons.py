"""A demo customer as the box office knows them: who they are, since when, and how long they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.demo.dice import Dice
from db.demo.personas import ADE, BEA, SAM
from db.demo.record import Record
from domain.customers import Kind, age_on
from domain.orders import PaymentMethod, SalesChannel

CLERKS = (BEA.username, BEA.username, BEA.username, ADE.username, SAM.username)
WEB_USER = "Web"
ADULT = 16

_CHANNELS = (SalesChannel.WEB, SalesChannel.PHONE, SalesChannel.COUNTER, SalesChannel.COUNTER_QUICK)
_ONLINE = (62, 80, 95, 100)
_OFFLINE = (8, 55, 92, 100)
_ORGANISATIONS = (20, 85, 100, 100)
_METHODS = {
    SalesChannel.WEB: ((PaymentMethod.CARD,), (1,)),
    SalesChannel.PHONE: ((PaymentMethod.CARD, PaymentMethod.CHEQUE), (95, 100)),
    SalesChannel.COUNTER: ((PaymentMethod.CARD, PaymentMethod.CASH), (76, 100)),
    SalesChannel.COUNTER_QUICK: ((PaymentMethod.CARD, PaymentMethod.CASH), (60, 100)),
}
_INVOICED = ((PaymentMethod.BANK_TRANSFER, PaymentMethod.CHEQUE, PaymentMethod.CARD), (55, 70, 100))


@dataclass(frozen=True, slots=True)
class Patron:
    """What others may ask of a customer later, when the record itself is written and gone."""

    id: UUID
    name: str
    individual: bool
    active: bool
    adult: bool
    online: bool
    email: str | None
    first_name: str
    last_name: str
    joined: datetime
    seen: datetime

    def channel(self, dice: Dice) -> SalesChannel:
        """How they like to buy."""
        if not self.individual:
            return dice.pick(_CHANNELS, _ORGANISATIONS)
        return dice.pick(_CHANNELS, _ONLINE if self.online else _OFFLINE)

    def method(self, dice: Dice, channel: SalesChannel) -> PaymentMethod:
        """How they pay there."""
        if not self.individual:
            return dice.pick(*_INVOICED)
        return dice.pick(*_METHODS[channel])


def seller(dice: Dice, channel: SalesChannel) -> str:
    """Who takes an order of this channel."""
    return WEB_USER if channel is SalesChannel.WEB else dice.choice(CLERKS)


def patron_of(record: Record, now: datetime) -> Patron:
    """The customer of this record."""
    details, individual = record.details, record.kind is Kind.INDIVIDUAL
    named = details.name or " ".join(filter(None, (details.first_name, details.last_name)))
    child = details.birth_date is not None and age_on(details.birth_date, now.date()) < ADULT
    return Patron(
        record.id,
        named,
        individual,
        record.active,
        not child,
        details.email is not None,
        details.email,
        details.first_name or "",
        details.last_name or "",
        record.created_at,
        record.last_activity_at,
    )
