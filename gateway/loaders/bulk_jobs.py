"""How long jobs are read: by whoever asked for them alone, the latest first (XCT-P07)."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import BulkJob, BulkJobResult
from db.scope import ACTOR_ID
from gateway.engine.declare import Tab

_job = BulkJob.__table__
_result = BulkJobResult.__table__
_own = _job.c.user_id == ACTOR_ID

BULK_JOB = Tab("bulk-job", _job, key=_job.c.id, order=(_job.c.id,), scope=_own, entity="job")
BULK_JOBS = Tab(
    "bulk-jobs",
    _job,
    key=None,
    order=(_job.c.created_at.desc(), _job.c.id.desc()),
    scope=_own,
    entity="job",
)
BULK_JOB_RESULTS = Tab(
    "bulk-job-results",
    _result,
    key=_result.c.job_id,
    order=(_result.c.ordinal, _result.c.job_id),
    scope=sa.exists().where(_job.c.id == _result.c.job_id, _own),
)
