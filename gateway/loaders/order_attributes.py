"""How the attributes of orders are read: every question that is asked of orders, with the answer where there is one."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Order, OrderAttribute, OrderAttributeValue
from gateway.engine.declare import Tab

_order = Order.__table__
_attribute = OrderAttribute.__table__
_value = OrderAttributeValue.__table__

_of_order = (
    sa.select(
        _order.c.id.label("order_id"),
        _attribute.c.id.label("attribute_id"),
        _attribute.c.name,
        _attribute.c.position,
        _value.c.value,
    )
    .select_from(
        _order.join(_attribute, sa.true()).outerjoin(
            _value, sa.and_(_value.c.order_id == _order.c.id, _value.c.attribute_id == _attribute.c.id)
        )
    )
    .subquery("order_attribute_read")
)

ORDER_ATTRIBUTES = Tab(
    "order-attributes",
    _of_order,
    key=_of_order.c.order_id,
    order=(_of_order.c.position, _of_order.c.name, _of_order.c.attribute_id),
)
ORDER_ATTRIBUTE = Tab(
    "order-attribute", _attribute, key=_attribute.c.id, order=(_attribute.c.id,), entity="oat"
)
