"""How orders are read."""

from __future__ import annotations

from db.models import Order
from gateway.engine.declare import Tab

_order = Order.__table__

ORDER = Tab("order", _order, key=_order.c.id, order=(_order.c.id,), entity="ord")
