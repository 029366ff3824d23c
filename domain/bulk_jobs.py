"""Long work that staff ask for and come back to: every kind of it has the same shape (XCT-P07)."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class BulkJobKind(StrEnum):
    """What is done."""

    STATEMENT = "STATEMENT"
    AUTOTAG_PREVIEW = "AUTOTAG_PREVIEW"


@unique
class BulkJobStatus(StrEnum):
    """How far it is."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
