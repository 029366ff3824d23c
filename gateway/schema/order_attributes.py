"""The attributes of an order as clients see them: what is asked about orders, such as how somebody heard of it."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import identity, link
from gateway.loaders.order_attributes import ORDER_ATTRIBUTE
from gateway.schema._rows import row_type
from gateway.schema.nodes import Node, register


@row_type(description="A question that is asked about orders.")
class OrderAttribute(Node):
    id: strawberry.ID = identity("oat")
    name: str = strawberry.field(description="The question; no two are the same.")
    position: int = strawberry.field(description="Place in the form, from 0.")


@row_type(description="What is asked about orders, and the answer of one order.")
class OrderAttributeValue:
    name: str = strawberry.field(description="The question.")
    value: Optional[str] = strawberry.field(description="The answer; null where there is none.")
    attribute: Optional[OrderAttribute] = link(
        ORDER_ATTRIBUTE,
        needs=Permission.SIGNED_IN,
        parent="attribute_id",
        description="The question by itself, as it is asked about every order.",
    )


register("OrderAttribute", ORDER_ATTRIBUTE, Permission.SIGNED_IN)
