"""The history of an order as clients see it (ORD-P09)."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

import strawberry

from domain.money import Money as MoneyRule
from domain.orders import OrderEventKind
from domain.permissions import Permission
from gateway.engine.declare import column, computed, identity
from gateway.loaders.order_events import ORDER_EVENT
from gateway.schema._rows import enum_type, row_type
from gateway.schema.money import Money
from gateway.schema.nodes import Node, register

enum_type(
    OrderEventKind,
    "What happened to an order.",
    CREATED="It was placed.",
    RESERVED="Tickets were reserved, to be bought later.",
    DEPOSIT_TAKEN="A deposit was taken for what is reserved.",
    DEPOSIT_USED="A deposit was used to pay.",
    DEPOSIT_REFUNDED="A deposit was paid back.",
    DEPOSIT_MOVED_TO_CREDIT="A deposit was moved to the customer's account credit.",
    CONFIRMED="It was bought.",
    ITEM_RETURNED="Something in it was returned.",
    ITEM_EXCHANGED="Something in it was exchanged for something else.",
    EXPIRED="What was reserved was not bought in time.",
    CANCELLED="It was called off.",
    RESTRICTED="What is in it was restricted to few.",
    UNRESTRICTED="What is in it was opened again.",
    OPPORTUNITY_LINKED="Something in it was linked to an opportunity.",
    FACILITATOR_CHANGED="Another customer was named as the one who placed it.",
    SOFT_CREDITED="Somebody else was credited with it.",
)


@row_type(description="One thing that happened to an order.")
class OrderEvent(Node):
    id: strawberry.ID = identity("oev")
    kind: OrderEventKind = strawberry.field(description="What happened.")
    at: datetime = strawberry.field(description="When it happened, in UTC.")
    user: str = column("username", description="Username of who did it; `Web` for the customer online.")
    narrative: str = strawberry.field(description="What happened, in words.")
    amount: Optional[Money] = computed(
        MoneyRule, "amount_minor", description="The money that it was about; null for none."
    )


register("OrderEvent", ORDER_EVENT, Permission.ORDER_READ)
