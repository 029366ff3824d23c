"""How the ticket subscriptions that a customer holds are read, with what is left of their vouchers."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import (
    OrderItem,
    PricingSet,
    SubscriptionStructure,
    SubscriptionVouchers,
    TicketSubscription,
    VoucherGroup,
)
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_subscription = TicketSubscription.__table__
_set = PricingSet.__table__
_structure = SubscriptionStructure.__table__
_vouchers = SubscriptionVouchers.__table__
_group = VoucherGroup.__table__
_item = OrderItem.__table__

_TODAY = sa.bindparam("today", type_=sa.Date)


def _all_groups(count: sa.ColumnElement[int]) -> sa.ScalarSelect[int]:
    """The sum of a count over all groups of the subscription."""
    return (
        sa.select(sa.func.coalesce(sa.func.sum(count), 0))
        .where(_vouchers.c.ticket_subscription_id == _subscription.c.id)
        .correlate(_subscription)
        .scalar_subquery()
    )


_sold_by = (
    sa.select(_item.c.order_id)
    .where(_item.c.ticket_subscription_id == _subscription.c.id, _item.c.kind == "TICKET_SUBSCRIPTION")
    .correlate(_subscription)
    .scalar_subquery()
)

# PostgreSQL computes only those of these columns that a statement asks for.
_source = (
    sa.select(
        *_subscription.c,
        _structure.c.name,
        _sold_by.label("order_id"),
        _all_groups(_vouchers.c.issued).label("issued"),
        _all_groups(_vouchers.c.redeemed).label("redeemed"),
        _all_groups(_vouchers.c.returned).label("returned"),
    )
    .select_from(_subscription)
    .join(_set, _set.c.id == _subscription.c.pricing_set_id)
    .join(_structure, _structure.c.id == _set.c.structure_id)
    .subquery("ticket_subscription_read")
)

TICKET_SUBSCRIPTIONS = Tab(
    "ticket-subscriptions",
    _source,
    key=_source.c.customer_id,
    order=(_source.c.expires_on.desc(), _source.c.id.desc()),
    entity="tsb",
    usual=3,
)
TICKET_SUBSCRIPTION = Tab(
    "ticket-subscription",
    _source,
    key=_source.c.id,
    order=(_source.c.id,),
    root_scope=of_visible_customer(_source.c.customer_id),
    entity="tsb",
)

# As `SubscriptionState.CURRENT` has it: a last day that is not over, and vouchers that were not all returned.
CURRENT = sa.and_(
    _source.c.expires_on >= _TODAY,
    sa.or_(_source.c.issued == 0, _source.c.returned < _source.c.issued),
)

_by_group = (
    sa.select(*_vouchers.c, _subscription.c.expires_on, _group.c.position, _group.c.name)
    .select_from(_vouchers)
    .join(_subscription, _subscription.c.id == _vouchers.c.ticket_subscription_id)
    .join(_group, _group.c.id == _vouchers.c.voucher_group_id)
    .subquery("vouchers_of_group")
)
VOUCHERS_BY_GROUP = Tab(
    "vouchers-by-group",
    _by_group,
    key=_by_group.c.ticket_subscription_id,
    order=(_by_group.c.position, _by_group.c.name, _by_group.c.voucher_group_id),
    usual=3,
)
