"""Venues, seating plans and seats as clients see them."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.permissions import Permission
from gateway.engine.connections import Connection
from gateway.engine.declare import identity, link, page, tab
from gateway.loaders.venues import PLAN_SEATS, SEAT, SEATING_PLAN, VENUE, VENUE_PLANS
from gateway.schema._rows import row_type
from gateway.schema.nodes import Node, register

READ = Permission.SIGNED_IN


@row_type(description="A house in which something is given.")
class Venue(Node):
    id: strawberry.ID = identity("ven")
    name: str = strawberry.field(description="Name of the house; no two have the same.")
    town: Optional[str] = strawberry.field(description="The town that it stands in.")
    seating_plans: Optional[list[SeatingPlan]] = tab(
        VENUE_PLANS, needs=READ, description="The ways in which the house can be seated, by name."
    )


@row_type(description="One way in which a venue is seated, for which tickets are sold seat by seat.")
class SeatingPlan(Node):
    id: strawberry.ID = identity("spl")
    name: str = strawberry.field(description="Name of the plan, unique in its venue.")
    venue: Optional[Venue] = link(
        VENUE, needs=READ, parent="venue_id", description="The house that is seated so."
    )
    seats: Optional[Connection[Seat]] = page(
        PLAN_SEATS, needs=READ, description="The seats of the plan, by area and by what is printed on them."
    )


@row_type(description="A seat of a seating plan.")
class Seat(Node):
    id: strawberry.ID = identity("sea")
    area: str = strawberry.field(description="Part of the house, such as Stalls.")
    label: str = strawberry.field(description="The seat as the ticket has it, such as Stalls C12.")
    plan: Optional[SeatingPlan] = link(
        SEATING_PLAN, needs=READ, parent="seating_plan_id", description="The plan that the seat is part of."
    )


register("Venue", VENUE, READ)
register("SeatingPlan", SEATING_PLAN, READ)
register("Seat", SEAT, READ)
