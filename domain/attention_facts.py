"""What is known of a customer that may want doing: the facts of which reasons to act are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.customers import Kind


@dataclass(frozen=True, slots=True)
class UnusedDeposit:
    """What is left of the deposit on one order."""

    unused_minor: int
    order_number: int
    order_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ExpiringCredit:
    """What is left of one credit, and the last day on which it can be spent."""

    remaining_minor: int
    expires_on: date
    lot_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RenewalCard:
    """A card that a membership renews by, and the day of the next attempt."""

    last_four: str
    expiry_year: int
    expiry_month: int
    renews_on: date
    membership_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RenewalWindow:
    """The days between which a membership can be renewed, when its last term ends, and whether it renews by itself."""

    membership: str
    opens_on: date
    ends_on: date
    closes_on: date
    auto_renew: bool = False
    membership_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OverdueInstalment:
    """What is missing of one instalment of a pledge, and the last day on which it was to be given."""

    missing_minor: int
    due_on: date
    pledge_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AwaitedReply:
    """An invitation without an answer, to an event that is still to come on this civil date."""

    event: str
    on: date
    invitation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a customer that may want doing; amounts are in minor units of the house's currency.

    `undeclared_donations_minor` are donations for which Gift Aid could be claimed if there were a declaration. Nobody
    can be asked anything who has died, or whose record is inactive: they are not `reachable`.
    """

    kind: Kind = Kind.INDIVIDUAL
    reachable: bool = True
    deposits: tuple[UnusedDeposit, ...] = ()
    credits: tuple[ExpiringCredit, ...] = ()
    cards: tuple[RenewalCard, ...] = ()
    renewals: tuple[RenewalWindow, ...] = ()
    instalments: tuple[OverdueInstalment, ...] = ()
    replies: tuple[AwaitedReply, ...] = ()
    preferences_not_asked: int = 0
    potential_duplicates: int = 0
    undeclared_donations_minor: int = 0
