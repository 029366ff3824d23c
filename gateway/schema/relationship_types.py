"""Types of relationship as clients see them: what is chosen from when a relationship is added."""

from __future__ import annotations

from typing import Annotated, Optional

import strawberry

from domain.customers import Kind
from domain.permissions import Permission
from domain.relationships import Structure, structure_of
from gateway.engine.declare import Narrowing, computed, identity, tab
from gateway.loaders.relationships import RELATIONSHIP_TYPE, RELATIONSHIP_TYPES
from gateway.resolvers.relationships import relationship_types_narrowing
from gateway.schema._rows import enum_type, row_type
from gateway.schema.nodes import Node, register

enum_type(
    Kind,
    "Which of the two kinds of record it is.",
    "CustomerKind",
    INDIVIDUAL="The record of a person.",
    ORGANISATION="The record of an organisation.",
)
enum_type(
    Structure,
    "Which kinds of record a type of relationship connects.",
    "RelationshipStructure",
    INDIVIDUALS="Two people.",
    INDIVIDUAL_AND_ORGANISATION="A person and an organisation.",
    ORGANISATIONS="Two organisations.",
)


def _kind(letter: str) -> Kind:
    return Kind(letter)


@row_type(
    description="A type of relationship: what A, at its beginning, is to B, at its end, and who may book for whom."
)
class RelationshipType(Node):
    id: strawberry.ID = identity("rlt")
    forward_label: str = strawberry.field(description="What A is to B, such as Parent of.")
    reverse_label: str = strawberry.field(
        description="What B is to A, such as Child of; the same where both are the same to each other."
    )
    from_kind: Kind = computed(_kind, "from_kind", description="The kind of record that A is.")
    to_kind: Kind = computed(_kind, "to_kind", description="The kind of record that B is.")
    structure: Structure = computed(
        structure_of, "from_kind", "to_kind", description="Which kinds of record it connects."
    )
    a_may_facilitate_for_b: bool = strawberry.field(description="Whether A may make bookings for B.")
    b_may_facilitate_for_a: bool = strawberry.field(description="Whether B may make bookings for A.")
    active: bool = strawberry.field(description="Whether it may be chosen for new relationships.")
    position: int = strawberry.field(description="Place in the list, from 0.")


register("RelationshipType", RELATIONSHIP_TYPE, Permission.SIGNED_IN)


def _narrowed(
    kind: Annotated[
        Optional[Kind],
        strawberry.argument(description="The kind of one of the records to be connected; null for any."),
    ] = None,
    other_kind: Annotated[
        Optional[Kind],
        strawberry.argument(description="The kind of the other one; a type fits whichever way it runs."),
    ] = None,
    include_inactive: Annotated[
        bool, strawberry.argument(description="Whether to list types that are not offered any more.")
    ] = False,
) -> Narrowing:
    """The arguments of the drop-down of types (REL-09)."""
    return relationship_types_narrowing(kind=kind, other_kind=other_kind, include_inactive=include_inactive)


@strawberry.type
class RelationshipTypeQuery:
    relationship_types: Optional[list[RelationshipType]] = tab(
        RELATIONSHIP_TYPES,
        parent=None,
        needs=Permission.SIGNED_IN,
        narrow=_narrowed,
        description="The types of relationship that may be chosen, in their order.",
    )
