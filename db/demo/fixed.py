"""Keys that are the same in every demo store, so that examples and links to them keep working."""

from __future__ import annotations

from enum import IntEnum
from uuid import UUID


class Series(IntEnum):
    """What a fixed key is of."""

    PERSONA = 0
    ATTRIBUTE = 1
    OPTION = 2
    PREFERENCE = 3
    TAG_GROUP = 4
    TAG = 5
    CUSTOMER = 6
    HOUSEHOLD = 7
    NOTE = 8


def fixed_id(series: Series, ordinal: int) -> UUID:
    """A key made on 1 September 2011, when the demo house put everything in its place."""
    return UUID(f"01322248-f800-7000-8000-{series:04x}{ordinal:08x}")
