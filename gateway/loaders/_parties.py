"""Who has which part in an order: its owner, its facilitator, and those who are credited with it (ORD-P01).

Each customer stands once in each order, with all parts that they have in it. A key, a condition on the parts and an
order that an index of `customer_order` has go into the three branches, since owners and facilitators come of nothing
but that table.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from db.models import Order, SoftCredit
from domain.orders import OrderRole

_order = Order.__table__
_credit = SoftCredit.__table__

# Orders that a customer is only credited with are told where they are asked for. A default cannot be a list.
USUAL_ROLES = (OrderRole.OWNER, OrderRole.FACILITATOR)


def parties(*columns: sa.ColumnElement[Any]) -> sa.Subquery:
    """`party_id`, `order_id`, `owner`, `facilitator`, `soft_credited`, and these columns of `customer_order`."""
    owners = _branch(_order.c.owner_id, True, False, _credited(_order.c.owner_id), columns)
    facilitators = _branch(_order.c.facilitator_id, False, True, _credited(_order.c.facilitator_id), columns)
    credited = (
        _branch(_credit.c.customer_id, False, False, sa.true(), columns)
        .join_from(_credit, _order, _order.c.id == _credit.c.order_id)
        .where(
            _order.c.owner_id != _credit.c.customer_id,
            _order.c.facilitator_id.is_distinct_from(_credit.c.customer_id),
        )
    )
    return sa.union_all(owners, facilitators, credited).subquery("party")


def has_part(source: Any, roles: Collection[OrderRole]) -> sa.ColumnElement[bool]:
    """Whether the row of `source`, which has the columns of the parts, is of a customer with one of these parts."""
    return sa.or_(sa.false(), *(source.c[role.value.lower()] for role in sorted(roles)))


def _branch(
    party_id: sa.ColumnElement[Any],
    owner: bool,
    facilitator: bool,
    credited: sa.ColumnElement[bool],
    columns: Collection[sa.ColumnElement[Any]],
) -> sa.Select[Any]:
    return sa.select(
        party_id.label("party_id"),
        _order.c.id.label("order_id"),
        (sa.true() if owner else sa.false()).label("owner"),
        (sa.true() if facilitator else sa.false()).label("facilitator"),
        credited.label("soft_credited"),
        *columns,
    )


def _credited(party_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return is_credited(_order, _order.c.id, party_id)


def is_credited(
    source: sa.FromClause, order_id: sa.ColumnElement[Any], party_id: sa.ColumnElement[Any]
) -> sa.ColumnElement[bool]:
    """Whether this customer of a row of `source` is credited with this order of it."""
    return (
        sa.exists().where(_credit.c.order_id == order_id, _credit.c.customer_id == party_id).correlate(source)
    )
