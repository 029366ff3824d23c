"""Autotags as clients look into them: what criteria would do, and why a customer bears one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Optional
from uuid import UUID

import strawberry

from domain.customers import parse_friendly_id
from domain.permissions import Permission
from domain.refusals import Refusal, Refusals
from gateway.commands._autotag_previews import Change, Preview
from gateway.context import Context
from gateway.engine import ids
from gateway.engine.declare import answered, link
from gateway.loaders.audit import AUDIT_ENTRY
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.tags import TAG
from gateway.resolvers import autotags as resolvers
from gateway.schema._autotag_reading import read_criteria
from gateway.schema._mutations import key
from gateway.schema._refusals import as_error
from gateway.schema._rows import value_type
from gateway.schema.audit import AuditEntry
from gateway.schema.autotag_criteria import AutotagPart
from gateway.schema.autotag_inputs import AutotagCriteriaInput
from gateway.schema.customers import Customer
from gateway.schema.tags import Tag

READ = Permission.CUSTOMER_READ
PreviewedCriteria = Annotated[
    AutotagCriteriaInput, strawberry.argument(description="What the tag would come and go by.")
]
PreviewedTag = Annotated[
    Optional[strawberry.ID], strawberry.argument(description="The tag; null for one that is not made yet.")
]
CustomerId = Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")]


@value_type(description="One record that criteria would change.", of=Change)
class AutotagPreviewChange:
    friendly_id: str = strawberry.field(description="The friendly id of the record.")
    added: bool = strawberry.field(
        description="Whether the tag would come onto it; otherwise it would go from it."
    )
    customer: Optional[Customer] = link(
        CUSTOMERS, needs=READ, parent="customer_id", description="The record, for those who may read it."
    )
    customer_id: strawberry.Private[Optional[UUID]] = None


@value_type(description="What criteria would do to the store, before anybody saves them.", of=Preview)
class AutotagPreview:
    would_add: int = strawberry.field(description="How many records the tag would come onto.")
    would_remove: int = strawberry.field(description="How many records the tag would go from.")
    sample: list[AutotagPreviewChange] = strawberry.field(
        description="At most 20 of these records, of both sorts where there are both."
    )
    token: str = strawberry.field(
        description="To be sent as `previewToken` when these criteria are saved, which must be within a quarter of an"
        " hour where they change more than 1,000 records."
    )


@value_type(description="When an autotag last came onto a record or went from it.", of=resolvers.Flipped)
class AutotagFlip:
    at: datetime = strawberry.field(description="When it came or went, in UTC.")
    came: bool = strawberry.field(description="Whether it came; otherwise it went.")
    cause: Optional[str] = strawberry.field(
        description="The event after which it did, such as `address.added`; null where a day that passed was enough, or"
        " where the event is none that you may know of."
    )
    correlation_id: str = strawberry.field(description="The request or job that caused it.")
    entry: Optional[AuditEntry] = link(
        AUDIT_ENTRY,
        needs=Permission.AUDIT_READ,
        parent="entry_id",
        description="The line of the audit that tells it.",
    )
    cause_entry: Optional[AuditEntry] = link(
        AUDIT_ENTRY,
        needs=Permission.AUDIT_READ,
        parent="cause_id",
        description="The line of the audit that tells the event; null where it is not on this record.",
    )
    entry_id: strawberry.Private[Optional[UUID]] = None
    cause_id: strawberry.Private[Optional[UUID]] = None


@value_type(
    description="A part of the criteria, and what the record's data says to it.", of=resolvers.Answered
)
class AutotagAnswer:
    part: AutotagPart = strawberry.field(description="The part, with what it expects.")
    actual: Optional[str] = strawberry.field(
        description="What the record's data says, in words; null for a group, and where it is redacted."
    )
    verdict: Optional[bool] = strawberry.field(
        description="Whether the part holds; null where it is redacted."
    )
    redacted: bool = strawberry.field(
        description="Whether you may not see the data that it is about, or that of a part below it."
    )


@value_type(description="Why a record bears an autotag, or does not.", of=resolvers.Explained)
class AutotagExplanation:
    tag: Optional[Tag] = link(TAG, needs=Permission.SIGNED_IN, parent="tag_id", description="The autotag.")
    customer: Optional[Customer] = link(
        CUSTOMERS, needs=READ, parent="customer_id", description="The record."
    )
    held: bool = strawberry.field(description="Whether the record bears the tag now.")
    applied_at: Optional[datetime] = strawberry.field(
        description="Since when it does; null where it does not."
    )
    met: bool = strawberry.field(
        description="Whether it meets the criteria now. The tag follows within seconds where the two differ."
    )
    evaluated: bool = strawberry.field(
        description="Whether the tag follows at all: an inactive record keeps its tags, and an archived tag stays."
    )
    answers: list[AutotagAnswer] = strawberry.field(
        description="The whole and every part of the criteria, each before what is below it."
    )
    last_flip: Optional[AutotagFlip] = strawberry.field(
        description="When the tag last came or went; null where the audit does not tell."
    )
    tag_id: strawberry.Private[Optional[UUID]] = None
    customer_id: strawberry.Private[Optional[UUID]] = None


async def _preview(
    context: Context, criteria: PreviewedCriteria, tag_id: PreviewedTag = None
) -> Optional[AutotagPreview]:
    try:
        tree = read_criteria(criteria, context.settings.currency)
        tag = None if tag_id is None else key("tag", tag_id, "tagId")
        return await resolvers.preview(context, tag, tree)  # type: ignore[return-value]
    except (Refusal, Refusals) as refused:
        raise as_error(refused) from refused


async def _explain(
    context: Context,
    customer_id: CustomerId,
    tag_id: Annotated[strawberry.ID, strawberry.argument(description="The autotag.")],
) -> Optional[AutotagExplanation]:
    ref = ids.key_of("cus", customer_id) or parse_friendly_id(customer_id)
    tag = ids.key_of("tag", tag_id)
    return None if ref is None or tag is None else await resolvers.explain(context, ref, tag)  # type: ignore[return-value]


@strawberry.type
class AutotagQuery:
    autotag_preview: Optional[AutotagPreview] = answered(
        _preview,
        needs=Permission.TAG_SETUP,
        description="What criteria would do, before they are saved; what is wrong with them is told in the error.",
    )
    autotag_explain: Optional[AutotagExplanation] = answered(
        _explain,
        needs=READ,
        description="Why a record bears an autotag, or does not: each part of the criteria with what its data says."
        " Null where you may not see the record, and for a tag without criteria.",
    )
