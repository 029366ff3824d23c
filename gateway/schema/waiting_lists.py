"""Waiting lists as clients see them: what somebody waits for, and which place they have."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain.permissions import Permission
from domain.waiting_lists import WaitingStatus, status_on
from gateway.engine.declare import Narrowing, computed, identity, link, page, tab
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.events import EVENT, INSTANCE
from gateway.loaders.waiting_lists import ACCEPTED_INSTANCES, WAITING_LIST_ENTRY, WAITING_LISTS
from gateway.resolvers.waiting_lists import waiting_lists_narrowing
from gateway.schema._rows import enum_type, row_type
from gateway.schema.events import Event, Instance
from gateway.schema.nodes import Node, register

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
SERVICE = Permission.CUSTOMER_SERVICE

enum_type(
    WaitingStatus,
    "Where an entry of a waiting list stands.",
    WAITING="The customer waits for tickets to come free.",
    OFFERED="Tickets came free, and the customer was told.",
    FULFILLED="The customer has got the tickets.",
    REMOVED="It was taken off the list.",
    EXPIRED="The last instance that the customer would have come to is over.",
)


@row_type(description="An instance to which somebody on a waiting list would come.")
class AcceptedInstance:
    instance: Optional[Instance] = link(
        INSTANCE,
        needs=Permission.SIGNED_IN,
        parent="instance_id",
        description="The instance; its seating plan is where the event's name leads.",
    )
    position: Optional[int] = strawberry.field(
        description="The place, from 1, among all who wait and would come to this instance; null once not waiting."
    )


@row_type(description="A customer's place on the waiting list of an event, and what is waited for.")
class WaitingListEntry(Node):
    id: strawberry.ID = identity("wle")
    event: Optional[Event] = link(
        EVENT, needs=Permission.SIGNED_IN, parent="event_id", description="What is waited for."
    )
    customer: Optional[Someone] = link(
        CUSTOMERS, needs=Permission.CUSTOMER_READ, parent="customer_id", description="Who waits."
    )
    position: Optional[int] = strawberry.field(
        description="The place on the event's list, from 1, among all who wait; null once not waiting."
    )
    any_instance: bool = strawberry.field(
        description="Whether any instance will do that is still to come, rather than some of them."
    )
    instances: Optional[list[AcceptedInstance]] = tab(
        ACCEPTED_INSTANCES,
        needs=SERVICE,
        description="The instances that will do, the first one first, each with the place among those who accept it.",
    )
    quantity: int = strawberry.field(description="How many tickets are wanted, 1 to 20.")
    note: Optional[str] = strawberry.field(description="What staff noted, such as an aisle seat.")
    status: WaitingStatus = computed(status_on, "status", "last_day", description="Where it stands today.")
    offered_at: Optional[datetime] = strawberry.field(
        description="When the customer was last told of tickets; null when never."
    )
    created_at: datetime = strawberry.field(description="When the customer was put on the list.")
    created_by: str = strawberry.field(description="Username of who put the customer on the list.")


register("WaitingListEntry", WAITING_LIST_ENTRY, SERVICE)


def narrowed(
    include_closed: Annotated[
        bool,
        strawberry.argument(
            description="Whether to list those too that were fulfilled or removed, or whose event is over."
        ),
    ] = False,
) -> Narrowing:
    """The argument of a record's waiting lists."""
    return waiting_lists_narrowing(include_closed=include_closed)


waiting_lists_tab: Any = page(
    WAITING_LISTS,
    needs=SERVICE,
    narrow=narrowed,
    description="The waiting lists that the customer is on, the latest first.",
)
