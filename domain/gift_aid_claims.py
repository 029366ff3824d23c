"""Claims for Gift Aid: where one stands, and what becomes of its rows (GAD-P14 to GAD-P16)."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class ClaimStatus(StrEnum):
    """Where a claim stands (GAD-P14)."""

    DRAFT = "DRAFT"
    PREVIEWED = "PREVIEWED"
    SUBMITTED = "SUBMITTED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    PART_REJECTED = "PART_REJECTED"


@unique
class AdjustmentReason(StrEnum):
    """What happened to a gift after it was claimed for, so that too much was paid (GAD-P16)."""

    RETURNED = "RETURNED"
    CANCELLED = "CANCELLED"
    EXCLUDED = "EXCLUDED"
    CORRECTED = "CORRECTED"
