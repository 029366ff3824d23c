"""Pledges and legacies: gifts that were promised, in instalments or by a will."""

from __future__ import annotations

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
