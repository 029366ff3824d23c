"""The statements by which a customer's statement is read, each for one customer and the days from first to last."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from db.models import CreditEntry, Customer, Donation, Order, OrderItem, OrderPayment
from db.scope import SEES_RESTRICTED, visible_customer
from domain.orders import ItemState
from gateway.loaders.order_items import description_of
from gateway.loaders.order_payments import IS_OF_DEPOSIT

_customer = Customer.__table__
_order = Order.__table__
_item = OrderItem.__table__
_payment = OrderPayment.__table__
_entry = CreditEntry.__table__
_donation = Donation.__table__

_ZONE = sa.bindparam("zone", type_=sa.Text)
_ID = sa.bindparam("customer", type_=sa.Uuid)
_NUMBER = sa.bindparam("number", type_=sa.BigInteger)
_FIRST = sa.bindparam("first", type_=sa.Date)
_LAST = sa.bindparam("last", type_=sa.Date)


def _day(at: Any) -> sa.ColumnElement[date]:
    """The civil date of an instant in the system's zone."""
    return sa.cast(sa.func.timezone(_ZONE, at), sa.Date)


def _within(day: sa.ColumnElement[date]) -> sa.ColumnElement[bool]:
    return day.between(_FIRST, _LAST)


# By its id, or by the number in its friendly id.
NAMED = sa.select(
    _customer.c.id,
    _customer.c.kind,
    _customer.c.number,
    sa.func.coalesce(
        _customer.c.name, sa.func.concat_ws(" ", _customer.c.first_name, _customer.c.last_name)
    ).label("name"),
).where(sa.or_(_customer.c.id == _ID, _customer.c.number == _NUMBER), visible_customer(_customer.c))

_orders = sa.union_all(
    *(
        sa.select(
            _order.c.id,
            _order.c.number,
            _order.c.confirmed_at,
            _order.c.restricted,
            facilitated.label("facilitated"),
        ).where(party == _ID, _order.c.confirmed_at.is_not(None))
        for party, facilitated in ((_order.c.owner_id, sa.false()), (_order.c.facilitator_id, sa.true()))
    )
).subquery("confirmed_order")
# What is put into an order that is confirmed already, as in an exchange, is bought then.
_bought_at = sa.func.greatest(_orders.c.confirmed_at, _item.c.added_at)
_bought_on, _gone_on = _day(_bought_at), _day(_item.c.returned_at)
_NOT_PAID = (ItemState.RESERVED, ItemState.EXPIRED)
# What was only reserved is no purchase, nor is what was let go before the rest was paid for (STM-P02).
_was_bought = sa.and_(
    _item.c.state.not_in([sa.literal_column(f"'{state.value}'", sa.Text) for state in _NOT_PAID]),
    sa.or_(_item.c.returned_at.is_(None), _item.c.returned_at >= _bought_at),
)
_moved = sa.and_(_was_bought, sa.or_(_within(_bought_on), _within(_gone_on)))
_from_orders = _orders.join(_item, _item.c.order_id == _orders.c.id)
_is_open = sa.or_(~_orders.c.restricted, SEES_RESTRICTED)

ITEMS = (
    sa.select(
        _item.c.id,
        _item.c.order_id,
        _orders.c.number,
        _orders.c.facilitated,
        _item.c.kind,
        _item.c.state,
        _item.c.price_minor,
        _item.c.commission_minor,
        _item.c.agent_commission_minor,
        sa.func.coalesce(_donation.c.amount_minor, 0).label("gift_minor"),
        description_of(_item).label("description"),
        _bought_on.label("bought_on"),
        _gone_on.label("gone_on"),
    )
    .select_from(_from_orders.outerjoin(_donation, _donation.c.order_item_id == _item.c.id))
    .where(_moved, _is_open)
)

_paid_on = _day(_payment.c.at)
_of_deposits = (
    sa.select(
        _payment.c.id,
        _payment.c.order_id,
        _order.c.number,
        _payment.c.kind,
        _payment.c.amount_minor,
        _paid_on.label("on"),
        sa.or_(~_order.c.restricted, SEES_RESTRICTED).label("open"),
    )
    .join_from(_order, _payment, _payment.c.order_id == _order.c.id)
    .where(_order.c.owner_id == _ID, IS_OF_DEPOSIT, _within(_paid_on))
).subquery("deposit_movement")
DEPOSITS = sa.select(*_of_deposits.c).where(_of_deposits.c.open).order_by(
    _of_deposits.c.on, _of_deposits.c.number, _of_deposits.c.id
)  # fmt: skip

_posted_on = _day(_entry.c.at)
CREDIT = (
    sa.select(
        _entry.c.id,
        _entry.c.kind,
        _entry.c.amount_minor,
        _entry.c.balance_after_minor,
        _order.c.number,
        _posted_on.label("on"),
    )
    .outerjoin_from(_entry, _order, _order.c.id == _entry.c.order_id)
    .where(_entry.c.customer_id == _ID, _within(_posted_on))
    .order_by(_entry.c.at, _entry.c.id)
)

_per_item = sa.cast(_within(_bought_on), sa.Integer) + sa.func.coalesce(
    sa.cast(_within(_gone_on), sa.Integer), 0
)
_deposits = sa.func.count().filter(_of_deposits.c.open)
_items_counted = (
    sa.select(
        sa.func.coalesce(sa.func.sum(_per_item).filter(_is_open), 0).label("lines"),
        sa.func.coalesce(sa.func.bool_or(~_is_open), False).label("hidden"),
    )
    .select_from(_from_orders)
    .where(_moved)
    .subquery("items_counted")
)
_deposits_counted = sa.select(
    _deposits.label("lines"),
    sa.func.coalesce(sa.func.bool_or(~_of_deposits.c.open), False).label("hidden"),
).subquery("deposits_counted")
_credit_counted = (
    sa.select(sa.func.count().label("lines")).where(_entry.c.customer_id == _ID, _within(_posted_on))
).subquery("credit_counted")
MEASURED = sa.select(
    (_items_counted.c.lines + _deposits_counted.c.lines + _credit_counted.c.lines).label("lines"),
    sa.or_(_items_counted.c.hidden, _deposits_counted.c.hidden).label("hidden"),
).select_from(_items_counted.join(_deposits_counted, sa.true()).join(_credit_counted, sa.true()))
