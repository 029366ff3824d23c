"""What every payload about a customer has: the record as it is now, read after the change was stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Optional
from uuid import UUID

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import link
from gateway.loaders.customers import CUSTOMERS

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]


@strawberry.type
class CustomerPayload:
    customer_id: strawberry.Private[Optional[UUID]] = None

    customer: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="customer_id",
        description="The record as it is now; null when the change was refused, or when you may no longer see it.",
    )
