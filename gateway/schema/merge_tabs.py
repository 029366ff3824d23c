"""The tabs of the merge wizard as clients see them: line by line what each record has, and what is proposed."""

from __future__ import annotations

from typing import Optional
from uuid import UUID

import strawberry

from domain import merges as rules
from domain.merges import MergeTab, Reason, TabStatus
from domain.transformations import ValueFrom
from gateway.engine import ids
from gateway.engine.declare import column, computed
from gateway.schema import _merge_words  # noqa: F401 - describes the words
from gateway.schema._rows import value_type

# What a line is about, by how its path begins.
_ENTITIES = {
    "address": "adr",
    "attribute": "atd",
    "preference": "prf",
    "tag": "tag",
    "note": "not",
    "relationship": "rla",
}


def _subject(path: str, subject_id: UUID | None) -> str | None:
    entity = _ENTITIES.get(path.partition(".")[0])
    return None if subject_id is None or entity is None else ids.encode(entity, subject_id)


@value_type(description="One line of a tab of the merge wizard.", of=rules.Line)
class MergeLine:
    path: str = strawberry.field(description="What it is about, as the audit of the record names it.")
    label: str = strawberry.field(description="The same in words.")
    survivor: Optional[str] = strawberry.field(
        description="What the record merged into has; null for nothing."
    )
    loser: Optional[str] = strawberry.field(description="What the record merged away has; null for nothing.")
    result: Optional[str] = strawberry.field(
        description="What the merged record would have; null for nothing."
    )
    is_protected: bool = column(
        "protected",
        description="Whether it is protected data, whose values are shown nowhere but on the records themselves.",
    )
    taken_from: ValueFrom = strawberry.field(description="Whose value it would be.")
    reason: Reason = strawberry.field(description="Why it is proposed, as a code.")
    why: str = strawberry.field(description="Why it is proposed, in a sentence.")
    choice_required: bool = strawberry.field(description="Whether you have to choose before you can merge.")
    subject_id: Optional[strawberry.ID] = computed(
        _subject,
        "path",
        "subject_id",
        description="Id to name in the choices: of the attribute, contact preference, tag, note, relationship or"
        " address; null for a value of the details.",
    )


@value_type(description="One tab of the merge wizard.", of=rules.Tab)
class MergePreviewTab:
    key: MergeTab = strawberry.field(description="Which tab.")
    status: TabStatus = strawberry.field(description="Whether there is something to decide on it.")
    greyed: bool = strawberry.field(
        description="Whether the wizard shows it greyed: nothing to merge, the same on both, or relationships."
    )
    lines: list[MergeLine] = strawberry.field(description="What is on it, in order.")
