"""Pledges and legacies: gifts that were promised, in instalments or by a will, and what has come of them."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum, unique


@unique
class PledgeKind(StrEnum):
    """Whether a gift was promised for a day, or is left in a will (PLG-01)."""

    PLEDGE = "PLEDGE"
    LEGACY = "LEGACY"


@unique
class PledgeEventKind(StrEnum):
    """What happened to a pledge or a legacy; payments are donations and stand there (TML-P01)."""

    CREATED = "CREATED"
    AMENDED = "AMENDED"
    CANCELLED = "CANCELLED"
    REINSTATED = "REINSTATED"
    WRITTEN_OFF = "WRITTEN_OFF"


@unique
class PledgeStatus(StrEnum):
    """Where a pledge or a legacy stands (PLG-P02)."""

    OPEN = "OPEN"
    PARTLY_PAID = "PARTLY_PAID"
    PAID = "PAID"
    CANCELLED = "CANCELLED"
    WRITTEN_OFF = "WRITTEN_OFF"


@unique
class InstalmentStatus(StrEnum):
    """Where an instalment stands on a day (PLG-P04)."""

    CANCELLED = "CANCELLED"
    PAID = "PAID"
    OVERDUE = "OVERDUE"
    PART_PAID = "PART_PAID"
    DUE = "DUE"
    SCHEDULED = "SCHEDULED"


DUE_SOON = timedelta(days=30)


def pledge_status(
    amount_minor: int, given_minor: int, *, cancelled: bool = False, written_off: bool = False
) -> PledgeStatus:
    """Where a pledge or a legacy stands, by what was given to it; it always stands somewhere (PLG-P02)."""
    if written_off:
        return PledgeStatus.WRITTEN_OFF
    if cancelled:
        return PledgeStatus.CANCELLED
    if given_minor >= amount_minor:
        return PledgeStatus.PAID
    return PledgeStatus.PARTLY_PAID if given_minor > 0 else PledgeStatus.OPEN


def instalment_status(
    amount_minor: int,
    given_minor: int,
    due_on: date,
    today: date,
    *,
    cancelled: bool = False,
    ended: bool = False,
) -> InstalmentStatus:
    """Where an instalment stands, as the first that fits (PLG-P04).

    `ended` is that its pledge was cancelled or written off: what was paid of it then stays paid, and nothing else of
    it is expected, not even where a donation was returned since.
    """
    if is_paid(amount_minor, given_minor, cancelled=cancelled):
        return InstalmentStatus.PAID
    if cancelled or ended:
        return InstalmentStatus.CANCELLED
    if due_on < today:
        return InstalmentStatus.OVERDUE
    if given_minor > 0:
        return InstalmentStatus.PART_PAID
    return InstalmentStatus.DUE if due_on <= today + DUE_SOON else InstalmentStatus.SCHEDULED


def is_paid(amount_minor: int, given_minor: int, *, cancelled: bool = False) -> bool:
    """Whether all of an instalment was given that was not cancelled (PLG-13)."""
    return not cancelled and given_minor >= amount_minor


def outstanding(amount_minor: int, given_minor: int, *, ended: bool = False) -> int:
    """What is still expected, in minor units: nothing once it is cancelled or written off; never negative (PLG-P07)."""
    return 0 if ended else max(0, amount_minor - given_minor)


def overpaid_by(amount_minor: int, given_minor: int) -> int:
    """How much more was given than was promised, in minor units (PLG-P08)."""
    return max(0, given_minor - amount_minor)
