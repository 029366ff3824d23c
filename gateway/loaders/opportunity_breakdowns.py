"""How what stands behind the totals of an opportunity is read: items by kind and one by one, and promises (OPP-P04)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Opportunity
from domain.orders import ItemState
from gateway.engine.declare import Tab
from gateway.loaders._opportunity_sums import (
    RECEIVED,
    RESERVED,
    SUMS,
    by_kind,
    is_expected,
    is_reserved,
    received,
    reserved,
)
from gateway.loaders.order_items import ORDER_ITEM
from gateway.loaders.pledges import PLEDGE

_opportunity = Opportunity.__table__

BREAKDOWN = Tab("opportunity-breakdown", _opportunity, key=_opportunity.c.id, order=(_opportunity.c.id,))


def _totals(name: str, *columns: sa.ColumnElement[Any]) -> Tab:
    source = sa.select(_opportunity.c.id, *columns).subquery(name.replace("-", "_"))
    return Tab(name, source, key=source.c.id, order=(source.c.id,))


RECEIVED_TOTALS = _totals("opportunity-received", by_kind(received(), RECEIVED).label("by_kind"))
RESERVED_TOTALS = _totals("opportunity-reserved", by_kind(reserved(), RESERVED).label("by_kind"))
PROMISED_TOTALS = _totals("opportunity-promised", *SUMS)

_item = ORDER_ITEM.c


def _items(name: str, scope: sa.ColumnElement[bool]) -> Tab:
    return Tab(
        name,
        ORDER_ITEM.source,
        key=_item.opportunity_id,
        order=(_item.added_at.desc(), _item.id.desc()),
        scope=scope,
        entity=ORDER_ITEM.entity,
        kinds=ORDER_ITEM.kinds,
    )


RECEIVED_ITEMS = _items("received-items", _item.state == ItemState.SOLD.value)
RESERVED_ITEMS = _items("reserved-items", is_reserved(_item.state, _item.reserved_until))

_promise = PLEDGE.c
PROMISES = Tab(
    "promises",
    PLEDGE.source,
    key=_promise.opportunity_id,
    order=(_promise.created_at.desc(), _promise.id.desc()),
    scope=sa.and_(is_expected(PLEDGE.source), _promise.amount_minor > _promise.given_minor),
    entity=PLEDGE.entity,
    kinds=PLEDGE.kinds,
)
