"""What wants doing about a customer, as clients see it (NAV-N01)."""

from __future__ import annotations

from datetime import date
from typing import Any, Optional
from uuid import UUID

import strawberry

from domain.attention import AttentionKind, Reason
from domain.money import Money as MoneyRule
from gateway.engine import ids
from gateway.engine.declare import computed
from gateway.resolvers.attention import FACTS, record_attention
from gateway.schema._rows import enum_type, value_type
from gateway.schema.money import Money

enum_type(
    AttentionKind,
    "A reason to act.",
    OVERDUE_INSTALMENT="The day of an instalment of a pledge is over, and something is missing; for fundraisers.",
    CREDIT_EXPIRING="Credit ends within thirty days.",
    CARD_EXPIRES_BEFORE_RENEWAL="A membership is to renew by a card that will have expired.",
    MEMBERSHIP_RENEWABLE="A membership can be renewed, and does not renew by itself.",
    INVITATION_AWAITING_REPLY="An invitation to something still to come has no answer; for fundraisers.",
    UNUSED_DEPOSIT="A deposit is still held for an order, which the customer may have placed for somebody else.",
    GIFT_AID_DECLARATION_MISSING="Gifts were made on days that no Gift Aid declaration reaches.",
    POTENTIAL_DUPLICATE="Another record may be of the same customer.",
    PREFERENCE_NOT_ASKED="A contact preference has no answer.",
)
# The words in the ids of what reasons are about.
_ABOUT = {
    AttentionKind.OVERDUE_INSTALMENT: "plg",
    AttentionKind.CREDIT_EXPIRING: "crl",
    AttentionKind.CARD_EXPIRES_BEFORE_RENEWAL: "mem",
    AttentionKind.MEMBERSHIP_RENEWABLE: "mem",
    AttentionKind.INVITATION_AWAITING_REPLY: "inv",
    AttentionKind.UNUSED_DEPOSIT: "ord",
}


def _about(kind: AttentionKind, about: UUID | None) -> str | None:
    return None if about is None else ids.encode(_ABOUT[kind], about)


@value_type(description="One reason to act on a customer now.", of=Reason)
class AttentionReason:
    rank: int = strawberry.field(
        description="Its place, from 1: what is lost on a day comes first, then money."
    )
    kind: AttentionKind = strawberry.field(description="What kind of reason it is.")
    message: str = strawberry.field(description="What there is to do, in words.")
    due_on: Optional[date] = strawberry.field(
        description="The last day on which it can be done, or on which it happens or was due; null where there is"
        " none."
    )
    amount: Optional[Money] = computed(
        MoneyRule, "amount_minor", description="How much it is about; null where it is not about money."
    )
    about_id: Optional[strawberry.ID] = computed(
        _about,
        "kind",
        "about",
        description="Id of the order, membership, credit, pledge or invitation that it is about, which resolves"
        " through `node`; null where it is about the record itself.",
    )
    mutation: Optional[str] = strawberry.field(
        description="The mutation that does it; null where no single one does."
    )


attention_list: Any = computed(
    record_attention,
    *FACTS,
    description="What wants doing about the customer now, the most pressing first, of what you may know.",
)
