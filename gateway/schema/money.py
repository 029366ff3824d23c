"""Money as clients see it: a decimal string and its currency, never a float (XCT-P04)."""

from __future__ import annotations

import strawberry

from domain.money import Money as MoneyRule
from domain.money import decimal_of
from gateway.engine.declare import computed
from gateway.schema._rows import value_type


@value_type(description="An amount of money.", of=MoneyRule)
class Money:
    amount: str = computed(
        decimal_of, "minor", "currency", description="The amount as a decimal string, such as 12.50."
    )
    currency: str = strawberry.field(description="ISO 4217 code of the currency.")
