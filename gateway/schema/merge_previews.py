"""A merge as clients look at it before they confirm it (MRG-P02)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Optional

import strawberry

from domain.permissions import Permission
from gateway.context import Context
from gateway.engine.declare import answered, computed, link
from gateway.loaders.customers import CUSTOMERS
from gateway.resolvers import merge_previews as resolvers
from gateway.schema._mutations import customer_ref
from gateway.schema._payloads import Someone
from gateway.schema._rows import value_type
from gateway.schema.merge_choices import MergeChoicesInput
from gateway.schema.merge_effects import (
    MergeBlocker,
    MergeConsentEffect,
    MergedDetails,
    MergeGiftAidEffect,
    MergeMoves,
    MergeWarning,
    gift_aid_effect,
)
from gateway.schema.merge_tabs import MergePreviewTab

READ = Permission.CUSTOMER_READ


@value_type(
    description="What merging two records would do, as things stand. Nothing is changed by looking.",
    of=resolvers.Preview,
)
class MergePreview:
    survivor: Optional[Someone] = link(
        CUSTOMERS, needs=READ, parent="survivor_id", description="The record merged into, which stays."
    )
    loser: Optional[Someone] = link(
        CUSTOMERS, needs=READ, parent="loser_id", description="The record merged away."
    )
    tabs: list[MergePreviewTab] = strawberry.field(description="The tabs of the wizard, in their order.")
    blockers: list[MergeBlocker] = strawberry.field(
        description="What stands in the way; while there is something the records cannot be merged."
    )
    warnings: list[MergeWarning] = strawberry.field(description="What to look at before you merge.")
    moves: MergeMoves = strawberry.field(description="How much goes to the record merged into.")
    consent: list[MergeConsentEffect] = strawberry.field(
        description="What it does to whether the customer can be written to, by channel."
    )
    gift_aid: Optional[MergeGiftAidEffect] = computed(
        gift_aid_effect,
        "moves",
        description="What it does to the tax that can be claimed; null where Gift Aid is not tracked, and where your"
        " roles do not show it.",
    )
    record: MergedDetails = strawberry.field(
        description="The details of the merged record; empty where these two can never be merged."
    )
    as_job: bool = strawberry.field(
        description="Whether so much moves that it is done by a long job, which can be followed."
    )
    reversible_until: Optional[datetime] = strawberry.field(
        description="Until when the merge could be turned back, in UTC; null where it never can."
    )
    plan_token: Optional[str] = strawberry.field(
        description="What `mergeCustomers` takes: it stands for these two records, these choices, and all that is shown"
        " here. Null while something stands in the way."
    )
    expires_at: datetime = strawberry.field(
        description="Until when the token can be used, a quarter of an hour from now, in UTC."
    )


Record = Annotated[strawberry.ID, strawberry.argument(description="The record merged into, by either id.")]
Other = Annotated[strawberry.ID, strawberry.argument(description="The record merged away, by either id.")]
Choices = Annotated[
    Optional[MergeChoicesInput],
    strawberry.argument(description="What is chosen so far; null for the defaults."),
]


async def _preview(
    context: Context, survivor_id: Record, loser_id: Other, choices: Choices = None
) -> Optional[MergePreview]:
    return await resolvers.merge_preview(  # type: ignore[return-value]  # the value that the type shows
        context,
        customer_ref(survivor_id, "survivorId"),
        customer_ref(loser_id, "loserId"),
        (choices or MergeChoicesInput()).read(),
    )


@strawberry.type
class MergeQuery:
    merge_preview: Optional[MergePreview] = answered(
        _preview,
        needs=Permission.MERGE,
        description="What merging one record into another would do, with these choices: tab by tab, what stands in the"
        " way, what moves, and the record that would come of it. Null where you may not see one of them.",
    )
