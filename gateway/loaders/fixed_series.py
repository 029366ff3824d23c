"""How a customer's subscriptions to fixed series are read: the seat, its group, and when that is over."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import FixedSeries, Instance, OrderItem, SeriesGroup, SeriesGroupInstance, SeriesSubscription
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_subscription = SeriesSubscription.__table__
_group = SeriesGroup.__table__
_series = FixedSeries.__table__
_member = SeriesGroupInstance.__table__
_instance = Instance.__table__
_item = OrderItem.__table__

_TODAY = sa.bindparam("today", type_=sa.Date)
_ZONE = sa.bindparam("zone", type_=sa.Text)

_last_instance_on = (
    sa.select(sa.cast(sa.func.timezone(_ZONE, sa.func.max(_instance.c.starts_at)), sa.Date))
    .join_from(_member, _instance, _instance.c.id == _member.c.instance_id)
    .where(_member.c.group_id == _subscription.c.group_id)
    .correlate(_subscription)
    .scalar_subquery()
)
_sold_by = (
    sa.select(_item.c.order_id)
    .where(_item.c.series_subscription_id == _subscription.c.id, _item.c.kind == "FIXED_SERIES")
    .correlate(_subscription)
    .scalar_subquery()
)

# PostgreSQL computes only those of these columns that a statement asks for.
_source = (
    sa.select(
        *_subscription.c,
        _group.c.name.label("group_name"),
        _series.c.id.label("series_id"),
        _series.c.name,
        _series.c.venue_id,
        _sold_by.label("order_id"),
        _last_instance_on.label("last_instance_on"),
    )
    .select_from(_subscription)
    .join(_group, _group.c.id == _subscription.c.group_id)
    .join(_series, _series.c.id == _group.c.series_id)
    .subquery("series_subscription_read")
)

FIXED_SERIES = Tab(
    "fixed-series",
    _source,
    key=_source.c.customer_id,
    order=(_source.c.subscribed_on.desc(), _source.c.name, _source.c.id),
    entity="fxs",
    usual=3,
)
FIXED_SERIES_SUBSCRIPTION = Tab(
    "fixed-series-subscription",
    _source,
    key=_source.c.id,
    order=(_source.c.id,),
    root_scope=of_visible_customer(_source.c.customer_id),
    entity="fxs",
)

# As the rule `is_current` has it: held or bought, the hold not run out, and the last instance not over.
CURRENT = sa.and_(
    sa.or_(
        _source.c.state == "PURCHASED",
        sa.and_(
            _source.c.state == "HELD",
            sa.or_(_source.c.held_until.is_(None), _source.c.held_until >= _TODAY),
        ),
    ),
    sa.or_(_source.c.last_instance_on.is_(None), _source.c.last_instance_on >= _TODAY),
)
