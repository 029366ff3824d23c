"""How the items of orders are read: in the order in which they were added, each with what it is called.

Those of a restricted order are read only for whoever may open it (ORD-P13): below an order, the field says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from db.models import (
    Donation,
    Event,
    FixedSeries,
    Fund,
    Instance,
    Membership,
    MembershipTerm,
    MembershipType,
    Order,
    OrderItem,
    PricingSet,
    Product,
    Seat,
    SeriesGroup,
    SeriesSubscription,
    SubscriptionStructure,
    TicketSubscription,
    TicketType,
)
from db.scope import SEES_RESTRICTED
from gateway.engine.declare import Tab
from gateway.loaders.fixed_series import FIXED_SERIES_SUBSCRIPTION
from gateway.loaders.memberships import MEMBERSHIP, TERM
from gateway.loaders.ticket_subscriptions import TICKET_SUBSCRIPTION

_order = Order.__table__
_item = OrderItem.__table__
_instance = Instance.__table__
_donation = Donation.__table__
_term = MembershipTerm.__table__


def description_of(item: Any) -> sa.ColumnElement[str]:
    """What an item is called: the event with ticket type and seat, or the name of what was sold, or of the fund."""
    names = {
        "TICKET": _ticket(item),
        "MERCHANDISE": _named(Product, item, Product.__table__.c.id == item.c.product_id),
        "MEMBERSHIP": _membership(item),
        "DONATION": _fund(item),
        "TICKET_SUBSCRIPTION": _subscription(item),
        "FIXED_SERIES": _series(item),
    }
    return sa.case(names, value=item.c.kind)


def _named(model: Any, item: Any, *conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[str]:
    named = model.__table__
    return sa.select(named.c.name).where(*conditions).correlate(item).scalar_subquery()


def _ticket(item: Any) -> sa.ColumnElement[str]:
    event, ticket_type, seat = Event.__table__, TicketType.__table__, Seat.__table__
    joined = (
        _instance.join(event, event.c.id == _instance.c.event_id)
        .join(ticket_type, ticket_type.c.id == item.c.ticket_type_id)
        .outerjoin(seat, seat.c.id == item.c.seat_id)
    )
    return (
        sa.select(sa.func.concat_ws(", ", event.c.name, ticket_type.c.name, seat.c.label))
        .select_from(joined)
        .where(_instance.c.id == item.c.instance_id)
        .correlate(item)
        .scalar_subquery()
    )


def _membership(item: Any) -> sa.ColumnElement[str]:
    # Another alias, or it would be the term that stands beside the item.
    term, held, type_ = _term.alias("named_term"), Membership.__table__, MembershipType.__table__
    return _named(
        MembershipType,
        item,
        term.c.id == item.c.membership_term_id,
        held.c.id == term.c.membership_id,
        type_.c.id == held.c.type_id,
    )


def _fund(item: Any) -> sa.ColumnElement[str]:
    fund = Fund.__table__
    return _named(Fund, item, _donation.c.order_item_id == item.c.id, fund.c.id == _donation.c.fund_id)


def _subscription(item: Any) -> sa.ColumnElement[str]:
    held, pricing = TicketSubscription.__table__, PricingSet.__table__
    structure = SubscriptionStructure.__table__
    return _named(
        SubscriptionStructure,
        item,
        held.c.id == item.c.ticket_subscription_id,
        pricing.c.id == held.c.pricing_set_id,
        structure.c.id == pricing.c.structure_id,
    )


def _series(item: Any) -> sa.ColumnElement[str]:
    held, group, series = SeriesSubscription.__table__, SeriesGroup.__table__, FixedSeries.__table__
    return _named(
        FixedSeries,
        item,
        held.c.id == item.c.series_subscription_id,
        group.c.id == held.c.group_id,
        series.c.id == group.c.series_id,
    )


_read = (
    sa.select(
        *_item.c,
        _order.c.restricted,
        _order.c.reserved_until,
        _instance.c.event_id,
        _donation.c.id.label("donation_id"),
        _donation.c.fund_id,
        _term.c.membership_id,
        description_of(_item).label("description"),
    )
    .select_from(_item)
    # Every item has an order: an outer join is what PostgreSQL leaves out where nothing of the order is asked for.
    .outerjoin(_order, _order.c.id == _item.c.order_id)
    .outerjoin(_instance, _instance.c.id == _item.c.instance_id)
    .outerjoin(_donation, _donation.c.order_item_id == _item.c.id)
    .outerjoin(_term, _term.c.id == _item.c.membership_term_id)
    .subquery("order_item_read")
)

KINDS = {
    "TICKET": "TicketItem",
    "MERCHANDISE": "MerchandiseItem",
    "MEMBERSHIP": "MembershipItem",
    "DONATION": "DonationItem",
    "TICKET_SUBSCRIPTION": "TicketSubscriptionItem",
    "FIXED_SERIES": "FixedSeriesItem",
}


ORDER_ITEMS = Tab(
    "order-items",
    _read,
    key=_read.c.order_id,
    order=(_read.c.added_at, _read.c.id),
    entity="itm",
    kinds=("kind", KINDS),
)
ORDER_ITEM = Tab(
    "order-item",
    _read,
    key=_read.c.id,
    order=(_read.c.id,),
    scope=sa.or_(~_read.c.restricted, SEES_RESTRICTED),
    entity="itm",
    kinds=("kind", KINDS),
)


def _of_visible_holder(tab: Tab) -> Tab:
    """What an item brought, for those who may see its holder: an order stays readable when its owner is not."""
    return replace(tab, name=f"{tab.name}-of-item", scope=tab.root_scope, root_scope=None)


MEMBERSHIP_OF_ITEM = _of_visible_holder(MEMBERSHIP)
TERM_OF_ITEM = _of_visible_holder(TERM)
TICKET_SUBSCRIPTION_OF_ITEM = _of_visible_holder(TICKET_SUBSCRIPTION)
FIXED_SERIES_OF_ITEM = _of_visible_holder(FIXED_SERIES_SUBSCRIPTION)
