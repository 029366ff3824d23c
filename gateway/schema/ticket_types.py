"""What tickets are sold as: ticket types and price bands as clients see them."""

from __future__ import annotations

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import identity
from gateway.loaders.ticket_types import PRICE_BAND, TICKET_TYPE
from gateway.schema._rows import row_type
from gateway.schema.nodes import Node, register


@row_type(description="For whom a ticket is sold, such as Full Price or Under 26.")
class TicketType(Node):
    id: strawberry.ID = identity("tty")
    name: str = strawberry.field(description="Name of the ticket type; no two have the same.")
    position: int = strawberry.field(description="Place in the list of ticket types, from 0.")


@row_type(description="What a part of the house costs, such as Band A.")
class PriceBand(Node):
    id: strawberry.ID = identity("pbd")
    name: str = strawberry.field(description="Name of the price band; no two have the same.")
    position: int = strawberry.field(description="Place in the list of price bands, from 0.")


register("TicketType", TICKET_TYPE, Permission.SIGNED_IN)
register("PriceBand", PRICE_BAND, Permission.SIGNED_IN)
