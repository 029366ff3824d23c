"""Types of membership as clients see them."""

from __future__ import annotations

from datetime import date
from typing import Optional

import strawberry

from domain.memberships import PeriodUnit
from domain.money import Money as MoneyRule
from domain.permissions import Permission
from gateway.engine.declare import column, computed, identity, link
from gateway.loaders.funds import FUND
from gateway.loaders.membership_types import MEMBERSHIP_TYPE
from gateway.schema._rows import enum_type, row_type
from gateway.schema.funds import Fund
from gateway.schema.money import Money
from gateway.schema.nodes import Node, register

enum_type(
    PeriodUnit,
    "In what the length of a membership's terms is counted.",
    MONTH="Counted in months.",
    YEAR="Counted in years.",
)


@row_type(
    description="A membership as it is on offer: what it costs, how long a term is, when it is renewed."
)
class MembershipType(Node):
    id: strawberry.ID = identity("mty")
    name: str = strawberry.field(description="Name of the type; no two have the same.")
    description: Optional[str] = strawberry.field(description="What members get, in words.")
    price: Optional[Money] = computed(MoneyRule, "price_minor", description="What a first term costs.")
    renewal_price: Optional[Money] = computed(
        MoneyRule, "renewal_price_minor", description="What a further term costs, if renewed in time."
    )
    donation_element: Optional[Money] = computed(
        MoneyRule, "donation_minor", description="The part of the price that is a donation."
    )
    benefit_value: Optional[Money] = computed(
        MoneyRule, "benefit_minor", description="What members get in return in a term is worth so much."
    )
    period_length: Optional[int] = strawberry.field(
        description="How many months or years a term has; null for types that end on a fixed date."
    )
    period_unit: Optional[PeriodUnit] = strawberry.field(
        description="Whether these are months or years; null for types that end on a fixed date."
    )
    fixed_end_date: Optional[date] = column(
        "fixed_end",
        description="The day on which terms end, the first time; further terms end a year later each.",
    )
    renewal_opens_days_before: int = strawberry.field(
        description="How many days before the end of a term it can first be renewed."
    )
    renewal_closes_days_after: int = strawberry.field(
        description="How many days after the end of a term it can last be renewed: the days of grace."
    )
    auto_renew_allowed: bool = strawberry.field(
        description="Whether such memberships may renew by themselves, from a stored card."
    )
    fund: Optional[Fund] = link(
        FUND,
        needs=Permission.SIGNED_IN,
        parent="fund_id",
        description="The fund that the donation in the price goes to; null where there is none.",
    )
    active: bool = strawberry.field(
        description="Whether it is sold and renewed; memberships of a type that is not are kept."
    )


register("MembershipType", MEMBERSHIP_TYPE, Permission.SIGNED_IN)
