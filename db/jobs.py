"""The queue of jobs in the store: put in by the transaction that causes a job, and looked after by its worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

import asyncpg
import orjson
from pgqueuer import AsyncpgDriver, Queries
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.adapters.persistence.query_helpers import cell
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.types import Channel
from sqlalchemy.ext.asyncio import AsyncSession

from db.store import Pool

CHANNEL = Channel("ch_pgqueuer")

# Each is given, or pgqueuer would look into the environment, for names as short as CHANNEL.
NAMES = DBSettings(
    prefix="",
    db_schema=None,
    channel=CHANNEL,
    function="fn_pgqueuer_changed",
    statistics_table="pgqueuer_statistics",
    queue_status_type="pgqueuer_status",
    queue_table="pgqueuer",
    queue_table_log="pgqueuer_log",
    trigger="tg_pgqueuer_changed",
    schedules_table="pgqueuer_schedules",
    durability=Durability.durable,
    widen_id=True,
)
# What pgqueuer's own statement comes to without keys, delays and headers, in two thirds of its time: each write waits.
_ENQUEUE = """
with put as (
  insert into pgqueuer (priority, entrypoint, payload, status)
  select 0, entrypoint, payload, 'queued' from unnest($1::text[], $2::bytea[]) as job (entrypoint, payload)
  returning id, status, entrypoint, priority
)
insert into pgqueuer_log (job_id, status, entrypoint, priority) select id, status, entrypoint, priority from put
"""
_TIMES_BEGUN = "select count(*) as begun from pgqueuer_log where job_id = $1 and status = 'picked'"


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done, by name, and the JSON that it is told."""

    entrypoint: str
    payload: bytes

    @classmethod
    def of(cls, entrypoint: str, payload: Mapping[str, Any], correlation_id: str) -> Self:
        """The job with its payload, which says what caused it."""
        told = orjson.dumps({**payload, "correlation_id": correlation_id}, option=orjson.OPT_SORT_KEYS)
        return cls(entrypoint, told)


async def enqueue(session: AsyncSession, jobs: Sequence[Job]) -> None:
    """Put jobs into the queue within the session's transaction: workers hear of them when it commits."""
    connection = await session.connection()
    await connection.exec_driver_sql(_ENQUEUE, _arguments(jobs))


async def begin_night(store: Pool, night: date, names: Iterable[str], correlation_id: str) -> list[str]:
    """Enqueue those nightly jobs that nobody has begun for this night yet; which they were."""
    async with store.acquire() as connection, connection.transaction():
        begun = [
            found["job"]
            for name in names
            for found in await connection.fetch(
                "insert into nightly_run (job, night) values ($1, $2) on conflict do nothing returning job",
                name,
                night,
            )
        ]
        if begun:
            await enqueue_alone(connection, [Job.of(name, {}, correlation_id) for name in begun])
    return begun


async def enqueue_alone(connection: Any, jobs: Sequence[Job]) -> None:
    """Put jobs into the queue on a connection of the driver, in its transaction if it has one."""
    await connection.execute(_ENQUEUE, *_arguments(jobs))


async def forget_before(store: Pool, moment: datetime) -> None:
    """Forget what became of jobs before then; those that wait or were given up stay in the queue."""
    await store.execute("delete from pgqueuer_log where created < $1", moment)


async def times_begun(queue: Queries, job_id: int) -> int:
    """How often a job was taken up: this time, those that failed, and those whose worker did not live to say so."""
    found = await queue.driver.fetch(_TIMES_BEGUN, job_id)
    return cell(found[0], "begun", int)


def queries_on(connection: asyncpg.Connection[Any]) -> Queries:
    """What a worker asks of the queue, on a connection that it has for itself."""
    return Queries(
        AsyncpgDriver(connection),
        QueryBuilderEnvironment(NAMES),
        QueryQueueBuilder(NAMES),
        QuerySchedulerBuilder(NAMES),
    )


def _arguments(jobs: Sequence[Job]) -> tuple[list[str], list[bytes]]:
    return [job.entrypoint for job in jobs], [job.payload for job in jobs]
