"""Calling long jobs off, and what the payload of a mutation that begins one has."""

from __future__ import annotations

from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.permissions import Permission
from gateway.commands import bulk_jobs as commands
from gateway.context import Context
from gateway.engine.declare import link
from gateway.loaders.bulk_jobs import BULK_JOB
from gateway.schema import errors as e
from gateway.schema import paper_errors as p
from gateway.schema._mutations import key, mutation
from gateway.schema.bulk_jobs import BulkJob

CancelJobError = Annotated[
    Union[e.NotFound, p.BulkJobEnded],
    strawberry.union("CancelJobError", description="Why the job was not called off."),
]


@strawberry.type
class JobPayload:
    job_id: strawberry.Private[Optional[UUID]] = None
    job: Optional[BulkJob] = link(
        BULK_JOB,
        needs=Permission.SIGNED_IN,
        parent="job_id",
        description="The job as it is now; null where there is none.",
    )


@strawberry.type(description="What came of calling a job off.")
class CancelJobPayload(JobPayload):
    errors: list[CancelJobError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _cancel(
    context: Context,
    tx: Work,
    id: Annotated[strawberry.ID, strawberry.argument(description="The job, one of your own.")],
) -> CancelJobPayload:
    job = await commands.cancel(tx, key("job", id, "id"))
    return CancelJobPayload(job_id=job.id)


@strawberry.type
class BulkJobMutation:
    cancel_job: CancelJobPayload = mutation(
        _cancel,
        needs=Permission.SIGNED_IN,
        description="Call off a job that has not ended; what it did so far is undone.",
    )
