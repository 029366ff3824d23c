"""How the tickets that a customer prints or shows on a telephone are read, by order and instance (PAH-01)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from domain.orders import ItemState, OrderRole
from domain.print_at_home import BROUGHT_ALONG
from gateway.engine.declare import Narrowing
from gateway.loaders._instance_groups import IS_TICKET, by_instance, of_instances
from gateway.loaders._order_groups import grouped, in_state, item, narrowing

# Neither what was returned nor what is only reserved is ever printed.
_SOLD = in_state(ItemState.SOLD)
_TO_PRINT = sa.or_(*(item.c.delivery_method == method.value for method in BROUGHT_ALONG))

_read = of_instances(
    grouped(item.c.instance_id, IS_TICKET, _SOLD, _TO_PRINT, counts={"quantity": _SOLD}),
    "print_at_home_tickets",
    tickets=sa.and_(_SOLD, _TO_PRINT),
    held=sa.and_(_SOLD, _TO_PRINT),
)
PRINT_AT_HOME = by_instance("print-at-home", _read)


def print_at_home_narrowing(roles: Sequence[OrderRole]) -> Narrowing:
    """The groups of customers with one of these parts."""
    return narrowing(_read, roles)
