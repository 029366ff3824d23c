"""A customer's subscriptions to fixed series, as clients see them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain import series_offers
from domain.fixed_series import SeriesAction, SeriesState, is_current, series_state
from domain.permissions import Permission
from gateway.engine.declare import Narrowing, computed, identity, link, tab
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.fixed_series import FIXED_SERIES, FIXED_SERIES_SUBSCRIPTION
from gateway.loaders.orders import ORDER
from gateway.loaders.series_groups import SERIES, SERIES_GROUP, SERIES_INSTANCES
from gateway.loaders.venues import SEAT, VENUE
from gateway.resolvers import fixed_series as resolvers
from gateway.schema._rows import enum_type, row_type, value_type
from gateway.schema.events import Instance
from gateway.schema.nodes import Node, register
from gateway.schema.orders import Order
from gateway.schema.series_groups import FixedSeries, SeriesGroup
from gateway.schema.venues import Seat, Venue

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
READ = Permission.SIGNED_IN

enum_type(
    SeriesState,
    "Where a subscription to a fixed series stands today.",
    HELD="The seat is held for the customer, who has not paid yet.",
    PURCHASED="The tickets were bought.",
    RELEASED="The hold was given up.",
    RETURNED="The tickets were returned.",
    ROLLED_OVER="It was rolled over into another series.",
    EXPIRED="The hold has run out.",
)
enum_type(
    SeriesAction,
    "What can be done with a subscription to a fixed series.",
    RELEASE="Give up the hold, so that the seat is free at every instance.",
    BUY="Put the tickets of all instances into the basket.",
    RETURN="Return the tickets.",
)


def narrowed_series(
    include_past: Annotated[
        bool,
        strawberry.argument(
            description="Whether those that are over are listed too: given up, run out, or all instances gone by."
        ),
    ] = True,
) -> Narrowing:
    """The arguments of the list of subscriptions to fixed series."""
    return resolvers.series_narrowing(include_past=include_past)


@value_type(
    description="One thing to do with a subscription to a fixed series.", of=series_offers.SeriesOffer
)
class SeriesOffer:
    action: SeriesAction = strawberry.field(description="What it is.")
    allowed: bool = strawberry.field(description="Whether you may do it now.")
    reason: Optional[str] = strawberry.field(description="Why it cannot be done now; null when it can.")


_STANDS = ("state", "held_until", "last_instance_on")


@row_type(description="A seat for all instances of a group: held, bought, or given up.")
class FixedSeriesSubscription(Node):
    id: strawberry.ID = identity("fxs")
    customer: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="customer_id",
        description="Whose subscription it is.",
    )
    name: str = strawberry.field(description="Name of the series.")
    group_name: str = strawberry.field(description="Name of the group that is subscribed to.")
    state: SeriesState = computed(
        series_state,
        "state",
        "held_until",
        description="Where it stands today; a hold that has run out has expired.",
    )
    current: bool = computed(
        is_current, *_STANDS, description="Whether it is held or bought, and its last instance not over."
    )
    subscribed_on: date = strawberry.field(description="The day on which the customer subscribed.")
    held_until: Optional[date] = strawberry.field(
        description="The last day of the hold; null where it has no end."
    )
    actions: list[SeriesOffer] = computed(
        series_offers.series_offers,
        *_STANDS,
        description="What may be done with it: released, bought or returned, and if not, why.",
    )
    seat: Optional[Seat] = link(
        SEAT, needs=READ, parent="seat_id", description="The seat, the same at every instance."
    )
    venue: Optional[Venue] = link(
        VENUE, needs=READ, parent="venue_id", description="The house in which the series is given."
    )
    series: Optional[FixedSeries] = link(
        SERIES, needs=READ, parent="series_id", description="The series, with its other groups."
    )
    group: Optional[SeriesGroup] = link(
        SERIES_GROUP, needs=READ, parent="group_id", description="The group that is subscribed to."
    )
    instances: Optional[list[Instance]] = tab(
        SERIES_INSTANCES,
        needs=READ,
        parent="group_id",
        description="The instances of the group, the first one first.",
    )
    order: Optional[Order] = link(
        ORDER,
        needs=Permission.ORDER_READ,
        parent="order_id",
        description="The order in which it was bought; null while it is only held.",
    )


fixed_series_tab: Any = tab(
    FIXED_SERIES,
    needs=Permission.CUSTOMER_SERVICE,
    narrow=narrowed_series,
    description="The subscriptions to fixed series, current and past, the newest first.",
)

register("FixedSeriesSubscription", FIXED_SERIES_SUBSCRIPTION, Permission.CUSTOMER_SERVICE)
