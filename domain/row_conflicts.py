"""What stands against turning a merge back, row by row (MRG-P15)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from uuid import UUID

from domain.permissions import Actor, Permission

PINK_NOTES = "pink_note"
"""What rows of pink notes are counted as, apart from those of blue ones (NOT-P06)."""
# What is told to those alone who may see it.
_NEEDS = {
    PINK_NOTES: Permission.PINK_NOTE,
    # Of either colour.
    "note_acknowledgement": Permission.PINK_NOTE,
    "activity": Permission.FUNDRAISING,
    "invitation": Permission.FUNDRAISING,
    "invitation_attendee": Permission.FUNDRAISING,
    "opportunity": Permission.FUNDRAISING,
    "pin": Permission.FUNDRAISING,
}


@unique
class ConflictKind(StrEnum):
    """What happened to a row since the merge, so that it cannot go back."""

    DELETED = "DELETED"
    MOVED_ON = "MOVED_ON"
    CHANGED = "CHANGED"
    PLACE_TAKEN = "PLACE_TAKEN"
    IN_USE = "IN_USE"
    SPENT = "SPENT"
    CLAIMED = "CLAIMED"
    MERGED_AGAIN = "MERGED_AGAIN"


_TOLD = {
    ConflictKind.DELETED: "was deleted since",
    ConflictKind.MOVED_ON: "went to another record since",
    ConflictKind.CHANGED: "was changed since",
    ConflictKind.PLACE_TAKEN: "has no place any more, since another has it now",
    ConflictKind.IN_USE: "is needed by something that was made since",
    ConflictKind.SPENT: "was spent or changed since",
    ConflictKind.CLAIMED: "is in a Gift Aid claim made since",
    ConflictKind.MERGED_AGAIN: "came after it; turn that back first",
}
# What people call tables whose name is not their word for it.
_WORDS = {
    "customer": "Details",
    "customer_order": "Order",
    "customer_tag": "Tag of the record",
    "credit_lot": "Account credit",
    "preference_answer": "Contact preference",
    "mailing_record": "Mailing",
    "pin": "Entry of a pinboard",
    "transformation": "Merge or conversion",
    "": "Something that your roles do not show",
}


@dataclass(frozen=True, slots=True)
class RowConflict:
    """One row that cannot go back: its table, its key where it has an id, and the columns that differ."""

    relation: str
    row_id: UUID | None
    kind: ConflictKind
    columns: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """What the row is, in plain words."""
        return words_for(self.relation)

    @property
    def message(self) -> str:
        """The conflict in one line."""
        fields = f" ({', '.join(each.replace('_', ' ') for each in self.columns)})" if self.columns else ""
        return f"{self.what}{fields} {_TOLD[self.kind]}."


def as_told_to(actor: Actor, conflict: RowConflict) -> RowConflict:
    """The conflict as the actor may know of it: of what their roles do not show only that it is there (NOT-P06)."""
    return conflict if is_told_to(actor, conflict.relation) else RowConflict("", None, conflict.kind)


def is_told_to(actor: Actor, relation: str) -> bool:
    """Whether the actor may know that there are rows of the table."""
    needs = _NEEDS.get(relation)
    return needs is None or actor.may(needs)


def words_for(relation: str) -> str:
    """What people call a row of the table."""
    return _WORDS.get(relation) or relation.replace("_", " ").capitalize()
