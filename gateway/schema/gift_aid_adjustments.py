"""Tax that is given back with a claim for Gift Aid, as General Administrators see it (GAD-P16)."""

from __future__ import annotations

from datetime import datetime

import strawberry

from domain.gift_aid_claims import AdjustmentReason
from domain.money import Money as MoneyRule
from gateway.engine import ids
from gateway.engine.declare import column, computed
from gateway.schema._rows import enum_type, row_type
from gateway.schema.money import Money

enum_type(
    AdjustmentReason,
    "What happened to a gift after it was claimed for.",
    named="GiftAidAdjustmentReason",
    RETURNED="The gift was given back.",
    CANCELLED="The declaration was cancelled from before the day of the gift.",
    EXCLUDED="Somebody excluded the gift from Gift Aid.",
)


@row_type(description="Tax that was paid for a gift which turned out not to qualify, and is given back.")
class GiftAidAdjustment:
    donation_id: strawberry.ID = column("donation_id", ids.encoder("don"), description="Id of the donation.")
    claim_number: int = column("claimed_in", description="Number of the claim in which it was claimed for.")
    reason: AdjustmentReason = strawberry.field(description="What happened to the gift.")
    tax: Money = computed(MoneyRule, "tax_minor", description="How much is given back.")
    made_at: datetime = strawberry.field(description="When it was noted.")
    made_by: str = strawberry.field(description="Username of who did what it was noted for.")
