"""Households as clients see them: who lives under one roof."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Optional

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import identity, link, tab
from gateway.loaders.customers import CUSTOMERS, MEMBERS
from gateway.loaders.households import HOUSEHOLD
from gateway.schema._rows import row_type
from gateway.schema.nodes import Node, register

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]


@row_type(
    description="People who are treated as one unit when that is wanted, such as for one mailing a home."
)
class Household(Node):
    id: strawberry.ID = identity("hhd")
    name: Optional[str] = strawberry.field(description="A name given by staff; null where none was given.")
    primary_householder: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="primary_id",
        description="The primary householder, whose record should hold the household's address.",
    )
    members: Optional[list[Someone]] = tab(
        MEMBERS,
        needs=Permission.CUSTOMER_READ,
        description="The members whom you may see, in the order of their ids.",
    )
    created_at: datetime = strawberry.field(description="When the household was made.")


register("Household", HOUSEHOLD, Permission.CUSTOMER_READ)
