"""Merging two records as they were looked at (MRG-29, MRG-P03)."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.permissions import Permission
from gateway.context import Context
from gateway.engine.declare import link, links
from gateway.loaders.merge_history import MERGE
from gateway.loaders.tags import TAG
from gateway.resolvers.merge_previews import merge
from gateway.schema import errors as e
from gateway.schema import merge_errors as m
from gateway.schema._mutations import mutation
from gateway.schema._payloads import CustomerPayload
from gateway.schema.merge_history import Merge
from gateway.schema.mutations.bulk_jobs import JobPayload
from gateway.schema.tags import Tag

MergeCustomersError = Annotated[
    Union[e.NotFound, m.StalePlan, e.SameCustomer, e.MergeInProgress],
    strawberry.union("MergeCustomersError", description="Why nothing was merged."),
]


@strawberry.type(
    description="What came of a merge: the merged record, or the job that merges two with much in them."
)
class MergeCustomersPayload(CustomerPayload, JobPayload):
    merge_id: strawberry.Private[Optional[UUID]] = None
    came_ids: strawberry.Private[list[UUID]] = field(default_factory=list)
    went_ids: strawberry.Private[list[UUID]] = field(default_factory=list)
    merge: Optional[Merge] = link(
        MERGE,
        needs=Permission.AUDIT_READ,
        parent="merge_id",
        description="The merge as the record's history has it; null when it was refused, and while a job does it.",
    )
    autotags_came: list[Tag] = links(
        TAG,
        needs=Permission.SIGNED_IN,
        parent="came_ids",
        description="Autotags that the merged record has by their criteria, and neither record had.",
    )
    autotags_went: list[Tag] = links(
        TAG,
        needs=Permission.SIGNED_IN,
        parent="went_ids",
        description="Autotags that it had, and has no more by their criteria.",
    )
    errors: list[MergeCustomersError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _merge(
    context: Context,
    tx: Work,
    plan_token: Annotated[
        str, strawberry.argument(description="The `planToken` of the preview that you looked at.")
    ],
) -> MergeCustomersPayload:
    done = await merge(context, tx, plan_token)
    if isinstance(done, UUID):
        return MergeCustomersPayload(job_id=done)
    return MergeCustomersPayload(
        customer_id=done.survivor_id,
        merge_id=done.transformation_id,
        came_ids=list(done.autotags_came),
        went_ids=list(done.autotags_went),
    )


@strawberry.type
class MergeMutation:
    merge_customers: MergeCustomersPayload = mutation(
        _merge,
        needs=Permission.MERGE,
        description="Merge two records as the preview showed it, all at once or not at all. It takes an"
        " `Idempotency-Key` header. If anything that was shown has changed since, nothing is done and the preview is"
        " given afresh. A merge with much to move is done by a job.",
        once=True,
    )
