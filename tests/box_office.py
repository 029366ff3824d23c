"""Rows of the box office for tests: what is on, and what was ordered. Each has a default for every field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from uuid_utils.compat import uuid7

from db.models import (
    Customer,
    Donation,
    Event,
    Fund,
    Instance,
    Order,
    OrderItem,
    PriceBand,
    Product,
    Seat,
    SeatingPlan,
    TicketType,
    Venue,
)
from tests.factories import unique

PLACED = datetime(2026, 10, 1, 11, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Show:
    """One instance of an event with everything around it, and what its tickets are sold as."""

    venue: Venue
    plan: SeatingPlan
    event: Event
    instance: Instance
    ticket_type: TicketType
    band: PriceBand

    @property
    def rows(self) -> tuple[Any, ...]:
        """All of it, in an order in which it can be saved."""
        return self.venue, self.plan, self.event, self.instance, self.ticket_type, self.band

    def again(self, starts_at: datetime, **values: Any) -> Instance:
        """Another instance of the same event."""
        return Instance(
            **{
                "id": uuid7(),
                "event_id": self.event.id,
                "seating_plan_id": self.plan.id,
                "starts_at": starts_at,
                **values,
            }
        )


def show(
    name: str = "The Lantern Keepers",
    starts_at: datetime = datetime(2026, 12, 24, 19, 30, tzinfo=UTC),
    **instance: Any,
) -> Show:
    """An event that is given once, in a house of its own."""
    venue = Venue(id=uuid7(), name=unique("Old Customs House"), town="Bristol")
    plan = SeatingPlan(id=uuid7(), venue_id=venue.id, name="Main House")
    event = Event(id=uuid7(), name=name)
    made = Instance(
        **{
            "id": uuid7(),
            "event_id": event.id,
            "seating_plan_id": plan.id,
            "starts_at": starts_at,
            **instance,
        }
    )
    ticket_type = TicketType(id=uuid7(), name=unique("Full price"))
    return Show(venue, plan, event, made, ticket_type, PriceBand(id=uuid7(), name=unique("A")))


def seat(of: Show, label: str = "Stalls C12") -> Seat:
    """A numbered seat of the house in which the show is given."""
    return Seat(id=uuid7(), seating_plan_id=of.plan.id, area=label.split()[0], label=label)


def order(owner: Customer, **values: Any) -> Order:
    """A confirmed order, placed at the counter."""
    placed = values.get("placed_at", PLACED)
    made: dict[str, Any] = {
        "id": uuid7(),
        "owner_id": owner.id,
        "owner_name": owner.name or f"{owner.first_name} {owner.last_name}",
        "sales_channel": "COUNTER",
        "state": "CONFIRMED",
        "placed_at": placed,
        "edited_at": placed,
        "confirmed_at": placed,
        "placed_by": "bea",
    }
    return Order(**{**made, **values})


def item(of: Order, kind: str, **values: Any) -> OrderItem:
    """An item that was sold, for 25.00."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "order_id": of.id,
        "kind": kind,
        "state": "SOLD",
        "added_at": of.placed_at,
        "full_price_minor": 2500,
    }
    return OrderItem(**{**made, **values})


def ticket(of: Order, what: Show, **values: Any) -> OrderItem:
    """A ticket for the show, to be printed at home."""
    made: dict[str, Any] = {
        "instance_id": what.instance.id,
        "ticket_type_id": what.ticket_type.id,
        "price_band_id": what.band.id,
        "delivery_method": "PRINT_AT_HOME",
    }
    return item(of, "TICKET", **{**made, **values})


def product(name: str = "Programme", price_minor: int = 600) -> Product:
    """Something that is sold beside tickets."""
    return Product(id=uuid7(), name=unique(name), price_minor=price_minor)


def merchandise(of: Order, what: Product, **values: Any) -> OrderItem:
    """One piece of the product, at its price."""
    return item(of, "MERCHANDISE", **{"product_id": what.id, "full_price_minor": what.price_minor, **values})


def fund(name: str = "Roof Fund", **values: Any) -> Fund:
    """A fund to which Gift Aid applies."""
    return Fund(**{"id": uuid7(), "name": unique(name), **values})


def donation(of: Order, to: Fund, amount_minor: int = 5000, **values: Any) -> tuple[OrderItem, Donation]:
    """A gift on its own, made on the day of the order: the item and the donation."""
    sold = item(of, "DONATION", full_price_minor=amount_minor, state=values.pop("state", "SOLD"))
    if sold.state == "RETURNED":
        sold.returned_at = of.edited_at
    made: dict[str, Any] = {
        "id": uuid7(),
        "order_item_id": sold.id,
        "order_id": of.id,
        "fund_id": to.id,
        "source": "STANDALONE",
        "amount_minor": amount_minor,
        "made_on": of.placed_at.date(),
    }
    return sold, Donation(**{**made, **values})
