"""The details of an order as clients see them: what opening it tells beside its row in a list (ORD-09)."""

from __future__ import annotations

import strawberry

from domain.orders import SalesChannel
from gateway.schema._rows import enum_type, value_type

enum_type(
    SalesChannel,
    "How an order reached us.",
    PHONE="By telephone.",
    COUNTER="At the counter.",
    COUNTER_QUICK="At the counter, without asking who it was.",
    WEB="On the website.",
)


@value_type(description="What opening an order tells beside its row in a list.")
class OrderDetails:
    sales_channel: SalesChannel = strawberry.field(description="How the order reached us.")
    placed_by: str = strawberry.field(description="Username of who took it; `Web` for the customer online.")

    @classmethod
    def of(cls, sales_channel: str, placed_by: str) -> OrderDetails:
        return cls(sales_channel=SalesChannel(sales_channel), placed_by=placed_by)
