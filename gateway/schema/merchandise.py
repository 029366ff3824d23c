"""What is sold beside tickets as clients see it, and what a customer bought of it (MER-01, ORD-P07)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

import strawberry

from domain.money import Money as MoneyRule
from domain.permissions import Permission
from gateway.engine.declare import Narrowing, column, computed, identity, link, page
from gateway.loaders._parties import USUAL_ROLES
from gateway.loaders.merchandise import MERCHANDISE, PRODUCT, merchandise_narrowing
from gateway.schema._order_groups import READ, HideReturned, OfOrder
from gateway.schema._parties import Roles
from gateway.schema._rows import row_type
from gateway.schema.money import Money
from gateway.schema.nodes import Node, register


@row_type(description="Something that is sold beside tickets, such as a programme.")
class Product(Node):
    id: strawberry.ID = identity("prd")
    name: str = strawberry.field(description="Name of the product; no two have the same.")
    category: Optional[str] = strawberry.field(description="What kind of thing it is, such as Drinks.")
    price: Money = computed(MoneyRule, "price_minor", description="What one piece costs now.")
    active: bool = strawberry.field(description="Whether it is sold; what was sold before is kept.")


register("Product", PRODUCT, Permission.SIGNED_IN)


@row_type(description="What was bought of one product in one order.")
class PurchasedMerchandise(OfOrder):
    name: str = strawberry.field(description="Name of the product.")
    product: Optional[Product] = link(
        PRODUCT, needs=Permission.SIGNED_IN, parent="product_id", description="The product."
    )
    ordered_at: datetime = column("placed_at", description="When the order was placed.")
    quantity: int = strawberry.field(description="How many pieces were bought and not returned.")
    returned_quantity: int = strawberry.field(description="How many were returned or exchanged.")


def _narrowed(roles: Roles = USUAL_ROLES, hide_returned: HideReturned = False) -> Narrowing:
    """The arguments of a customer's merchandise."""
    return merchandise_narrowing(roles, hide_returned=hide_returned)


merchandise_tab: Any = page(
    MERCHANDISE,
    needs=READ,
    narrow=_narrowed,
    description="What was bought beside tickets, one row an order and product, the latest order first.",
)
