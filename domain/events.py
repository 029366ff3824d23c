"""What is on, and whether there are tickets for it."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Availability(StrEnum):
    """Whether tickets for an instance can be had (WLS-01, WLS-P06)."""

    ON_SALE = "ON_SALE"
    LIMITED = "LIMITED"
    SOLD_OUT = "SOLD_OUT"
    OFF_SALE = "OFF_SALE"
    CANCELLED = "CANCELLED"
