"""The queue as tests look at it, and jobs that tests give to workers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from db.models import Customer
from db.store import open_store
from db.work import Work, begin_work
from domain.audit import Method
from domain.permissions import Actor
from gateway.context import Clock, system_clock
from gateway.jobs.attempts import Patience
from gateway.jobs.handlers import Handler
from gateway.jobs.worker import Means, doing_jobs
from gateway.jobs.world import Payload, World
from gateway.settings import Settings
from tests.database import Database

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SYSTEM = Actor.of_job("test", ())
SECONDS = 20
# No test wants to wait for a failed job: it is tried again as soon as the worker looks.
EAGER = Patience(attempts=3, first=timedelta(0))


async def until(holds: Callable[[], Awaitable[object]]) -> None:
    """Wait until something holds; fail where it does not within the time."""
    async with asyncio.timeout(SECONDS):
        while not await holds():  # noqa: ASYNC110 - what is waited for happens in the store
            await asyncio.sleep(0.01)


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue of a store."""

    database: Database

    def work(self, correlation_id: str = "cause") -> AbstractAsyncContextManager[Work]:
        """A work of the system's own."""
        return begin_work(
            self.database.store.writes,
            actor=SYSTEM,
            now=NOW,
            correlation_id=correlation_id,
            method=Method.SYSTEM,
        )

    async def put(self, name: str, correlation_id: str = "cause", **payload: Any) -> None:
        """Enqueue a job by a work that changes nothing."""
        async with self.work(correlation_id) as tx:
            tx.nothing_changed()
            tx.enqueue(name, payload)

    async def payloads(self, name: str) -> list[Any]:
        """What the jobs of a name that are in the queue are told, oldest first."""
        rows = await self.database.store.primary.fetch(
            "select payload from pgqueuer where entrypoint = $1 order by id", name
        )
        return [orjson.loads(row["payload"]) for row in rows]

    async def evaluations(self, customer: Customer) -> list[Any]:
        """What the jobs are told that are to evaluate a customer's autotags."""
        return [
            told for told in await self.payloads("evaluate-autotags") if str(customer.id) in told["customers"]
        ]

    async def states(self, name: str) -> list[str]:
        """The states of the jobs of a name that are in the queue."""
        rows = await self.database.store.primary.fetch(
            "select status::text from pgqueuer where entrypoint = $1 order by id", name
        )
        return [row["status"] for row in rows]

    async def history(self, name: str) -> list[str]:
        """What became of the jobs of a name, in the order in which it did."""
        rows = await self.database.store.primary.fetch(
            "select status::text from pgqueuer_log where entrypoint = $1 order by id", name
        )
        return [row["status"] for row in rows]

    async def is_done(self, name: str) -> bool:
        """Whether nothing of that name waits or is being done."""
        return await self.states(name) == []


def worker(
    settings: Settings,
    handlers: Mapping[str, Handler],
    *,
    clock: Clock = system_clock,
    nightly: tuple[str, ...] = (),
    silence: timedelta = timedelta(seconds=30),
    patience: Patience = EAGER,
) -> AbstractAsyncContextManager[None]:
    """A worker that does the test's own jobs."""
    assert settings.database_url is not None
    brief = timedelta(seconds=0.02)
    means = Means(handlers, nightly, patience, silence, glance=brief, pause=brief)
    return doing_jobs(settings, settings.database_url, clock, means)


async def nothing(_: Payload, __: World) -> None:
    """A job that is done at once."""


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Queue]:
    """The queue of the store of the settings."""
    assert settings.database_url is not None
    async with open_store(
        database_url=settings.database_url, read_url=None, redis_url=None, pool_size=2, statement_seconds=10
    ) as store:
        yield Queue(Database(store))


def url_of(queue: Queue) -> str:
    """Where the store of a queue is."""
    return queue.database.store.writes.url.render_as_string(hide_password=False)
