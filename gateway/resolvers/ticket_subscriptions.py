"""Which ticket subscriptions, and how many of their vouchers are where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.ticket_subscriptions import available_vouchers, expired_vouchers
from gateway.engine.declare import Narrowing
from gateway.loaders.ticket_subscriptions import CURRENT


def subscription_narrowing(*, include_expired: bool) -> Narrowing:
    """All subscriptions, or those alone that are neither expired nor returned (TSB-01)."""
    return Narrowing(() if include_expired else (CURRENT,))


@dataclass(frozen=True, slots=True)
class Vouchers:
    """Vouchers by what became of them; the last four add up to those issued (TSB-P02)."""

    issued: int
    available: int
    redeemed: int
    expired: int
    returned: int


def vouchers_of(issued: int, redeemed: int, returned: int, expires_on: date, *, today: date) -> Vouchers:
    """What became of the vouchers by today."""
    return Vouchers(
        issued,
        available_vouchers(issued, redeemed, returned, expires_on, today),
        redeemed,
        expired_vouchers(issued, redeemed, returned, expires_on, today),
        returned,
    )
