"""The reservations of a customer as clients see them, one row an order and instance (RSV-01)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import strawberry

from domain.reservations import ReservationState, reservation_state
from gateway.engine.declare import Narrowing, computed, page
from gateway.loaders._parties import USUAL_ROLES
from gateway.loaders.reservations import RESERVATIONS, reservations_narrowing
from gateway.resolvers.tickets import tickets_of
from gateway.schema._order_groups import READ, OfInstance
from gateway.schema._parties import Roles
from gateway.schema._rows import enum_type, row_type
from gateway.schema.tickets import HeldTicket

enum_type(
    ReservationState,
    "Where reserved tickets stand.",
    ACTIVE="They are held for the customer.",
    BOUGHT="They were bought.",
    EXPIRED="They were not bought in time, and are on sale again.",
    RELEASED="They were given up before they were bought.",
)


@row_type(description="The tickets that were reserved in one order for one instance.")
class Reservation(OfInstance):
    state: ReservationState = computed(
        reservation_state,
        "quantity",
        "bought_quantity",
        "expired_quantity",
        description="Active while a ticket is held; else what became of them.",
    )
    reserved_until: datetime = strawberry.field(description="Until when they are held, or were to be held.")
    quantity: int = strawberry.field(description="How many tickets are held.")
    bought_quantity: int = strawberry.field(description="How many were bought, even if returned since.")
    expired_quantity: int = strawberry.field(description="How many were not bought in time.")
    returned_quantity: int = strawberry.field(description="How many were given up before they were bought.")
    tickets: list[HeldTicket] = computed(
        tickets_of, "tickets", description="All tickets that were reserved, by seat."
    )


def _narrowed(
    roles: Roles = USUAL_ROLES,
    include_inactive: Annotated[
        bool,
        strawberry.argument(
            description="Whether to show those too that were bought or released, or that expired."
        ),
    ] = False,
) -> Narrowing:
    """The arguments of a customer's reservations."""
    return reservations_narrowing(roles, include_inactive=include_inactive)


reservations_tab: Any = page(
    RESERVATIONS,
    needs=READ,
    narrow=_narrowed,
    description="Tickets that are held for the customer, one row an order and instance, what comes last first.",
)
