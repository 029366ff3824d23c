"""How the tickets that a customer bought are read, by order and instance."""

from __future__ import annotations

from collections.abc import Sequence

from domain.orders import ItemState, OrderRole
from gateway.engine.declare import Narrowing
from gateway.loaders._instance_groups import IS_TICKET, by_instance, of_instances
from gateway.loaders._order_groups import BOUGHT, QUANTITIES, grouped, in_state, item, narrowing

_read = of_instances(
    grouped(item.c.instance_id, IS_TICKET, BOUGHT, counts=QUANTITIES),
    "purchased_tickets",
    tickets=BOUGHT,
    held=in_state(ItemState.SOLD),
)
TICKETS = by_instance("tickets", _read)


def tickets_narrowing(roles: Sequence[OrderRole], *, hide_returned: bool) -> Narrowing:
    """The groups of customers with one of these parts; without those of which every ticket was returned."""
    return narrowing(_read, roles, *((_read.c.quantity > 0,) if hide_returned else ()))
