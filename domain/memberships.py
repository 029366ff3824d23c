"""Memberships: chains of terms, when the next one may be bought, and where a membership stands today."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class MembershipStatus(StrEnum):
    """Where a membership stands on a day (MEM-P05)."""

    FUTURE = "FUTURE"
    ACTIVE = "ACTIVE"
    GRACE = "GRACE"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"
    RETURNED = "RETURNED"


@unique
class PeriodUnit(StrEnum):
    """In what the period of a membership type is counted (MEM-P01)."""

    MONTH = "MONTH"
    YEAR = "YEAR"
