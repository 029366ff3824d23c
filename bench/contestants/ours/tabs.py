"""How the tabs of the benchmark's record are read."""

from __future__ import annotations

import sqlalchemy as sa

from bench.contestants import models
from gateway.engine.declare import Tab

_customer = models.Customer.__table__
_address = models.Address.__table__
_tag = models.Tag.__table__
_tagged = models.CustomerTag.__table__
_preference = models.ContactPreference.__table__
_order = models.Order.__table__
_item = models.OrderItem.__table__
_membership = models.Membership.__table__
_subscription = models.TicketSubscription.__table__
_voucher = models.Voucher.__table__
_pledge = models.Pledge.__table__
_instalment = models.PledgeInstalment.__table__
_event = models.TimelineEvent.__table__

CUSTOMER = Tab("customer", _customer, key=_customer.c.id, order=(_customer.c.id,))
CUSTOMERS = Tab("customers", _customer, key=None, order=(_customer.c.id,))
ADDRESSES = Tab("addresses", _address, key=_address.c.customer_id, order=(_address.c.id,), usual=3)

_on_record = (
    sa.select(*_tag.c, _tagged.c.customer_id)
    .join_from(_tagged, _tag, _tag.c.id == _tagged.c.tag_id)
    .subquery("tag_on_record")
)
TAGS = Tab("tags", _on_record, key=_on_record.c.customer_id, order=(_on_record.c.id,))
CONTACT_PREFERENCES = Tab(
    "contact-preferences", _preference, key=_preference.c.customer_id, order=(_preference.c.id,), usual=4
)
ORDERS = Tab("orders", _order, key=_order.c.customer_id, order=(_order.c.placed_at.desc(), _order.c.id))
ITEMS = Tab("items", _item, key=_item.c.order_id, order=(_item.c.id,), usual=3)
MEMBERSHIPS = Tab(
    "memberships", _membership, key=_membership.c.customer_id, order=(_membership.c.id,), usual=2
)
TICKET_SUBSCRIPTIONS = Tab(
    "ticket-subscriptions",
    _subscription,
    key=_subscription.c.customer_id,
    order=(_subscription.c.id,),
    usual=2,
)
VOUCHERS = Tab("vouchers", _voucher, key=_voucher.c.subscription_id, order=(_voucher.c.id,), usual=4)
PLEDGES = Tab("pledges", _pledge, key=_pledge.c.customer_id, order=(_pledge.c.id,), usual=2)
INSTALMENTS = Tab("instalments", _instalment, key=_instalment.c.pledge_id, order=(_instalment.c.id,), usual=4)
TIMELINE = Tab("timeline", _event, key=_event.c.customer_id, order=(_event.c.occurred_at.desc(), _event.c.id))

_totals = (
    sa.select(
        _customer.c.id,
        sa.func.count(_order.c.id).label("count"),
        sa.func.coalesce(sa.func.sum(_order.c.total_minor), 0).label("total_minor"),
    )
    .join_from(_customer, _order, _order.c.customer_id == _customer.c.id, isouter=True)
    .group_by(_customer.c.id)
    .subquery("order_totals")
)
ORDER_TOTALS = Tab("order-totals", _totals, key=_totals.c.id, order=(_totals.c.id,))
