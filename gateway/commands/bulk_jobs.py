"""Long jobs as users ask for them and call them off, and how they end (XCT-P07)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.models import BulkJob, BulkJobResult
from db.work import Work
from domain.bulk_job_refusals import BulkJobEnded
from domain.bulk_jobs import BulkJobFailure, BulkJobKind, BulkJobStatus, Made
from domain.errors import NotFound
from domain.jobs import DO_BULK_JOB


async def begin(tx: Work, kind: BulkJobKind, asked: Mapping[str, Any], total: int | None = None) -> BulkJob:
    """The job, which waits for a worker once this is committed and is done as whoever asks now.

    `asked` is JSON, and all that its kind needs to know; `total` is how much there is to do, where that is known.
    """
    assert tx.actor.user_id is not None, "a user asks for a job"
    assert tx.actor.interface is not None, "a user asks in an interface"
    job = BulkJob(
        id=uuid7(),
        kind=kind,
        status=BulkJobStatus.QUEUED,
        user_id=tx.actor.user_id,
        asked=dict(asked),
        total=total,
        done=0,
        failed=0,
        created_at=tx.now,
    )
    tx.session.add(job)
    await tx.session.flush()
    tx.record("bulk-job.begun", None, narrative=f"Job asked for: {kind}")
    tx.enqueue(DO_BULK_JOB, {"job": str(job.id), "interface": tx.actor.interface})
    return job


async def cancel(tx: Work, job_id: UUID) -> BulkJob:
    """The job, called off; what it did so far is undone. Refused: NotFound for another's, BulkJobEnded."""
    job = await _locked(tx, job_id)
    if job is None or job.user_id != tx.actor.user_id:
        raise NotFound("There is no job with this id that you asked for.", ("id",))
    if BulkJobStatus(job.status).ended:
        raise BulkJobEnded("This job has ended already, so there is nothing to cancel.", ("id",))
    _end(tx, job, BulkJobStatus.CANCELLED, "bulk-job.cancelled", "cancelled")
    return job


async def succeed(tx: Work, job_id: UUID, made: Made) -> None:
    """End the job with what came of it, in the work that did it.

    Raises BulkJobEnded where it was called off or done by another meanwhile, so that this work leaves nothing.
    """
    job = await _locked(tx, job_id)
    if job is None or BulkJobStatus(job.status).ended:
        raise BulkJobEnded("This job has ended already.")
    job.total, job.done, job.failed = made.total, made.total - made.failed, made.failed
    job.file, job.file_name = made.file, made.file_name
    job.outcome = None if made.outcome is None else dict(made.outcome)
    for ordinal, each in enumerate(made.results):
        tx.session.add(
            BulkJobResult(
                job_id=job.id,
                ordinal=ordinal,
                subject=each.subject,
                succeeded=each.succeeded,
                code=each.code,
                message=each.message,
            )
        )
    _end(tx, job, BulkJobStatus.SUCCEEDED, "bulk-job.succeeded", "done")


async def fail(tx: Work, job_id: UUID, failure: BulkJobFailure) -> None:
    """End the job with nothing done; one that has ended stays as it is."""
    job = await _locked(tx, job_id)
    if job is None or BulkJobStatus(job.status).ended:
        tx.nothing_changed()
        return
    job.failure = failure
    _end(tx, job, BulkJobStatus.FAILED, "bulk-job.failed", "failed")


def _end(tx: Work, job: BulkJob, status: BulkJobStatus, event: str, word: str) -> None:
    job.status, job.ended_at = status, tx.now
    tx.record(event, None, narrative=f"Job {word}: {job.kind}")


async def _locked(tx: Work, job_id: UUID) -> BulkJob | None:
    found: BulkJob | None = await tx.session.scalar(
        sa.select(BulkJob).where(BulkJob.id == job_id).with_for_update()
    )
    return found
