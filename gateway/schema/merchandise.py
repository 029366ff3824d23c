"""What is sold beside tickets as clients see it."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.money import Money as MoneyRule
from domain.permissions import Permission
from gateway.engine.declare import computed, identity
from gateway.loaders.merchandise import PRODUCT
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
