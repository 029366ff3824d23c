"""Waiting lists: who wishes to hear when tickets for a sold-out event come free, and in which order."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class WaitingStatus(StrEnum):
    """Where an entry of a waiting list stands (WLS-P01)."""

    WAITING = "WAITING"
    OFFERED = "OFFERED"
    FULFILLED = "FULFILLED"
    REMOVED = "REMOVED"
    EXPIRED = "EXPIRED"
