"""Opportunities: gifts that a fundraiser works towards, from the first idea to the day it is won or lost."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Outcome(StrEnum):
    """How an opportunity ended, or that it has not (OPP-P01)."""

    OPEN = "OPEN"
    WON = "WON"
    LOST = "LOST"
    WITHDRAWN = "WITHDRAWN"


@unique
class StageChangeKind(StrEnum):
    """What happened to an opportunity when its stage was written down (OPP-P02)."""

    OPENED = "OPENED"
    MOVED = "MOVED"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"
