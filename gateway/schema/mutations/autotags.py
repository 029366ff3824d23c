"""Setting the criteria of autotags, and having a record judged by them at once."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.permissions import Permission
from gateway.commands import autotags as evaluation
from gateway.commands.autotag_criteria import set_criteria
from gateway.context import Context
from gateway.engine.declare import link, links
from gateway.loaders.tags import TAG
from gateway.resolvers.autotags import begin_preview, confirmation
from gateway.schema import errors as e
from gateway.schema._autotag_reading import read_criteria
from gateway.schema._mutations import customer_ref, key, mutation
from gateway.schema._payloads import CustomerPayload
from gateway.schema.autotag_inputs import AutotagCriteriaInput
from gateway.schema.autotags import PreviewedCriteria, PreviewedTag
from gateway.schema.mutations.bulk_jobs import JobPayload
from gateway.schema.tags import Tag

SetAutotagCriteriaError = Annotated[
    Union[
        e.NotFound, e.StaleVersion, e.AutotagCycle, e.PreviewRequired, e.PreviewChanged, e.CriterionRequired,
        e.TooMany, e.InvalidValue, e.InvalidDate, e.InvalidText, e.TooLong, e.ProtectedAttribute,
        e.AttributeTypeMismatch, e.AttributeOptionUnknown,
    ],
    strawberry.union("SetAutotagCriteriaError", description="Why the criteria were not saved."),
]  # fmt: skip
PreviewAutotagError = Annotated[
    Union[
        e.NotFound, e.AutotagCycle, e.CriterionRequired, e.TooMany, e.InvalidValue, e.InvalidDate, e.InvalidText,
        e.TooLong, e.ProtectedAttribute, e.AttributeTypeMismatch, e.AttributeOptionUnknown,
    ],
    strawberry.union("PreviewAutotagError", description="What is wrong with the criteria."),
]  # fmt: skip
ReevaluateAutotagsError = Annotated[
    Union[e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress],
    strawberry.union("ReevaluateAutotagsError", description="Why the record was not judged."),
]


@strawberry.type(description="What came of setting the criteria of an autotag.")
class SetAutotagCriteriaPayload:
    tag_id: strawberry.Private[Optional[UUID]] = None
    tag: Optional[Tag] = link(
        TAG, needs=Permission.SIGNED_IN, parent="tag_id", description="The tag as it is now."
    )
    errors: list[SetAutotagCriteriaError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


@strawberry.type(description="What came of judging a record by the criteria of all autotags.")
class ReevaluateAutotagsPayload(CustomerPayload):
    came_ids: strawberry.Private[list[UUID]] = field(default_factory=list)
    went_ids: strawberry.Private[list[UUID]] = field(default_factory=list)
    came: list[Tag] = links(
        TAG,
        needs=Permission.SIGNED_IN,
        parent="came_ids",
        description="The autotags that came onto the record.",
    )
    went: list[Tag] = links(
        TAG,
        needs=Permission.SIGNED_IN,
        parent="went_ids",
        description="The autotags that went from the record.",
    )
    errors: list[ReevaluateAutotagsError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


@strawberry.type(description="What came of asking for a preview of criteria.")
class PreviewAutotagPayload(JobPayload):
    errors: list[PreviewAutotagError] = strawberry.field(
        default_factory=list, description="Why there is no job; empty when there is."
    )


@strawberry.input(description="The criteria of an autotag.")
class SetAutotagCriteriaInput:
    tag_id: strawberry.ID = strawberry.field(description="The tag; a normal one becomes an autotag by it.")
    expected_version: int = strawberry.field(description="The tag's `version` as you read it.")
    criteria: Optional[AutotagCriteriaInput] = strawberry.field(
        description="By what the tag comes and goes; null for no criteria, so that it stays where it is."
    )
    preview_token: Optional[str] = strawberry.field(
        default=None,
        description="The token of the preview; needed where more than 1,000 records change.",
    )


async def _set(
    context: Context,
    tx: Work,
    input: Annotated[SetAutotagCriteriaInput, strawberry.argument(description="The tag and its criteria.")],
) -> SetAutotagCriteriaPayload:
    currency = context.settings.currency
    tag = await set_criteria(
        tx,
        key("tag", input.tag_id, "tagId"),
        None if input.criteria is None else read_criteria(input.criteria, currency),
        expected_version=input.expected_version,
        currency=currency,
        confirm=confirmation(context, input.preview_token),
    )
    return SetAutotagCriteriaPayload(tag_id=tag.id)


async def _preview(
    context: Context, tx: Work, criteria: PreviewedCriteria, tag_id: PreviewedTag = None
) -> PreviewAutotagPayload:
    tree = read_criteria(criteria, context.settings.currency)
    tag = None if tag_id is None else key("tag", tag_id, "tagId")
    return PreviewAutotagPayload(job_id=await begin_preview(context, tx, tag, tree))


async def _reevaluate(
    context: Context,
    tx: Work,
    customer_id: Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")],
) -> ReevaluateAutotagsPayload:
    settings = context.settings
    found, flip = await evaluation.reevaluate(
        tx, customer_ref(customer_id), zone=settings.zone, thresholds=settings.thresholds
    )
    return ReevaluateAutotagsPayload(customer_id=found, came_ids=list(flip.came), went_ids=list(flip.went))


@strawberry.type
class AutotagMutation:
    set_autotag_criteria: SetAutotagCriteriaPayload = mutation(
        _set,
        needs=Permission.TAG_SETUP,
        description="Set by what an autotag comes and goes. It then comes onto all who meet the criteria and goes from"
        " all who do not, beginning at once and within minutes in a large house.",
    )
    preview_autotag_in_background: PreviewAutotagPayload = mutation(
        _preview,
        needs=Permission.TAG_SETUP,
        description="Preview criteria by a job, in a house with so many customers that nobody wants to wait for the"
        " query: what the job comes to has the same counts, sample and token.",
    )
    reevaluate_autotags: ReevaluateAutotagsPayload = mutation(
        _reevaluate,
        needs=Permission.CUSTOMER_WRITE,
        description="Judge one record by the criteria of all autotags now, without waiting for it to happen by itself.",
    )
