"""The long job that the demo begins with: a statement that somebody asked for and called off."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from db.demo.fixed import Series, fixed_id
from db.demo.personas import BEA
from db.demo.showcase import OTTILIE
from domain.bulk_jobs import BulkJobKind, BulkJobStatus


class BulkJobRow(NamedTuple):
    id: UUID
    kind: str
    status: str
    user_id: UUID
    asked: str
    total: int | None
    done: int
    failed: int
    created_at: datetime
    ended_at: datetime | None


_ASKED_AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
_ASKED = {"customer": str(OTTILIE), "from": "2016-11-03", "to": "2026-11-02", "format": "PDF"}

BULK_JOBS = (
    BulkJobRow(
        fixed_id(Series.BULK_JOB, 1),
        BulkJobKind.STATEMENT,
        BulkJobStatus.CANCELLED,
        BEA.id,
        json.dumps(_ASKED),
        None,
        0,
        0,
        _ASKED_AT,
        _ASKED_AT + timedelta(seconds=40),
    ),
)
