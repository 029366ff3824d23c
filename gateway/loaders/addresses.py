"""How addresses are read."""

from __future__ import annotations

from db.models import Address
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_address = Address.__table__

ADDRESSES = Tab(
    "addresses",
    _address,
    key=_address.c.customer_id,
    order=(_address.c.default_billing.desc(), _address.c.id),
    entity="adr",
)
ADDRESS = Tab(
    "address",
    _address,
    key=_address.c.id,
    order=(_address.c.id,),
    root_scope=of_visible_customer(_address.c.customer_id),
    entity="adr",
)
