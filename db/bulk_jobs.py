"""How far a long job is, told at once and beside any transaction: whoever waits for it sees it move."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import asyncpg

from db.store import Pool

_TAKE_UP = """
update bulk_job set status = 'RUNNING', started_at = coalesce(started_at, $2), done = 0
where id = $1 and status in ('QUEUED', 'RUNNING') returning kind, user_id, asked
"""
_ADVANCE = """
update bulk_job set total = $2, done = $3 where id = $1 and status = 'RUNNING' returning true
"""


async def take_up(store: Pool, job_id: UUID, now: datetime) -> asyncpg.Record | None:
    """The job, which is under way from now on; None for one that has ended."""
    return await store.fetchrow(_TAKE_UP, job_id, now)


async def advance(store: Pool, job_id: UUID, total: int, done: int) -> bool:
    """Tell how much there is and how much is done; whether the job is still wanted."""
    return bool(await store.fetchval(_ADVANCE, job_id, total, done))
