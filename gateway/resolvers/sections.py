"""The sections of a record for one actor, from what is counted under it."""

from __future__ import annotations

from collections.abc import Sequence

from domain.customers import Kind
from domain.house import House
from domain.permissions import Actor
from domain.sections import Counted, RecordSection, sections_of


def record_sections(
    kind: str, counts: Sequence[int], *, actor: Actor, house: House
) -> tuple[RecordSection, ...]:
    """The sections as this actor finds them; the counts stand in the order of `Counted`."""
    return sections_of(Kind(kind), dict(zip(Counted, counts, strict=True)), actor, house)
