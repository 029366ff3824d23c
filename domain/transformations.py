"""Merges and conversions as the ledger has them: what kinds there are, and what became of each row and value."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class TransformationKind(StrEnum):
    """What was done to a record."""

    MERGE = "MERGE"
    CONVERSION = "CONVERSION"


@unique
class RowAction(StrEnum):
    """What became of a row of the store."""

    MOVED = "MOVED"
    CHANGED = "CHANGED"
    DROPPED = "DROPPED"
    ADDED = "ADDED"


@unique
class ValueFrom(StrEnum):
    """Whose value stands afterwards."""

    SURVIVOR = "SURVIVOR"
    LOSER = "LOSER"
    BOTH = "BOTH"
    CUSTOM = "CUSTOM"
    NEITHER = "NEITHER"


_LETTERS = {TransformationKind.MERGE: "M", TransformationKind.CONVERSION: "C"}


def transformation_id(kind: TransformationKind, number: int) -> str:
    """How people name it: M-12 is a merge, C-13 a conversion (MRG-N01)."""
    return f"{_LETTERS[kind]}-{number}"
