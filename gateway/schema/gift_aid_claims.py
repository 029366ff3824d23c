"""Claims for Gift Aid as General Administrators see them: what was claimed, row by row, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Optional

import strawberry

from domain.gift_aid_claims import ClaimStatus
from domain.money import Money as MoneyRule
from domain.permissions import Permission
from gateway.engine import ids
from gateway.engine.connections import Connection
from gateway.engine.declare import Key, Narrowing, column, computed, find, identity, page, tab
from gateway.engine.errors import RequestCode, RequestError
from gateway.loaders.gift_aid_claims import (
    CLAIM,
    CLAIM_ADJUSTMENTS,
    CLAIM_LINES,
    CLAIMS,
    claims_narrowing,
)
from gateway.schema import gift_aid_claim_errors  # noqa: F401 - describes the statuses
from gateway.schema._rows import row_type
from gateway.schema.gift_aid_adjustments import GiftAidAdjustment
from gateway.schema.money import Money
from gateway.schema.nodes import Node, register

CLAIMING = Permission.GIFT_AID_CLAIM


def _due(tax_minor: int, released_minor: int, adjustment_minor: int, *, currency: str) -> MoneyRule:
    return MoneyRule(tax_minor - released_minor - adjustment_minor, currency)


@row_type(description="One gift in a claim, with the donor as the claim tells the tax authority of them.")
class GiftAidClaimLine:
    donation_id: strawberry.ID = column("donation_id", ids.encoder("don"), description="Id of the donation.")
    declaration_id: strawberry.ID = column(
        "declaration_id", ids.encoder("gad"), description="Id of the declaration that covers it."
    )
    made_on: date = strawberry.field(description="Day of the gift.")
    amount: Money = computed(MoneyRule, "amount_minor", description="How much was given.")
    tax: Money = computed(MoneyRule, "tax_minor", description="How much is claimed for it.")
    row: Optional[int] = column(
        "schedule_row",
        description="The row that tells of it, from 1; small gifts share one. Null before the first preview.",
    )
    title: Optional[str] = strawberry.field(description="The donor's title; null where it is left out.")
    first_name: Optional[str] = strawberry.field(
        description="The donor's first name; null for gifts that share a row, which tells of no donor."
    )
    last_name: Optional[str] = strawberry.field(description="The donor's last name; null likewise.")
    house: Optional[str] = strawberry.field(
        description="As much of the donor's address as the claim tells; null likewise."
    )
    postcode: Optional[str] = strawberry.field(
        description="The donor's postcode; null likewise, and for donors abroad."
    )
    rejected: bool = column(
        "live",
        lambda live: not live,
        description="Whether the tax authority sent it back, so that it can be claimed for again.",
    )
    rejection: Optional[str] = strawberry.field(description="What was said of it then.")


@row_type(
    description="A claim for the tax on gifts of some days, which the tax authority pays to the charity."
)
class GiftAidClaim(Node):
    id: strawberry.ID = identity("gcl")
    number: int = strawberry.field(description="Number of the claim, by which its files are called.")
    period_from: date = strawberry.field(description="First day whose gifts it is for.")
    period_to: date = strawberry.field(description="Last day whose gifts it is for.")
    status: ClaimStatus = strawberry.field(description="Where it stands.")
    version: int = strawberry.field(
        description="To be sent as `expectedVersion` with whatever is done to the claim."
    )
    charity_name: str = strawberry.field(description="The charity that claims.")
    prepared_at: datetime = strawberry.field(description="When it was prepared.")
    prepared_by: str = strawberry.field(description="Username of who prepared it.")
    previewed_at: Optional[datetime] = strawberry.field(description="When it was last previewed.")
    submitted_on: Optional[date] = strawberry.field(description="Day on which it was sent.")
    decided_on: Optional[date] = strawberry.field(description="Day on which the outcome was recorded.")
    correlation: Optional[str] = strawberry.field(
        description="What the tax authority calls it; null where nobody noted that."
    )
    response: Optional[str] = strawberry.field(description="What the tax authority answered.")
    gifts: int = strawberry.field(description="How many gifts it is for.")
    rows: Optional[int] = strawberry.field(
        description="How many rows tell of them; null before the first preview."
    )
    amount: Money = computed(MoneyRule, "amount_minor", description="What the gifts come to.")
    tax: Money = computed(MoneyRule, "tax_minor", description="How much is claimed for them.")
    adjustment: Money = computed(
        MoneyRule, "adjustment_minor", description="How much of earlier claims is given back with it."
    )
    due: Money = computed(
        _due,
        "tax_minor",
        "released_minor",
        "adjustment_minor",
        description="What is to be paid: the tax without that of rejected gifts, less what is given back.",
    )
    lines: Optional[Connection[GiftAidClaimLine]] = page(
        CLAIM_LINES, needs=CLAIMING, description="The gifts, row by row."
    )
    adjustments: Optional[list[GiftAidAdjustment]] = tab(
        CLAIM_ADJUSTMENTS, needs=CLAIMING, description="What is given back with it, gift by gift."
    )


register("GiftAidClaim", CLAIM, CLAIMING)


def _key(id: Annotated[strawberry.ID, strawberry.argument(description="Id of the claim.")]) -> Key:
    key = ids.key_of("gcl", id)
    if key is None:
        raise RequestError(RequestCode.BAD_USER_INPUT, "This is not the id of a claim.")
    return Key(CLAIM, key)


def _narrowed(
    status: Annotated[
        Optional[ClaimStatus], strawberry.argument(description="Only claims that stand so; null for all.")
    ] = None,
) -> Narrowing:
    return claims_narrowing(status)


@strawberry.type
class GiftAidClaimQuery:
    gift_aid_claims: Optional[Connection[GiftAidClaim]] = page(
        CLAIMS,
        parent=None,
        needs=CLAIMING,
        narrow=_narrowed,
        description="The claims for Gift Aid, the latest first.",
    )
    gift_aid_claim: Optional[GiftAidClaim] = find(
        CLAIM, _key, needs=CLAIMING, description="The claim with this id; null when there is none."
    )
