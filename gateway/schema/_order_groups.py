"""What the rows of the tabs below Orders have in common: their order, the customer's part in it, and the instance."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Optional

import strawberry

from domain.orders import OrderRole, parts_of
from domain.permissions import Permission
from gateway.engine.declare import column, computed, link
from gateway.loaders.events import EVENT, INSTANCE
from gateway.loaders.orders import ORDER
from gateway.loaders.venues import SEATING_PLAN
from gateway.schema import _parties  # noqa: F401 - describes OrderRole
from gateway.schema.events import Event, Instance
from gateway.schema.venues import SeatingPlan

if TYPE_CHECKING:
    from gateway.schema.orders import Order

SomeOrder = Annotated["Order", strawberry.lazy("gateway.schema.orders")]
READ = Permission.ORDER_READ

HideReturned = Annotated[
    bool, strawberry.argument(description="Whether to leave out rows of which everything was returned.")
]


@strawberry.type
class OfOrder:
    """A row that belongs to an order of the customer."""

    order: Optional[SomeOrder] = link(
        ORDER, needs=READ, parent="order_id", description="The order, where changes are made."
    )
    order_number: int = column("number", description="The number of the order that people read out.")
    roles: list[OrderRole] = computed(
        parts_of,
        "owner",
        "facilitator",
        "soft_credited",
        description="Every part that the customer has in the order.",
    )


@strawberry.type
class OfInstance(OfOrder):
    """A row that belongs to an instance too."""

    event: Optional[Event] = link(
        EVENT, needs=Permission.SIGNED_IN, parent="event_id", description="What the tickets are for."
    )
    instance: Optional[Instance] = link(
        INSTANCE,
        needs=Permission.SIGNED_IN,
        parent="instance_id",
        description="The time at which it is given that the tickets are for.",
    )
    seating_plan: Optional[SeatingPlan] = link(
        SEATING_PLAN,
        needs=Permission.SIGNED_IN,
        parent="seating_plan_id",
        description="How the house is seated for the instance; the name of the event leads here.",
    )
    starts_at: datetime = strawberry.field(description="When the instance begins.")
    seats: list[str] = strawberry.field(
        description="The seats that are taken, as tickets have them; empty where seats are not numbered."
    )
