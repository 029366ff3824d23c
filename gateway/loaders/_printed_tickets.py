"""How the tickets that go on paper are read: all of a customer's that they bring along, or those that are asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.models import Event, Instance, Order, OrderItem, PriceBand, Seat, SeatingPlan, TicketType, Venue
from db.scope import SEES_RESTRICTED
from domain.orders import ItemKind, ItemState
from domain.print_at_home import BROUGHT_ALONG

_COLUMNS: tuple[Any, ...] = (
    OrderItem.id,
    OrderItem.price_minor,
    Order.number,
    Order.owner_name,
    Instance.starts_at,
    Event.name.label("event"),
    Venue.name.label("venue"),
    Venue.town,
    SeatingPlan.name.label("plan"),
    Seat.label.label("seat"),
    TicketType.name.label("ticket_type"),
    PriceBand.name.label("price_band"),
)


def printed_tickets(
    customer_id: UUID,
    *,
    since: datetime | None = None,
    instance_id: UUID | None = None,
    order_id: UUID | None = None,
) -> sa.Select[Any]:
    """Of orders that the customer owns or facilitated, the tickets that are sold and brought along (PAH-P02).

    By when they are for, then by order and seat. `since` leaves out instances that began before; restricted orders
    are left out for whoever may not see them (ORD-P13).
    """
    found = (
        sa.select(*_COLUMNS)
        .join(Order, Order.id == OrderItem.order_id)
        .join(Instance, Instance.id == OrderItem.instance_id)
        .join(Event, Event.id == Instance.event_id)
        .join(SeatingPlan, SeatingPlan.id == Instance.seating_plan_id)
        .join(Venue, Venue.id == SeatingPlan.venue_id)
        .join(TicketType, TicketType.id == OrderItem.ticket_type_id)
        .outerjoin(PriceBand, PriceBand.id == OrderItem.price_band_id)
        .outerjoin(Seat, Seat.id == OrderItem.seat_id)
        .where(
            sa.or_(Order.owner_id == customer_id, Order.facilitator_id == customer_id),
            sa.or_(~Order.restricted, SEES_RESTRICTED),
            OrderItem.kind == ItemKind.TICKET,
            OrderItem.state == ItemState.SOLD,
            OrderItem.delivery_method.in_(BROUGHT_ALONG),
        )
        .order_by(Instance.starts_at, Order.number, Seat.area, Seat.label, OrderItem.id)
    )
    if since is not None:
        found = found.where(Instance.starts_at >= since)
    if instance_id is not None:
        found = found.where(OrderItem.instance_id == instance_id)
    if order_id is not None:
        found = found.where(OrderItem.order_id == order_id)
    return found
