"""The pinboard: what each user keeps at hand."""

from __future__ import annotations

from domain.errors import PinboardFull

MOST_PINS = 50


def check_room(pinned: int, *path: str) -> None:
    """A pinboard holds fifty things (NAV-P04). Raises PinboardFull for one more."""
    if pinned >= MOST_PINS:
        raise PinboardFull(
            f"Your pinboard holds {MOST_PINS} things, which is all it can; unpin one first.", path
        )
