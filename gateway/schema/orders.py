"""Orders as clients see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import strawberry

from domain.orders import OrderRole
from domain.permissions import Permission
from gateway.engine.declare import identity
from gateway.loaders.orders import ORDER
from gateway.schema._rows import enum_type, row_type
from gateway.schema.nodes import Node, register

enum_type(
    OrderRole,
    "The part that a customer has in an order.",
    OWNER="The order is the customer's own.",
    FACILITATOR="The customer placed the order for its owner.",
    SOFT_CREDITED="The customer is credited with the order, having neither placed nor paid it.",
)

# What a customer's orders, and all that is in them, are asked by (ORD-P01).
Roles = Annotated[
    Sequence[OrderRole],
    strawberry.argument(description="The parts in an order of which the customer must have one."),
]


@row_type(description="What somebody bought or reserved at one time.")
class Order(Node):
    id: strawberry.ID = identity("ord")
    number: int = strawberry.field(
        description="The number that people read out; no two orders have the same."
    )


register("Order", ORDER, Permission.ORDER_READ)
