"""How what is sold beside tickets is read."""

from __future__ import annotations

from db.models import Product
from gateway.engine.declare import Tab

_product = Product.__table__

PRODUCT = Tab("product", _product, key=_product.c.id, order=(_product.c.id,), entity="prd")
