"""Why a merge, a conversion, or turning one back is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from domain.refusals import Refusal
from domain.row_conflicts import RowConflict


class MergeInProgress(Refusal):
    """The record is being merged or converted just now; try again in a moment."""

    code = "MERGE_IN_PROGRESS"


class SameCustomer(Refusal):
    """Both are the same record; choose two."""

    code = "SAME_CUSTOMER"


@dataclass(eq=False)
class StalePlan(Refusal):
    """What the preview showed has changed since, or the preview is too old; look at it afresh and confirm again."""

    code = "STALE_PLAN"

    # The parts of the plan that are not as they were: keys of tabs, BLOCKERS, WARNINGS, MOVES, or EXPIRED.
    changed: tuple[str, ...] = ()
    # What the plan is of, and the choices as JSON, so that it can be shown afresh.
    survivor_id: UUID | None = None
    loser_id: UUID | None = None
    choices: Mapping[str, Any] = field(default_factory=dict)


class MergeNotReversible(Refusal):
    """This merge cannot be turned back: the system does not allow it, the time is over, or it was turned back."""

    code = "MERGE_NOT_REVERSIBLE"


@dataclass(eq=False)
class ChangedSinceMerge(Refusal):
    """What was done since the merge stands in the way of turning it back; undo that first."""

    code = "CHANGED_SINCE_MERGE"

    conflicts: tuple[RowConflict, ...] = ()
