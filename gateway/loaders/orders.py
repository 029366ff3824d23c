"""How orders are read: a customer's by the parts that they have in them, and one by its id or its number."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import array

from db.models import Order, OrderItem, OrderPayment
from domain.orders import OrderRole
from gateway.engine.declare import Tab
from gateway.loaders._parties import USUAL_ROLES, has_part, parties
from gateway.loaders.order_items import description_of
from gateway.loaders.order_payments import DEPOSITS, IS_OF_DEPOSIT, sum_of_payments, unused_deposit

_order = Order.__table__
_item = OrderItem.__table__
_payment = OrderPayment.__table__

_NOW = sa.bindparam("now", type_=sa.DateTime(timezone=True))


def _read(rows: sa.FromClause, parts: Sequence[sa.ColumnElement[bool]]) -> sa.Subquery:
    """The orders of `rows` with what is kept of them elsewhere; PostgreSQL computes only what is asked for."""
    deposits = (
        sa.select(array([sum_of_payments(kind) for kind in DEPOSITS]))
        .where(_payment.c.order_id == rows.c.id, IS_OF_DEPOSIT)
        .correlate(rows)
        .scalar_subquery()
    )
    items = (
        sa.select(
            sa.func.row(
                _item.c.state,
                _item.c.full_price_minor,
                _item.c.discount_minor,
                _item.c.commission_minor,
                _item.c.agent_commission_minor,
                description_of(_item),
            )
        )
        .where(_item.c.order_id == rows.c.id)
        .order_by(_item.c.added_at, _item.c.id)
        .correlate(rows)
        .scalar_subquery()
    )
    payments = (
        sa.select(sa.func.row(_payment.c.kind, _payment.c.amount_minor))
        .where(_payment.c.order_id == rows.c.id)
        .order_by(_payment.c.at, _payment.c.id)
        .correlate(rows)
        .scalar_subquery()
    )
    return sa.select(
        *rows.c,
        *parts,
        deposits.label("deposits"),
        sa.func.array(items, type_=sa.ARRAY(sa.Text)).label("priced_items"),
        sa.func.array(payments, type_=sa.ARRAY(sa.Text)).label("movements"),
    ).subquery("order_read")


_PARTS = tuple(role.value.lower() for role in OrderRole)
_of_party = _read(parties(*_order.c), ())
# An order that is reached by itself is nobody's.
_alone = _read(_order, [sa.cast(sa.null(), sa.Boolean).label(part) for part in _PARTS])

ORDERS = Tab(
    "orders",
    _of_party,
    key=_of_party.c.party_id,
    order=(_of_party.c.placed_at.desc(), _of_party.c.id.desc()),
    default=(has_part(_of_party, USUAL_ROLES),),
    entity="ord",
)
# They stay readable when their owner is not (ROL-P07).
ORDER = Tab("order", _alone, key=_alone.c.id, order=(_alone.c.id,), entity="ord")
ORDER_BY_NUMBER = Tab("order-by-number", _alone, key=_alone.c.number, order=(_alone.c.id,), entity="ord")


def with_part(roles: Sequence[OrderRole]) -> sa.ColumnElement[bool]:
    """The orders in which the customer has one of these parts."""
    return has_part(_of_party, roles)


def in_state(states: Sequence[str]) -> sa.ColumnElement[bool]:
    """The orders that stand so now: a reservation is over at its instant, swept or not (ORD-P06)."""
    lapsed = sa.and_(_of_party.c.state == "RESERVED", _of_party.c.reserved_until <= _NOW)
    state = sa.case((lapsed, "EXPIRED"), else_=_of_party.c.state)
    return state == sa.any_(sa.literal(list(states), sa.ARRAY(sa.Text)))


def with_unused_deposit() -> sa.ColumnElement[bool]:
    """The orders of which a deposit is still held (ORD-P04)."""
    held = (
        sa.select(unused_deposit())
        .where(_payment.c.order_id == _of_party.c.id, IS_OF_DEPOSIT)
        .correlate(_of_party)
    )
    return held.scalar_subquery() > 0
