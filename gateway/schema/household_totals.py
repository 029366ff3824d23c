"""What a household comes to, as clients see it."""

from __future__ import annotations

import strawberry

from domain.money import Money as MoneyRule
from gateway.engine.declare import column, computed
from gateway.schema._rows import row_type
from gateway.schema.money import Money


@row_type(
    description="What the members of a household have bought and given, each item once and under its owner alone."
    " What was returned is not in it."
)
class HouseholdTotals:
    orders: int = strawberry.field(description="How many orders of theirs still have something in them.")
    tickets: int = strawberry.field(description="How many tickets they hold or have used.")
    spent: Money = computed(
        MoneyRule, "spent_minor", description="What they were charged for everything, gifts included."
    )
    donations: int = strawberry.field(description="How many gifts they made.")
    donated: Money = computed(MoneyRule, "donated_minor", description="What these gifts come to.")
    facilitated_orders: int = column(
        "facilitated",
        description="How many orders they placed for somebody outside the household; not in the sums.",
    )
    soft_credited_orders: int = column(
        "soft_credited",
        description="With how many orders of somebody outside the household they are credited; not in the sums.",
    )
    has_restricted_items: bool = strawberry.field(
        description="Whether items of restricted orders were left out, which you may not see."
    )
