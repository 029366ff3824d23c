"""By which part in an order a customer's orders, and all that is in them, are asked for (ORD-P01)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import strawberry

from domain.orders import OrderRole
from gateway.schema._rows import enum_type

enum_type(
    OrderRole,
    "The part that a customer has in an order.",
    OWNER="The order is the customer's own.",
    FACILITATOR="The customer placed the order for its owner.",
    SOFT_CREDITED="The customer is credited with the order, having neither placed nor paid it.",
)

Roles = Annotated[
    Sequence[OrderRole],
    strawberry.argument(description="The parts in an order of which the customer must have one."),
]
