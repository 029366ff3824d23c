"""Rows around an order for tests: what was paid on it, what happened to it, who is credited with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from uuid_utils.compat import uuid7

from db.models import (
    Customer,
    Household,
    Order,
    OrderAttribute,
    OrderAttributeValue,
    OrderEvent,
    OrderPayment,
    SoftCredit,
)
from tests import factories as make
from tests.factories import unique


def somebody(**values: Any) -> tuple[Household, Customer]:
    """A person of a name that nobody else has, to be saved in this order."""
    return make.individual(last_name=unique("Orrery"), **values)


def payment(on: Order, kind: str, amount_minor: int, **values: Any) -> OrderPayment:
    """A payment by card, made a minute after the order was placed."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "order_id": on.id,
        "kind": kind,
        "method": None if kind == "DEPOSIT_USED" else "CARD",
        "amount_minor": amount_minor,
        "at": on.placed_at + timedelta(minutes=1),
    }
    return OrderPayment(**{**made, **values})


def happened(to: Order, kind: str, **values: Any) -> OrderEvent:
    """Something that bea did with the order when it was placed."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "order_id": to.id,
        "kind": kind,
        "at": to.placed_at,
        "username": "bea",
        "narrative": f"{kind.capitalize()}.",
    }
    return OrderEvent(**{**made, **values})


def credit(on: Order, to: Customer, **values: Any) -> SoftCredit:
    """Credit for an order to somebody who introduced its owner."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "order_id": on.id,
        "customer_id": to.id,
        "type": "Introduced the customer",
        "added_at": on.placed_at,
    }
    return SoftCredit(**{**made, **values})


def question(**values: Any) -> OrderAttribute:
    """A question that is asked about orders."""
    return OrderAttribute(**{"id": uuid7(), "name": unique("How did you hear of us "), **values})


def answer(of: Order, to: OrderAttribute, value: str = "A friend") -> OrderAttributeValue:
    """What was answered to the question."""
    return OrderAttributeValue(order_id=of.id, attribute_id=to.id, value=value)
