"""Auto-renew as it is shown: what it lacks, when the card is tried next, and what the customer is told before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, unique

from domain.renewals import AutoRenewObstacle, ChosenCard, attempts
from domain.wallet_cards import good_until

_NOTICE_BEFORE = (timedelta(days=30), timedelta(days=7))


@unique
class NoticeKind(StrEnum):
    """What a customer is told before a membership renews by itself (MEM-P07)."""

    UPCOMING = "UPCOMING"
    CARD_EXPIRING = "CARD_EXPIRING"
    CARD_MISSING = "CARD_MISSING"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that auto-renew lacks, and in words what to do about it."""

    reason: AutoRenewObstacle
    message: str


@dataclass(frozen=True, slots=True)
class AutoRenewEligibility:
    """Whether auto-renew can be switched on, or can do its work; `lacks` is all that stands in its way (MEM-P07)."""

    eligible: bool
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class RenewalNotice:
    """A notice that goes to the customer on a day, unless the card is changed before."""

    kind: NoticeKind
    on: date


def eligibility(obstacles: tuple[AutoRenewObstacle, ...]) -> AutoRenewEligibility:
    """What these obstacles come to."""
    return AutoRenewEligibility(not obstacles, tuple(Lack(each, each.message) for each in obstacles))


def next_attempt(
    last_end: date, opens_days_before: int, closes_days_after: int, *, on: bool, today: date
) -> date | None:
    """The next day on which the card is tried, today's included; None where auto-renew is off or has given up."""
    days = attempts(last_end, opens_days_before, closes_days_after) if on else ()
    return next((day for day in days if day >= today), None)


def notices(
    last_start: date, last_end: date, attempt: date | None, card: ChosenCard | None, today: date
) -> tuple[RenewalNotice, ...]:
    """The notices still to go out, 30 and 7 days before the end of a term that runs by then (MEM-P07).

    They tell of a card that will not be good at the next attempt, and of one that is missing or may not be charged.
    No attempt, no notice.
    """
    if attempt is None:
        return ()
    kind = _kind(card, attempt)
    days = (last_end - before for before in _NOTICE_BEFORE)
    return tuple(RenewalNotice(kind, day) for day in days if day >= today and day >= last_start)


def _kind(card: ChosenCard | None, attempt: date) -> NoticeKind:
    if card is None or not card.continuous_authority:
        return NoticeKind.CARD_MISSING
    good = good_until(card.expiry_year, card.expiry_month) >= attempt
    return NoticeKind.UPCOMING if good else NoticeKind.CARD_EXPIRING
