"""Why Gift Aid can or cannot be claimed for a donation, as clients see it (GAD-N01)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Optional

import strawberry

from domain.gift_aid import Coverage
from domain.gift_aid_claimability import GiftReason
from domain.gift_aid_explanations import Considered, Dates, Effect, Fix, FixKind
from domain.money import Money as MoneyRule
from domain.permissions import Permission
from gateway.context import Context
from gateway.engine import ids
from gateway.engine.declare import answered, column, computed, link
from gateway.engine.errors import RequestCode, RequestError
from gateway.loaders.donations import DONATION
from gateway.loaders.gift_aid import CANCELLATION, DECLARATION
from gateway.resolvers import gift_aid_explanations as resolvers
from gateway.schema._rows import enum_type, value_type
from gateway.schema.donations import Donation, DonationGiftAid
from gateway.schema.gift_aid import GiftAidCancellation, GiftAidDeclaration
from gateway.schema.money import Money

READ = Permission.GIFT_AID_DECLARE

enum_type(
    Effect,
    "What one declaration or cancellation did to the day of a donation.",
    COVERS="The declaration covers it, and is the one that the donation shows.",
    ALSO_COVERS="The declaration covers it, and so does one that was made later.",
    BEGINS_LATER="The declaration begins after it.",
    ENDED_BEFORE="The declaration ended before it.",
    CANCELLED="The declaration covered it, until it was cancelled from then or from earlier on.",
    UNCOVERS="The cancellation takes the day from a declaration that covered it.",
    TAKES_EFFECT_LATER="The cancellation is for later days.",
    CHANGES_NOTHING="The cancellation names no declaration that would have covered it.",
)
enum_type(
    FixKind,
    "What somebody can do so that Gift Aid can be claimed.",
    DECLARE="Take a declaration that covers the day of the donation, if the donor wishes.",
    DECLARE_ANEW="Complete name and address on the record, and take the declaration again.",
    SEND_WRITTEN_RECORD="Send the donor the written record of the verbal declaration, or keep other evidence.",
    ALLOW_FUND="Set the fund up for Gift Aid.",
    INCLUDE="Take back that the donation was excluded.",
    RECEIVE_PAYMENT="Take the payment.",
)


@value_type(
    description="One declaration or cancellation, and what it did to the day of the donation.", of=Considered
)
class GiftAidConsidered:
    declaration: Optional[GiftAidDeclaration] = link(
        DECLARATION, needs=READ, parent="declaration_id", description="The declaration, where it is one."
    )
    cancellation: Optional[GiftAidCancellation] = link(
        CANCELLATION, needs=READ, parent="cancellation_id", description="The cancellation, where it is one."
    )
    made_at: datetime = strawberry.field(description="When it was made, in UTC.")
    first_day: date = strawberry.field(
        description="The first day that a declaration covers, or from which on a cancellation takes days away."
    )
    last_day: Optional[date] = strawberry.field(
        description="The last day that the declaration was made for; null where there is none."
    )
    effect: Effect = strawberry.field(description="What it did.")


@value_type(description="The days that decide whether a donation can still be claimed for.", of=Dates)
class GiftAidDates:
    received_on: date = strawberry.field(description="Day of the donation.")
    period_ends: date = strawberry.field(description="Last day of the accounting period of that day.")
    claim_by: date = strawberry.field(
        description="The last day on which it can be claimed for: four years after that period."
    )
    days_to_claim: int = strawberry.field(description="How many days are left, today included.")
    earliest_backdate: date = strawberry.field(
        description="The earliest day to which a declaration of today may reach back."
    )


@value_type(description="One thing to do, and the reasons that it takes away.", of=Fix)
class GiftAidFix:
    kind: FixKind = strawberry.field(description="What to do.")
    message: str = strawberry.field(description="The same in words.")
    reason_codes: list[GiftReason] = column("reasons", description="What it takes away.")
    declaration: Optional[GiftAidDeclaration] = link(
        DECLARATION, needs=READ, parent="declaration_id", description="The declaration that it is done with."
    )
    coverage: Optional[Coverage] = strawberry.field(
        description="Which gifts a new declaration is to be for; null where none is needed."
    )
    coverage_from: Optional[date] = strawberry.field(description="Its first day.")


@value_type(
    description="Whether Gift Aid can be claimed for a donation, how that came about, and what would mend it.",
    of=resolvers.Explained,
)
class GiftAidExplanation:
    donation: Optional[Donation] = link(
        DONATION, needs=Permission.ORDER_READ, parent="donation_id", description="The donation."
    )
    verdict: DonationGiftAid = strawberry.field(
        description="Where it stands, with everything that stands against a claim."
    )
    worth: Money = computed(
        MoneyRule,
        "worth_minor",
        description="What Gift Aid adds to it, or would: 25p for each pound at the basic rate of 20 %.",
    )
    declaration: Optional[GiftAidDeclaration] = link(
        DECLARATION,
        needs=READ,
        parent="declaration_id",
        description="The declaration that covers it: of several, the one that was made last.",
    )
    considered: list[GiftAidConsidered] = strawberry.field(
        description="The donor's declarations and cancellations, in the order in which they were made."
    )
    dates: GiftAidDates = strawberry.field(
        description="Until when it can be claimed for, and why until then."
    )
    fixes: list[GiftAidFix] = strawberry.field(
        description="What can be done about the reasons; for some there is nothing."
    )
    fixable: bool = strawberry.field(
        description="Whether something stands against a claim, and the fixes together take all of it away."
    )


async def _explain(
    context: Context,
    donation_id: Annotated[strawberry.ID, strawberry.argument(description="Id of the donation.")],
) -> Optional[GiftAidExplanation]:
    key = ids.key_of("don", donation_id)
    if key is None:
        raise RequestError(RequestCode.BAD_USER_INPUT, "This is no donation's id.")
    return await resolvers.gift_aid_explanation(context, key)  # type: ignore[return-value]


@strawberry.type
class GiftAidQuery:
    gift_aid_explain: Optional[GiftAidExplanation] = answered(
        _explain,
        needs=READ,
        description="Whether Gift Aid can be claimed for a donation, and why; null where there is no such donation or"
        " you may not see it.",
    )
