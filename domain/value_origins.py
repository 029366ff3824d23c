"""Where a value of a record came from, in words (MRG-N01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.transformations import TransformationKind, ValueFrom, transformation_id


@dataclass(frozen=True, slots=True)
class ValueSetting:
    """What the ledger has of one value: which merge or conversion, which was taken, and what both sides had."""

    transformation_id: UUID
    kind: TransformationKind
    ordinal: int
    at: datetime
    username: str
    other: str | None
    taken_from: ValueFrom
    survivor: str | None
    loser: str | None
    result: str | None
    reason: str
    redacted: bool

    @property
    def number(self) -> str:
        """How people name it: M-12, C-13."""
        return transformation_id(self.kind, self.ordinal)

    @property
    def merge_id(self) -> UUID | None:
        """The merge; None for a conversion."""
        return self.transformation_id if self.kind is TransformationKind.MERGE else None


@dataclass(frozen=True, slots=True)
class ValueOrigin:
    """Where the value at `path` came from; without `set_by` no merge or conversion had to do with it.

    `changed_at` and `changed_by` tell of the last change since, after which the value is no longer that one.
    """

    path: str
    set_by: ValueSetting | None = None
    changed_at: datetime | None = None
    changed_by: str | None = None

    @property
    def stands(self) -> bool:
        """Whether the record still has the value that was set then."""
        return self.set_by is not None and self.changed_at is None

    @property
    def explanation(self) -> str:
        """The origin in a sentence or two."""
        if self.set_by is None:
            return f"No merge or conversion touched {self.path}."
        told = f"{self.path} {_told(self.set_by)} in {self.set_by.kind.value.lower()} {self.set_by.number}."
        if self.changed_at is None:
            return told
        return f"{told} It was changed since, by {self.changed_by}."


def _told(setting: ValueSetting) -> str:
    match setting.taken_from:
        case ValueFrom.LOSER:
            return f"came from {setting.other}"
        case ValueFrom.SURVIVOR:
            return "stayed as this record had it"
        case ValueFrom.BOTH:
            return f"is that of this record and of {setting.other} together"
        case ValueFrom.CUSTOM:
            return f"was typed in by {setting.username}"
        case ValueFrom.NEITHER:
            return "was left empty"
