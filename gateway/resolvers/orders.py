"""Which of a customer's orders: by their part in it, where it stands, and when it was placed (ORD-P01)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from domain.orders import OrderRole
from gateway.engine.declare import Narrowing
from gateway.loaders.orders import ORDERS, in_state, with_part, with_unused_deposit
from gateway.resolvers._days import start_of


def order_narrowing(roles: Sequence[OrderRole], filter: Any) -> Narrowing:
    """The orders in which the customer has one of these parts, and for which all of the filter holds."""
    where: list[sa.ColumnElement[bool]] = [with_part(roles)]
    if filter is not None:
        if filter.states is not None:
            where.append(in_state(filter.states))
        if filter.placed_from is not None:
            where.append(ORDERS.c.placed_at >= start_of(filter.placed_from))
        if filter.placed_to is not None:
            where.append(ORDERS.c.placed_at < start_of(filter.placed_to, days=1))
        if filter.has_unused_deposit is not None:
            held = with_unused_deposit()
            where.append(held if filter.has_unused_deposit else ~held)
        if filter.restricted is not None:
            where.append(ORDERS.c.restricted == filter.restricted)
    return Narrowing(tuple(where))
