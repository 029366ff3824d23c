"""Renewing a membership: whether it can be done today, when it is next due, by whom, and what it would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, unique

from domain.memberships import Period, Term, first_term, next_term, renewable_from, renewable_until
from domain.money import percent_of


@unique
class RenewalObstacle(StrEnum):
    """Why a membership cannot be renewed on a day (MEM-P02)."""

    RETURNED = "RETURNED"
    CANCELLED = "CANCELLED"
    TYPE_WITHDRAWN = "TYPE_WITHDRAWN"
    TOO_EARLY = "TOO_EARLY"
    TOO_LATE = "TOO_LATE"


@unique
class AutoRenewObstacle(StrEnum):
    """What auto-renew lacks (MEM-P07)."""

    NOT_LIVE = "NOT_LIVE"
    TYPE_DOES_NOT_ALLOW = "TYPE_DOES_NOT_ALLOW"
    OWNER_NOT_INDIVIDUAL = "OWNER_NOT_INDIVIDUAL"
    NO_CARD = "NO_CARD"
    CARD_EXPIRED = "CARD_EXPIRED"
    NO_CONTINUOUS_AUTHORITY = "NO_CONTINUOUS_AUTHORITY"

    @property
    def message(self) -> str:
        """What is missing, and what to do about it."""
        return _LACKS[self]


_LACKS = {
    AutoRenewObstacle.NOT_LIVE: "The membership is over; sell a new one.",
    AutoRenewObstacle.TYPE_DOES_NOT_ALLOW: "Memberships of this type are renewed by hand.",
    AutoRenewObstacle.OWNER_NOT_INDIVIDUAL: "Only the membership of an Individual renews by itself.",
    AutoRenewObstacle.NO_CARD: "No card is chosen; choose one in the wallet.",
    AutoRenewObstacle.CARD_EXPIRED: "The chosen card has expired; choose another.",
    AutoRenewObstacle.NO_CONTINUOUS_AUTHORITY: "The chosen card may not be charged without its holder; choose another.",
}
_ATTEMPTS = (timedelta(days=-1), timedelta(days=3), timedelta(days=7))


@dataclass(frozen=True, slots=True)
class CannotRenew:
    """Why a membership cannot be renewed, and in words what to do instead."""

    reason: RenewalObstacle
    message: str


@dataclass(frozen=True, slots=True)
class ChosenCard:
    """What auto-renew asks of the card chosen for it: the month to whose end it is good, and its authority."""

    expiry_year: int
    expiry_month: int
    continuous_authority: bool

    def expired(self, today: date) -> bool:
        """Whether the month printed on it is over."""
        return (self.expiry_year, self.expiry_month) < (today.year, today.month)


@dataclass(frozen=True, slots=True)
class RenewalOffer:
    """What a type of membership says of renewing it; amounts in minor units, the donation inside the price.

    Without a price for renewals the full one holds (MEM-P01).
    """

    period: Period
    price: int
    renewal_price: int | None
    donation: int
    opens_days_before: int
    closes_days_after: int
    active: bool = True


@dataclass(frozen=True, slots=True)
class RenewalPreview:
    """What renewing on a day would bring: dates, and amounts in minor units (MEM-N01).

    Where it cannot be renewed any more it is what buying anew would bring, and `obstacle` says why.
    """

    term: Term
    renewal: bool
    price: int
    donation: int
    gift_aid: int
    obstacle: CannotRenew | None


def cannot_renew(
    last_end: date,
    opens_days_before: int,
    closes_days_after: int,
    cancelled_on: date | None,
    returned_on: date | None,
    type_active: bool,
    today: date,
) -> CannotRenew | None:
    """Why a membership cannot be renewed on a day, or None when it can (MEM-P02, MEM-09)."""
    opens, closes = renewable_from(last_end, opens_days_before), renewable_until(last_end, closes_days_after)
    if returned_on is not None and returned_on <= today:
        return CannotRenew(RenewalObstacle.RETURNED, "The membership was returned; sell a new one.")
    if cancelled_on is not None and cancelled_on <= today:
        return CannotRenew(RenewalObstacle.CANCELLED, "The membership was cancelled; sell a new one.")
    if closes < today:
        message = f"It could be renewed until {_written(closes)}; sell a new one at the full price."
        return CannotRenew(RenewalObstacle.TOO_LATE, message)
    if not type_active:
        message = "Memberships of this type are no longer sold; sell one of another type."
        return CannotRenew(RenewalObstacle.TYPE_WITHDRAWN, message)
    if today < opens:
        return CannotRenew(RenewalObstacle.TOO_EARLY, f"It can be renewed from {_written(opens)}.")
    return None


def can_renew(
    last_end: date,
    opens_days_before: int,
    closes_days_after: int,
    cancelled_on: date | None,
    returned_on: date | None,
    type_active: bool,
    today: date,
) -> bool:
    """Whether a membership can be renewed on a day, the first and the last of its window included (MEM-P02)."""
    return (
        cannot_renew(
            last_end, opens_days_before, closes_days_after, cancelled_on, returned_on, type_active, today
        )
        is None
    )


def attempts(last_end: date, opens_days_before: int, closes_days_after: int) -> tuple[date, ...]:
    """The days on which auto-renew tries the card, until it succeeds; never outside the window (MEM-P07)."""
    opens, closes = renewable_from(last_end, opens_days_before), renewable_until(last_end, closes_days_after)
    return tuple(day for apart in _ATTEMPTS if opens <= (day := last_end + apart) <= closes)


def renewal_date(
    last_end: date, opens_days_before: int, closes_days_after: int, auto_renew: bool, today: date
) -> date:
    """The next automatic attempt, today's included, or else the day from which it can be renewed (MEM-05, MEM-P02)."""
    days = attempts(last_end, opens_days_before, closes_days_after) if auto_renew else ()
    return next((day for day in days if day >= today), renewable_from(last_end, opens_days_before))


def auto_renew_obstacles(
    live: bool, type_allows: bool, owner_is_individual: bool, card: ChosenCard | None, today: date
) -> tuple[AutoRenewObstacle, ...]:
    """All that stands in the way of auto-renew on a day; empty when it can be switched on (MEM-P07)."""
    found = {
        AutoRenewObstacle.NOT_LIVE: not live,
        AutoRenewObstacle.TYPE_DOES_NOT_ALLOW: not type_allows,
        AutoRenewObstacle.OWNER_NOT_INDIVIDUAL: not owner_is_individual,
        AutoRenewObstacle.NO_CARD: card is None,
        AutoRenewObstacle.CARD_EXPIRED: card is not None and card.expired(today),
        AutoRenewObstacle.NO_CONTINUOUS_AUTHORITY: card is not None and not card.continuous_authority,
    }
    return tuple(obstacle for obstacle, stands in found.items() if stands)


def renewal_preview(
    terms: Sequence[Term],
    offer: RenewalOffer,
    cancelled_on: date | None,
    returned_on: date | None,
    gift_aid_rate: int,
    on: date,
) -> RenewalPreview:
    """What renewing a chain of terms on a day would bring, or buying anew where it is over (MEM-N01, MEM-P03).

    `gift_aid_rate` is what a donation earns in hundredths of a percent of it, 0 where no declaration covers the day.
    Before the window opens it tells what the renewal will be.
    """
    opens, closes = offer.opens_days_before, offer.closes_days_after
    obstacle = cannot_renew(terms[-1].ends, opens, closes, cancelled_on, returned_on, offer.active, on)
    over = obstacle is not None and obstacle.reason in _OVER
    renewed = offer.price if offer.renewal_price is None else offer.renewal_price
    return RenewalPreview(
        first_term(on, offer.period) if over else next_term(terms, offer.period),
        not over,
        offer.price if over else renewed,
        offer.donation,
        percent_of(offer.donation, gift_aid_rate),
        obstacle,
    )


_OVER = frozenset({RenewalObstacle.RETURNED, RenewalObstacle.CANCELLED, RenewalObstacle.TOO_LATE})


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
