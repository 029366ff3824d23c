"""Fixed series: the same seat at every instance of a group, held or bought."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class SeriesState(StrEnum):
    """Where a subscription to a fixed series stands (FXS-P01)."""

    HELD = "HELD"
    PURCHASED = "PURCHASED"
    RELEASED = "RELEASED"
    RETURNED = "RETURNED"
    ROLLED_OVER = "ROLLED_OVER"
    EXPIRED = "EXPIRED"
