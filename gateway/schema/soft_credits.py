"""Soft credits as clients see them: who is credited with an order that somebody else placed (ORD-P01)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Optional

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import identity, link
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.soft_credits import SOFT_CREDIT
from gateway.schema._rows import row_type
from gateway.schema.nodes import Node, register

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]


@row_type(description="A customer who is credited with an order; it never counts as what they spent.")
class SoftCredit(Node):
    id: strawberry.ID = identity("sfc")
    type: str = strawberry.field(description="Why they are credited, such as Introduced the donor.")
    customer: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="customer_id",
        description="Who is credited; null where you may not see the record.",
    )


register("SoftCredit", SOFT_CREDIT, Permission.ORDER_READ)
