"""Households: people who are treated as one unit when that is wanted."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Cause(StrEnum):
    """Why a membership of a household began or ended (HHD-P11)."""

    RECORD_MADE = "RECORD_MADE"
    JOINED = "JOINED"
    LEFT = "LEFT"
    MERGED = "MERGED"
    CONVERTED = "CONVERTED"
