"""How what is sold beside tickets is read: products, and what a customer bought of them, by order and product."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from db.models import Product
from domain.orders import ItemKind, OrderRole
from gateway.engine.declare import Narrowing, Tab
from gateway.loaders._order_groups import BOUGHT, QUANTITIES, grouped, item, narrowing, soft_credited
from gateway.loaders._parties import USUAL_ROLES, has_part

_product = Product.__table__

PRODUCT = Tab("product", _product, key=_product.c.id, order=(_product.c.id,), entity="prd")

_grouped = grouped(item.c.product_id, item.c.kind == ItemKind.MERCHANDISE.value, BOUGHT, counts=QUANTITIES)
_read = (
    sa.select(*_grouped.c, soft_credited(_grouped), _product.c.name)
    .join_from(_grouped, _product, _product.c.id == _grouped.c.product_id)
    .subquery("purchased_merchandise")
)
# The latest order first, as orders themselves are (ORD-P08).
MERCHANDISE = Tab(
    "merchandise",
    _read,
    key=_read.c.party_id,
    order=(_read.c.placed_at.desc(), _read.c.number.desc(), _read.c.product_id),
    default=(has_part(_read, USUAL_ROLES),),
)


def merchandise_narrowing(roles: Sequence[OrderRole], *, hide_returned: bool) -> Narrowing:
    """The groups of customers with one of these parts; without those of which every piece was returned."""
    return narrowing(_read, roles, *((_read.c.quantity > 0,) if hide_returned else ()))
