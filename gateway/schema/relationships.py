"""Relationships as clients see them: who somebody is to somebody else, and who may book for whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.relationships import Facilitation as FacilitationRule
from domain.relationships import RelationshipState, deletion, facilitation, is_current, label, state_of
from gateway.engine import ids
from gateway.engine.declare import Narrowing, column, computed, link, page
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.relationships import (
    FACILITATES,
    FACILITATORS,
    RELATIONSHIP_BACKWARD,
    RELATIONSHIP_FORWARD,
    RELATIONSHIP_TYPE,
    RELATIONSHIPS,
)
from gateway.resolvers.relationships import relationships_narrowing
from gateway.schema._rows import enum_type, row_type, value_type
from gateway.schema.nodes import Node, register
from gateway.schema.relationship_types import RelationshipType

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
READ = Permission.CUSTOMER_READ

enum_type(
    RelationshipState,
    "Where a relationship stands today.",
    FUTURE="It has not begun yet.",
    CURRENT="It has begun and has not ended.",
    ENDED="Its end date has come.",
)


@value_type(
    description="Who of the two customers of a relationship may make bookings for the other today.",
    of=FacilitationRule,
)
class Facilitation:
    may_act_for_other: bool = strawberry.field(
        description="Whether this customer may make bookings for the other one."
    )
    other_may_act: bool = strawberry.field(
        description="Whether the other customer may make bookings for this one."
    )


def relationship_id(id: UUID, forward: bool) -> str:
    """The global id of a relationship as seen from one side: so a client may keep both views of it by their ids."""
    return ids.encode("rla" if forward else "rlb", id)


def relationship_key(text: str) -> UUID | None:
    """The key of the relationship with this global id, whichever side it was read from; None for any other text."""
    return ids.key_of("rla", text) or ids.key_of("rlb", text)


def _can_delete(transactions_on_behalf: int) -> bool:
    return deletion(transactions_on_behalf).can_delete


def _cannot_delete_reason(transactions_on_behalf: int) -> str | None:
    return deletion(transactions_on_behalf).reason


@row_type(
    description="How a customer is connected to another one, as seen from the record that it was read from."
)
class Relationship(Node):
    id: strawberry.ID = computed(
        relationship_id,
        "id",
        "forward",
        description="Opaque id of the relationship as seen from this side; the other record has it under another id.",
    )
    type: Optional[RelationshipType] = link(
        RELATIONSHIP_TYPE,
        needs=Permission.SIGNED_IN,
        parent="type_id",
        description="The type of relationship, with its labels both ways.",
    )
    label: str = computed(
        label,
        "forward",
        "forward_label",
        "reverse_label",
        description="What this customer is to the other one, such as Parent of.",
    )
    customer: Optional[Someone] = link(
        CUSTOMERS,
        needs=READ,
        parent="customer_id",
        description="This customer: the one from whose side it is told.",
    )
    other: Optional[Someone] = link(
        CUSTOMERS, needs=READ, parent="other_id", description="The customer at the other end."
    )
    importance: int = strawberry.field(
        description="From 1 to 5, the highest, on this record; the most important are listed first."
    )
    start_date: Optional[date] = column("starts", description="First day of it; null where that is unknown.")
    end_date: Optional[date] = column(
        "ends",
        description="The day on which it ended or will end, from which on it is not current; null for none.",
    )
    current: bool = computed(
        is_current, "starts", "ends", description="Whether it has begun and has not ended, today."
    )
    state: RelationshipState = computed(
        state_of, "starts", "ends", description="Whether it is to come, current or over."
    )
    facilitation: Facilitation = computed(
        facilitation,
        "forward",
        "a_may_facilitate_for_b",
        "b_may_facilitate_for_a",
        "starts",
        "ends",
        description="Who of the two may make bookings for the other today.",
    )
    transactions_on_behalf_count: int = column(
        "transactions_on_behalf",
        description="How many orders one of the two has placed on behalf of the other, whatever became of them.",
    )
    can_delete: bool = computed(
        _can_delete,
        "transactions_on_behalf",
        description="Whether it can be deleted: when no order was placed on behalf of the other.",
    )
    cannot_delete_reason: Optional[str] = computed(
        _cannot_delete_reason,
        "transactions_on_behalf",
        description="Why it cannot be deleted, and what to do instead; null where it can.",
    )
    created_at: datetime = strawberry.field(description="When the relationship was entered.")


register("Relationship", RELATIONSHIP_FORWARD, READ)
register("Relationship", RELATIONSHIP_BACKWARD, READ)


def narrowed(
    current_only: Annotated[
        bool, strawberry.argument(description="Whether to leave out those that have ended or are to come.")
    ] = False,
    include_inactive: Annotated[
        bool,
        strawberry.argument(
            description="Whether to list relationships with inactive customers too, if you may see these."
        ),
    ] = False,
) -> Narrowing:
    """The arguments of a record's relationships (X13, REL-P09)."""
    return relationships_narrowing(current_only=current_only, include_inactive=include_inactive)


relationships_tab: Any = page(
    RELATIONSHIPS,
    needs=READ,
    narrow=narrowed,
    description="How the customer is and was connected to others: the most important first, then the latest begun.",
)

facilitators_tab: Any = page(
    FACILITATORS,
    needs=READ,
    description="Those relationships through which somebody may make bookings for the customer today.",
)

may_act_for_tab: Any = page(
    FACILITATES,
    needs=READ,
    description="Those relationships through which the person may make bookings for somebody else today.",
)
