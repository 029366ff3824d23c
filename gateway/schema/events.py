"""Events and their instances as clients see them."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

import strawberry

from domain.events import Availability
from domain.permissions import Permission
from gateway.engine.connections import Connection
from gateway.engine.declare import identity, link, page
from gateway.loaders.events import EVENT, EVENT_INSTANCES, INSTANCE
from gateway.loaders.venues import SEATING_PLAN, VENUE
from gateway.schema._rows import enum_type, row_type
from gateway.schema.nodes import Node, register
from gateway.schema.venues import SeatingPlan, Venue

READ = Permission.SIGNED_IN

enum_type(
    Availability,
    "Whether tickets for an instance can be had.",
    ON_SALE="Tickets are sold.",
    LIMITED="Tickets are sold, and few are left.",
    SOLD_OUT="Every ticket is sold; one that comes back may be sold again.",
    OFF_SALE="Tickets are not sold now.",
    CANCELLED="It is not given.",
)


@row_type(description="What is given: a play, a concert, a tour of the house.")
class Event(Node):
    id: strawberry.ID = identity("evt")
    name: str = strawberry.field(description="Name under which it is sold.")
    description: Optional[str] = strawberry.field(description="What it is about.")
    genre: Optional[str] = strawberry.field(description="What kind of event it is, such as Drama.")
    instances: Optional[Connection[Instance]] = page(
        EVENT_INSTANCES, needs=READ, description="Each time that it is given, the first one first."
    )


@row_type(description="An event as it is given once, at one time in one house.")
class Instance(Node):
    id: strawberry.ID = identity("ins")
    event: Optional[Event] = link(EVENT, needs=READ, parent="event_id", description="What is given.")
    starts_at: datetime = strawberry.field(description="When it begins.")
    availability: Availability = strawberry.field(description="Whether tickets can be had.")
    seating_plan: Optional[SeatingPlan] = link(
        SEATING_PLAN,
        needs=READ,
        parent="seating_plan_id",
        description="How the house is seated for it; the name of an event leads here.",
    )
    venue: Optional[Venue] = link(
        VENUE, needs=READ, parent="venue_id", description="The house in which it is given."
    )


register("Event", EVENT, READ)
register("Instance", INSTANCE, READ)
