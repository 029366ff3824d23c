"""Long work that staff ask for and come back to: every kind of it has the same shape (XCT-P07)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any

from domain.permissions import Permission

LINK_SECONDS = 24 * 60 * 60
"""How long a link to the file that a job made works, from when somebody looks (STM-P04)."""


@unique
class BulkJobKind(StrEnum):
    """What is done."""

    STATEMENT = "STATEMENT"
    AUTOTAG_PREVIEW = "AUTOTAG_PREVIEW"
    MERGE = "MERGE"

    @property
    def needs(self) -> Permission:
        """What whoever asked for it must still be allowed when it is done, and when its file is fetched."""
        return _NEEDS[self]


_NEEDS = {
    BulkJobKind.STATEMENT: Permission.ORDER_READ,
    BulkJobKind.AUTOTAG_PREVIEW: Permission.TAG_SETUP,
    BulkJobKind.MERGE: Permission.MERGE,
}


@unique
class BulkJobStatus(StrEnum):
    """How far it is."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"

    @property
    def ended(self) -> bool:
        """Whether nothing will change any more."""
        return self not in (BulkJobStatus.QUEUED, BulkJobStatus.RUNNING)


@unique
class BulkJobFailure(StrEnum):
    """Why a job came to nothing."""

    NO_LONGER_ALLOWED = "NO_LONGER_ALLOWED"
    REFUSED = "REFUSED"
    GIVEN_UP = "GIVEN_UP"


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of one of the things that a job went through, named by its global id."""

    subject: str
    succeeded: bool = True
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What a job came to: how much it went through, the file that it made, and what else there is to tell, as JSON."""

    total: int
    failed: int = 0
    file: str | None = None
    file_name: str | None = None
    outcome: Mapping[str, Any] | None = None
    results: tuple[BulkResult, ...] = ()
