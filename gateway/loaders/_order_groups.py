"""What customers have of orders, item by item or counted in groups: the rows of the tabs below Orders (ORD-P07).

A group is made of the keys alone, and what is shown of it is looked up beside it: so PostgreSQL counts all groups of
a customer, but looks up only those of the page. Items of restricted orders are left out for whoever may not see them
(ORD-P13).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import KeyedColumnElement

from db.models import Order, OrderItem
from db.scope import SEES_RESTRICTED
from domain.orders import ItemState, OrderRole
from gateway.engine.declare import Narrowing
from gateway.loaders._parties import has_part, is_credited, parties

_order = Order.__table__
item = OrderItem.__table__
party = parties(
    _order.c.number,
    _order.c.placed_at,
    _order.c.reserved_until,
    _order.c.state,
    _order.c.confirmed_at,
    _order.c.restricted,
)

_OPEN = sa.or_(~party.c.restricted, SEES_RESTRICTED)
_WHOSE = tuple(
    party.c[name] for name in ("party_id", "order_id", "number", "placed_at", "owner", "facilitator")
)


def in_state(*states: ItemState) -> sa.ColumnElement[bool]:
    """Whether the item stands in one of these states."""
    return sa.or_(*(item.c.state == state.value for state in states))


BOUGHT = in_state(ItemState.SOLD, ItemState.RETURNED, ItemState.EXCHANGED)
QUANTITIES = {
    "quantity": in_state(ItemState.SOLD),
    "returned_quantity": in_state(ItemState.RETURNED, ItemState.EXCHANGED),
}


def grouped(
    by: KeyedColumnElement[Any],
    *where: sa.ColumnElement[bool],
    counts: Mapping[str, sa.ColumnElement[bool]],
    also: tuple[sa.ColumnElement[Any], ...] = (),
    orders: Collection[sa.ColumnElement[bool]] = (),
) -> sa.Subquery:
    """The items with these conditions, counted by customer, order, and `by`; `also` are further columns of `orders`.

    They are counted order by order, so that whoever takes the first few groups of the latest orders, or counts up to
    a cap, reads no more orders than these.
    """
    numbers = (sa.func.count().filter(condition).label(name) for name, condition in counts.items())
    groups = (
        sa.select(by, *numbers)
        .where(item.c.order_id == party.c.order_id, *where)
        .group_by(by)
        .correlate(party)
        .lateral("groups")
    )
    return (
        sa.select(*_WHOSE, *also, *groups.c)
        .join_from(party, groups, sa.true())
        .where(_OPEN, *orders)
        .subquery("grouped")
    )


def of_order(items: sa.Select[Any], order_id: sa.ColumnElement[Any], order: sa.Subquery) -> sa.FromClause:
    """Those of these items, which tell their `order_id`, that are in the order of a row.

    They are looked up order by order, for which the offset is there: a plan that began with the items would go
    through everybody's for those of one customer, which statistics do not always tell.
    """
    own = items.where(order_id == order.c.order_id).offset(sa.literal_column("0", sa.Integer))
    return own.lateral("items")


def soft_credited(source: sa.Subquery) -> sa.ColumnElement[bool]:
    """Whether the customer of a row is credited with its order."""
    return is_credited(source, source.c.order_id, source.c.party_id).label("soft_credited")


def narrowing(
    source: sa.Subquery, roles: Sequence[OrderRole], *conditions: sa.ColumnElement[bool]
) -> Narrowing:
    """The rows of customers with one of these parts, under these conditions."""
    return Narrowing((has_part(source, roles), *conditions))
