"""How the amounts of orders are read: what their items come to, and what was paid, summed in one row an order."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Order, OrderItem, OrderPayment
from domain.orders import ItemState, PaymentKind
from gateway.engine.declare import Tab
from gateway.loaders.order_payments import sum_of_payments

_order = Order.__table__
_item = OrderItem.__table__
_payment = OrderPayment.__table__


def _of_items(column: str, state: ItemState = ItemState.SOLD) -> sa.ColumnElement[int]:
    total = sa.func.sum(_item.c[column]).filter(_item.c.state == state.value)
    return sa.cast(sa.func.coalesce(total, 0), sa.BigInteger)


_SUMS = ("full_price", "discount", "price", "commission", "agent_commission", "total")
_items = (
    sa.select(
        *(_of_items(f"{name}_minor").label(f"{name}_minor") for name in _SUMS),
        _of_items("total_minor", ItemState.RESERVED).label("reserved_minor"),
    )
    .where(_item.c.order_id == _order.c.id)
    .correlate(_order)
    .lateral("of_items")
)
_payments = (
    sa.select(*(sum_of_payments(kind).label(kind.value.lower()) for kind in PaymentKind))
    .where(_payment.c.order_id == _order.c.id)
    .correlate(_order)
    .lateral("of_payments")
)
_totals = (
    sa.select(_order.c.id.label("order_id"), _order.c.reserved_until, *_items.c, *_payments.c)
    .select_from(_order.join(_items, sa.true()).join(_payments, sa.true()))
    .subquery("order_totals")
)

ORDER_TOTALS = Tab("order-totals", _totals, key=_totals.c.order_id, order=(_totals.c.order_id,))
