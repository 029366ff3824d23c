"""Until when a merge can be turned back (MRG-10, MRG-P15)."""

from __future__ import annotations

from datetime import datetime

from domain.merge_refusals import MergeNotReversible


def check_reversible(
    *, unmerge_days: int, until: datetime | None, reversed_at: datetime | None, now: datetime
) -> None:
    """Raise MergeNotReversible unless the system allows it, the time is not over, and it is not done (MRG-10)."""
    if reversed_at is not None:
        raise MergeNotReversible("This merge was turned back already.", ("mergeId",))
    if unmerge_days == 0 or until is None:
        raise MergeNotReversible("Merges cannot be turned back in this system.", ("mergeId",))
    if now > until:
        raise MergeNotReversible("The time in which this merge could be turned back is over.", ("mergeId",))
