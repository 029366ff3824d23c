"""Which pledges and legacies, and where each of them and their instalments stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from domain import pledges
from domain.money import Money
from domain.pledges import InstalmentStatus, PledgeStatus
from gateway.engine.declare import Narrowing
from gateway.loaders.pledges import with_status


def pledges_narrowing(statuses: Sequence[PledgeStatus] | None) -> Narrowing:
    """All of them, or those alone that stand at one of these (PLG-19)."""
    return Narrowing(() if statuses is None else (with_status(statuses),))


def status_of(
    amount_minor: int, given_minor: int, cancelled_at: datetime | None, written_off_at: datetime | None
) -> PledgeStatus:
    """Where a pledge or legacy stands."""
    return pledges.pledge_status(
        amount_minor,
        given_minor,
        cancelled=cancelled_at is not None,
        written_off=written_off_at is not None,
    )


def outstanding_of(
    amount_minor: int,
    given_minor: int,
    cancelled_at: datetime | None,
    written_off_at: datetime | None,
    *,
    currency: str,
) -> Money:
    """What is still expected of a pledge or legacy."""
    ended = cancelled_at is not None or written_off_at is not None
    return Money(pledges.outstanding(amount_minor, given_minor, ended=ended), currency)


def overpaid_of(amount_minor: int, given_minor: int, *, currency: str) -> Money:
    """How much more was given than was promised."""
    return Money(pledges.overpaid_by(amount_minor, given_minor), currency)


def instalment_status_of(
    amount_minor: int,
    given_minor: int,
    due_on: date,
    cancelled_at: datetime | None,
    ended: bool,
    *,
    today: date,
) -> InstalmentStatus:
    """Where an instalment stands today."""
    return pledges.instalment_status(
        amount_minor, given_minor, due_on, today, cancelled=cancelled_at is not None, ended=ended
    )


def is_paid(amount_minor: int, given_minor: int, cancelled_at: datetime | None) -> bool:
    """Whether an instalment is paid (PLG-13)."""
    return pledges.is_paid(amount_minor, given_minor, cancelled=cancelled_at is not None)


def instalment_outstanding_of(
    amount_minor: int, given_minor: int, cancelled_at: datetime | None, ended: bool, *, currency: str
) -> Money:
    """What is still expected of an instalment."""
    over = cancelled_at is not None or ended
    return Money(pledges.outstanding(amount_minor, given_minor, ended=over), currency)
