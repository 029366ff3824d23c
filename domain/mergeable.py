"""Whether a record can be merged with another, as it stands by itself (MRG-B02)."""

from __future__ import annotations


def unmergeable_for(active: bool, in_progress: bool) -> str | None:
    """Why a record that stands so cannot be merged now, whatever the other; None where it can (MRG-B02, MRG-P19)."""
    if in_progress:
        return "The record is being merged or converted just now; try again in a moment."
    if not active:
        return "The record is inactive: reactivate it first, or have Support merge it into an active one."
    return None
