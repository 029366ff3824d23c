"""Addresses at which a customer is reached through somebody else, as clients see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Optional
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.relationships import label
from gateway.engine import ids
from gateway.engine.declare import computed, link
from gateway.loaders.addresses import ADDRESS
from gateway.loaders.customers import CUSTOMERS
from gateway.schema._rows import row_type, value_type
from gateway.schema.addresses import Address
from gateway.schema.relationships import relationship_id

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]


@dataclass(frozen=True, slots=True)
class LinkedViaValue:
    """The relationship that leads to an address, and the customer whose address it is: both as global ids."""

    relationship_id: str
    customer_id: str
    label: str


@value_type(description="What connects a customer with somebody else's address.", of=LinkedViaValue)
class LinkedVia:
    relationship_id: strawberry.ID = strawberry.field(
        description="Id of the relationship, as seen from this record; resolves through `node`."
    )
    customer_id: strawberry.ID = strawberry.field(
        description="Id of the customer whose address it is; resolves through `node`."
    )
    label: str = strawberry.field(description="What this customer is to the other one, such as Parent of.")


def _linked_via(
    relationship: UUID, forward: bool, other: UUID, forward_label: str, reverse_label: str
) -> LinkedViaValue:
    return LinkedViaValue(
        relationship_id(relationship, forward),
        ids.encode("cus", other),
        label(forward, forward_label, reverse_label),
    )


@row_type(
    description="An address of somebody to whom the customer is related now. It is theirs, and changed on their record."
)
class RelatedAddress:
    address: Optional[Address] = link(
        ADDRESS, needs=Permission.CUSTOMER_READ, parent="address_id", description="The address."
    )
    customer: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="other_id",
        description="The customer whose address it is.",
    )
    linked_via: LinkedVia = computed(
        _linked_via,
        "relationship_id",
        "forward",
        "other_id",
        "forward_label",
        "reverse_label",
        description="The relationship that leads to it; where there are several, the most important of them.",
    )
