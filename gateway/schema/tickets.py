"""The tickets that a customer bought as clients see them, one row an order and instance (TKT-01, ORD-P07)."""

from __future__ import annotations

from typing import Any, Optional

import strawberry

from domain.money import Money as MoneyRule
from gateway.engine import ids
from gateway.engine.declare import Narrowing, column, computed, page
from gateway.loaders._parties import USUAL_ROLES
from gateway.loaders.tickets import TICKETS, tickets_narrowing
from gateway.resolvers import tickets as resolvers
from gateway.schema._items import DeliveryMethod, ItemState
from gateway.schema._order_groups import READ, HideReturned, OfInstance
from gateway.schema._parties import Roles
from gateway.schema._rows import row_type, value_type
from gateway.schema.money import Money


@value_type(description="One ticket.", of=resolvers.HeldTicket)
class HeldTicket:
    item_id: strawberry.ID = column(
        "item_id", ids.encoder("itm"), description="Id of the item of the order that the ticket is."
    )
    seat: Optional[str] = strawberry.field(
        description="The seat as the ticket has it; null where seats are not numbered."
    )
    ticket_type: str = strawberry.field(description="For whom it was sold, such as Full Price.")
    price_band: Optional[str] = strawberry.field(description="Name of the price band that it was sold in.")
    price: Money = computed(MoneyRule, "price_minor", description="What the customer was charged for it.")
    delivery_method: DeliveryMethod = strawberry.field(description="How it gets to the customer.")
    state: ItemState = strawberry.field(description="Where it stands.")


@row_type(description="The tickets that were bought in one order for one instance.")
class PurchasedTickets(OfInstance):
    quantity: int = strawberry.field(description="How many tickets were bought and not returned.")
    returned_quantity: int = strawberry.field(description="How many were returned or exchanged.")
    tickets: list[HeldTicket] = computed(
        resolvers.tickets_of,
        "tickets",
        description="All tickets that were bought, those returned since among them, by seat.",
    )


def _narrowed(roles: Roles = USUAL_ROLES, hide_returned: HideReturned = False) -> Narrowing:
    """The arguments of a customer's tickets."""
    return tickets_narrowing(roles, hide_returned=hide_returned)


tickets_tab: Any = page(
    TICKETS,
    needs=READ,
    narrow=_narrowed,
    description="All tickets that were bought, one row an order and instance, what comes last first.",
)
