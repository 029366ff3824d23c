"""Ticket subscriptions: how many of their vouchers are left, and until when they can be redeemed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum, unique


@unique
class SubscriptionState(StrEnum):
    """Where a ticket subscription stands on a day (TSB-01)."""

    CURRENT = "CURRENT"
    EXPIRED = "EXPIRED"
    RETURNED = "RETURNED"


@dataclass(frozen=True, slots=True)
class VoucherCounts:
    """The vouchers of a group, or of several: those neither redeemed nor returned are available, or have expired."""

    issued: int
    redeemed: int = 0
    returned: int = 0

    @property
    def unused(self) -> int:
        """Those neither redeemed nor returned."""
        return self.issued - self.redeemed - self.returned

    def __add__(self, other: VoucherCounts) -> VoucherCounts:
        return VoucherCounts(
            self.issued + other.issued, self.redeemed + other.redeemed, self.returned + other.returned
        )


def is_expired(expires_on: date | None, today: date) -> bool:
    """Whether vouchers can no longer be redeemed: the day after their last (TSB-P02); without one they never expire."""
    return expires_on is not None and expires_on < today


def expired_vouchers(issued: int, redeemed: int, returned: int, expires_on: date | None, today: date) -> int:
    """How many vouchers were left when the subscription expired; 0 while it has not (TSB-P02)."""
    return issued - redeemed - returned if is_expired(expires_on, today) else 0


def available_vouchers(
    issued: int, redeemed: int, returned: int, expires_on: date | None, today: date
) -> int:
    """How many vouchers can still be redeemed: issued less redeemed, expired and returned; never negative (TSB-P02)."""
    expired = expired_vouchers(issued, redeemed, returned, expires_on, today)
    return max(0, issued - redeemed - expired - returned)


def total_vouchers(groups: Iterable[VoucherCounts]) -> VoucherCounts:
    """The vouchers of all groups of a subscription together (TSB-05, TSB-06)."""
    return sum(groups, VoucherCounts(0))


def subscription_state(issued: int, returned: int, expires_on: date | None, today: date) -> SubscriptionState:
    """Whether a subscription is current, expired or was returned whole; expired counts from the day after its last."""
    if issued and issued == returned:
        return SubscriptionState.RETURNED
    return SubscriptionState.EXPIRED if is_expired(expires_on, today) else SubscriptionState.CURRENT


def redeem(counts: VoucherCounts, expires_on: date | None, today: date) -> VoucherCounts:
    """The counts after one voucher is redeemed; the instance itself may be later than the expiry (TSB-P03).

    Raises ValueError where none is available: whoever asks has looked first.
    """
    if not available_vouchers(counts.issued, counts.redeemed, counts.returned, expires_on, today):
        raise ValueError("A voucher that is redeemed is available.")
    return replace(counts, redeemed=counts.redeemed + 1)


def give_back(counts: VoucherCounts) -> VoucherCounts:
    """The counts after a redeemed ticket is returned: its voucher is available again unless it has expired (TSB-P03).

    Raises ValueError where none is redeemed.
    """
    if not counts.redeemed:
        raise ValueError("A ticket that is returned was redeemed.")
    return replace(counts, redeemed=counts.redeemed - 1)


def return_unused(counts: VoucherCounts) -> VoucherCounts:
    """The counts after a subscription is returned, tickets first: raises ValueError while any is redeemed (TSB-P04)."""
    if counts.redeemed:
        raise ValueError("The tickets of a subscription are returned before it.")
    return replace(counts, returned=counts.issued)
