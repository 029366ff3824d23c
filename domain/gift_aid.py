"""Gift Aid: declarations and cancellations, which days they cover, and which donations can be claimed for."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Coverage(StrEnum):
    """The three coverage options of a declaration (GAD-09, GAD-11, GAD-12)."""

    SINCE = "SINCE"
    FROM_TODAY = "FROM_TODAY"
    TODAY_ONLY = "TODAY_ONLY"


@unique
class DeclarationType(StrEnum):
    """How a declaration was made (GAD-14, GAD-15, GAD-P01)."""

    VERBAL = "VERBAL"
    PAPER = "PAPER"
    ONLINE = "ONLINE"


@unique
class EvidenceMethod(StrEnum):
    """What is kept to prove a declaration (GAD-16 to GAD-21); online declarations prove themselves."""

    EMAIL = "EMAIL"
    POST = "POST"
    MANUAL = "MANUAL"
    UPLOAD = "UPLOAD"
    ONLINE = "ONLINE"


@unique
class CancellationOption(StrEnum):
    """The two ways to cancel (GAD-23, GAD-24)."""

    FROM_TODAY = "FROM_TODAY"
    SINCE = "SINCE"
