"""Households: what one is called."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum, unique

from domain.texts import folded

NAMELESS = "Household"


@unique
class Cause(StrEnum):
    """Why a membership of a household began or ended (HHD-P11)."""

    RECORD_MADE = "RECORD_MADE"
    JOINED = "JOINED"
    LEFT = "LEFT"
    MERGED = "MERGED"
    CONVERTED = "CONVERTED"


def household_name(override: str | None, surnames: Sequence[str | None]) -> str:
    """What a household is called (HHD-P06).

    `surnames` are its members', the primary householder's first and the others' in the order that they joined.
    One surname makes "The Marsh household", several "Marsh & Hale"; a name that somebody gave it stands.
    """
    given = (override or "").strip()
    if given:
        return given
    by_key: dict[str, str] = {}
    for name in surnames:
        if name and name.strip():
            by_key.setdefault(folded(name), name.strip())
    distinct = tuple(by_key.values())
    if not distinct:
        return NAMELESS
    return f"The {distinct[0]} household" if len(distinct) == 1 else " & ".join(distinct)
