"""The tickets that a customer prints or shows on a telephone as clients see them (PAH-01)."""

from __future__ import annotations

from typing import Any

import strawberry

from gateway.engine.declare import Narrowing, computed, page
from gateway.loaders._parties import USUAL_ROLES
from gateway.loaders.print_at_home import PRINT_AT_HOME, print_at_home_narrowing
from gateway.resolvers.tickets import tickets_of
from gateway.schema._order_groups import READ, OfInstance
from gateway.schema._parties import Roles
from gateway.schema._rows import row_type
from gateway.schema.tickets import HeldTicket


@row_type(
    description="The tickets of one order for one instance that the customer brings along by themselves."
)
class PrintAtHomeTickets(OfInstance):
    quantity: int = strawberry.field(description="How many tickets there are to print or to show.")
    tickets: list[HeldTicket] = computed(
        tickets_of, "tickets", description="The tickets, by seat; what was returned is never printed."
    )


def _narrowed(roles: Roles = USUAL_ROLES) -> Narrowing:
    """The arguments of a customer's print-at-home tickets."""
    return print_at_home_narrowing(roles)


print_at_home_tab: Any = page(
    PRINT_AT_HOME,
    needs=READ,
    narrow=_narrowed,
    description="Tickets that the customer prints or shows on a telephone, one row an order and instance.",
)
