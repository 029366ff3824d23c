"""What customers have of orders, item by item or counted in groups: the rows of the tabs below Orders (ORD-P07).

A group is made of the keys alone, and what is shown of it is looked up beside it: so PostgreSQL counts all groups of
a customer, but looks up only those of the page. Items of restricted orders are left out for whoever may not see them
(ORD-P13).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

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

OPEN = sa.or_(~party.c.restricted, SEES_RESTRICTED)
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
    by: sa.ColumnElement[Any],
    *where: sa.ColumnElement[bool],
    counts: Mapping[str, sa.ColumnElement[bool]],
    also: tuple[sa.ColumnElement[Any], ...] = (),
) -> sa.Subquery:
    """The items with these conditions, counted by customer, order, and `by`; `also` are further columns of orders."""
    return (
        sa.select(
            *_WHOSE,
            *also,
            by,
            *(sa.func.count().filter(condition).label(name) for name, condition in counts.items()),
        )
        .join_from(party, item, item.c.order_id == party.c.order_id)
        .where(OPEN, *where)
        .group_by(*_WHOSE, *also, by)
        .subquery("grouped")
    )


def soft_credited(source: sa.Subquery) -> sa.ColumnElement[bool]:
    """Whether the customer of a row is credited with its order."""
    return is_credited(source, source.c.order_id, source.c.party_id).label("soft_credited")


def narrowing(
    source: sa.Subquery, roles: Sequence[OrderRole], *conditions: sa.ColumnElement[bool]
) -> Narrowing:
    """The rows of customers with one of these parts, under these conditions."""
    return Narrowing((has_part(source, roles), *conditions))
