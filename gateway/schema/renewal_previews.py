"""What renewing a membership would bring, before anybody pays."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Optional
from uuid import UUID

import strawberry

from domain.permissions import Permission
from gateway.context import Context
from gateway.engine import ids
from gateway.engine.declare import answered, link
from gateway.loaders.memberships import MEMBERSHIP
from gateway.loaders.wallet_cards import STORED_CARD
from gateway.resolvers import renewal_previews as resolvers
from gateway.schema._rows import value_type
from gateway.schema.memberships import Membership
from gateway.schema.money import Money
from gateway.schema.renewals import CannotRenew
from gateway.schema.wallet_cards import StoredCard

SERVICE = Permission.CUSTOMER_SERVICE


@value_type(
    description="What renewing a membership on a day would bring; where it is over, what a new one would.",
    of=resolvers.RenewalPreview,
)
class RenewalPreview:
    on: date = strawberry.field(description="The day for which it is told.")
    renewal: bool = strawberry.field(
        description="Whether it is the next term; otherwise the membership is over, and this is a new one."
    )
    start_date: date = strawberry.field(description="First day of the term.")
    end_date: date = strawberry.field(description="Last day of the term.")
    price: Money = strawberry.field(description="What it costs, the donation included.")
    donation_element: Money = strawberry.field(description="The part of the price that is a donation.")
    gift_aid: Optional[Money] = strawberry.field(
        description="What Gift Aid would add to the donation, nothing where no declaration covers the day;"
        " null where Gift Aid is not tracked."
    )
    cannot_renew_reason: Optional[CannotRenew] = strawberry.field(
        description="Why it cannot be renewed on that day; null when it can."
    )
    card: Optional[StoredCard] = link(
        STORED_CARD,
        needs=SERVICE,
        parent="card_id",
        description="The card that auto-renew would charge; null where it is paid for by hand.",
    )
    membership: Optional[Membership] = link(
        MEMBERSHIP, needs=SERVICE, parent="membership_id", description="The membership as it is."
    )
    card_id: strawberry.Private[Optional[UUID]] = None
    membership_id: strawberry.Private[Optional[UUID]] = None


async def _preview(
    context: Context,
    membership_id: Annotated[strawberry.ID, strawberry.argument(description="Id of the membership.")],
    on: Annotated[
        Optional[date],
        strawberry.argument(description="The day of the renewal, in the coming ten years; null for today."),
    ] = None,
) -> Optional[RenewalPreview]:
    key = ids.key_of("mem", membership_id)
    return None if key is None else await resolvers.preview(context, key, on)  # type: ignore[return-value]


@strawberry.type
class RenewalPreviewQuery:
    renewal_preview: Optional[RenewalPreview] = answered(
        _preview,
        needs=SERVICE,
        description="What renewing this membership would bring, before the window opens too; null when there is no such"
        " membership or you may not see it.",
    )
