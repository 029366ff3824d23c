"""The types of relationship that the demo house keeps."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from db.demo.fixed import Series, fixed_id


class RelationshipTypeRow(NamedTuple):
    id: UUID
    forward_label: str
    reverse_label: str
    from_kind: str
    to_kind: str
    a_may_facilitate_for_b: bool
    b_may_facilitate_for_a: bool
    active: bool
    position: int


RELATIONSHIP_TYPES = tuple(
    RelationshipTypeRow(fixed_id(Series.RELATIONSHIP_TYPE, place), *kind, place - 1)
    for place, kind in enumerate(
        (
            ("Partner of", "Partner of", "I", "I", False, False, True),
            ("Parent of", "Child of", "I", "I", False, False, True),
            ("Friend of", "Friend of", "I", "I", False, False, True),
            ("Carer of", "Cared for by", "I", "I", True, False, True),
            ("Assistant of", "Assisted by", "I", "I", True, False, True),
            ("Employee of", "Employer of", "I", "O", False, False, True),
            ("Books for", "Books through", "I", "O", True, False, True),
            ("Teacher at", "School of", "I", "O", True, False, True),
            ("Has as trustee", "Trustee of", "O", "I", False, False, True),
            ("Subsidiary of", "Parent company of", "O", "O", False, False, True),
            ("Works with", "Works with", "O", "O", False, False, True),
            ("Godparent of", "Godchild of", "I", "I", False, False, False),
        ),
        start=1,
    )
)
(
    PARTNER, PARENT, FRIEND, CARER, ASSISTANT, EMPLOYEE, BOOKS_FOR, TEACHER, TRUSTEE, SUBSIDIARY, WORKS_WITH, GODPARENT,
) = RELATIONSHIP_TYPES  # fmt: skip
