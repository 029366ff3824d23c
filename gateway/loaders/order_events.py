"""How the history of orders is read: the first thing first, that of a restricted order for whoever may open it."""

from __future__ import annotations

from db.models import OrderEvent
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_open_order

_event = OrderEvent.__table__

ORDER_EVENTS = Tab(
    "order-events", _event, key=_event.c.order_id, order=(_event.c.at, _event.c.id), entity="oev"
)
ORDER_EVENT = Tab(
    "order-event",
    _event,
    key=_event.c.id,
    order=(_event.c.id,),
    root_scope=of_open_order(_event.c.order_id),
    entity="oev",
)
