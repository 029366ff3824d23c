"""How soft credits are read: in the order in which they were given, and those only of orders that may be opened."""

from __future__ import annotations

from db.models import SoftCredit
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_open_order

_credit = SoftCredit.__table__

SOFT_CREDITS = Tab(
    "soft-credits",
    _credit,
    key=_credit.c.order_id,
    order=(_credit.c.added_at, _credit.c.id),
    entity="sfc",
    usual=1,
)
SOFT_CREDIT = Tab(
    "soft-credit",
    _credit,
    key=_credit.c.id,
    order=(_credit.c.id,),
    root_scope=of_open_order(_credit.c.order_id),
    entity="sfc",
)
