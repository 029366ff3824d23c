"""The worker: does the jobs of the queue as they come, and comes back when the database was away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import structlog
from pgqueuer import QueueManager
from pgqueuer.errors import FailingListenerError
from sqlalchemy.exc import DBAPIError

from db.jobs import CHANNEL, queries_on
from db.mails import enqueue_waiting
from db.migrate import is_current
from db.store import connection_arguments, open_store
from gateway.context import Clock, system_clock
from gateway.jobs.attempts import Attempts, Doing, Patience
from gateway.jobs.handlers import GIVEN_UP, HANDLERS, NIGHTLY, Handler
from gateway.jobs.nights import GLANCE, watch_nights
from gateway.jobs.world import World
from gateway.settings import Settings

log = structlog.get_logger(__name__)

AT_ONCE = 2
"""Jobs that one worker does at the same time."""
STATEMENT_SECONDS = 60.0
"""A sweep may take longer over a statement than a request may."""
_CONNECT_SECONDS = 5.0
_COMMAND_SECONDS = 30.0
_CLOSE_SECONDS = 0.5
_LOST_SECONDS = 0.2
_LEAVE_SECONDS = 0.7
_AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, DBAPIError, FailingListenerError)


class NotMigrated(Exception):
    """The database is older or newer than this code."""


@dataclass(frozen=True, slots=True)
class Means:
    """What is done, and how patiently; a deployment leaves it as it is."""

    handlers: Mapping[str, Handler] = field(default_factory=lambda: HANDLERS)
    nightly: Sequence[str] = NIGHTLY
    patience: Patience = field(default_factory=Patience)
    # A job whose worker has not been heard of for so long is another's.
    silence: timedelta = timedelta(seconds=30)
    glance: timedelta = GLANCE
    pause: timedelta = timedelta(seconds=1)


class Worker:
    """Does jobs until it is told to leave."""

    def __init__(self, database_url: str, world: World, means: Means) -> None:
        self._url = database_url
        self._world = world
        self._means = means
        self._leaving = asyncio.Event()
        # What the log was told last of why nothing is done: it need not hear the same each second.
        self._told: str | None = None

    def leave(self) -> None:
        """Take no more jobs, and put back what is not done."""
        self._leaving.set()

    async def run(self) -> None:
        """Do jobs. Whatever goes wrong with the database or the worker, it begins again; `leave` ends it."""
        while not self._leaving.is_set():
            try:
                await self._until_lost()
            except NotMigrated as refused:
                self._tell("jobs.not-migrated", str(refused))
            except _AWAY as failure:
                self._tell("jobs.database-away", f"{type(failure).__name__}: {failure}")
            except Exception:
                # Jobs that nobody does any more are worse than a worker that stumbles every second.
                log.exception("jobs.worker-failed")
            await _first(self._leaving.wait(), asyncio.sleep(self._means.pause.total_seconds()))

    def _tell(self, event: str, reason: str) -> None:
        if self._told != reason:
            log.warning(event, reason=reason)
            self._told = reason

    async def _until_lost(self) -> None:
        """Do jobs on a connection of its own, until it is lost or the worker leaves."""
        async with self._world.store.writes.connect() as looked_at:
            if not await is_current(looked_at):
                raise NotMigrated("The database is not migrated: run `gateway migrate`.")
        if self._world.carrier is not None:
            # They may have waited for whoever takes them now.
            await enqueue_waiting(self._world.store.primary, uuid4().hex)
        connection: asyncpg.Connection[Any] = await asyncpg.connect(
            **connection_arguments(self._url),
            timeout=_CONNECT_SECONDS,
            command_timeout=_COMMAND_SECONDS,
            server_settings={"application_name": "gateway worker"},
        )
        self._told = None
        try:
            await self._work_on(connection)
        finally:
            with suppress(*_AWAY):
                await connection.close(timeout=_CLOSE_SECONDS)

    async def _work_on(self, connection: asyncpg.Connection[Any]) -> None:
        queue = queries_on(connection)
        manager = QueueManager(queue, CHANNEL)
        doing = Doing(self._world, queue, self._means.patience)
        for name, handler in self._means.handlers.items():
            manager.register_executor(name, Attempts(name, handler, doing, GIVEN_UP.get(name)))
        working = asyncio.create_task(
            manager.run(
                # Of what is committed it hears; whose worker is silent it has to look for.
                dequeue_timeout=self._means.silence / 3,
                batch_size=1,
                max_concurrent_tasks=AT_ONCE,
                shutdown_on_listener_failure=True,
                heartbeat_timeout=self._means.silence,
                log_aggregation_interval=timedelta(0),
            )
        )
        nights = asyncio.create_task(watch_nights(self._world, self._means.nightly, self._means.glance))
        try:
            await _first(working, nights, _lost(connection), self._leaving.wait())
        finally:
            # What becomes of a job could not be told to the queue any more: another will do it.
            doing.stopping.set()
            manager.shutdown.set()
            nights.cancel()
            ended = await asyncio.gather(working, nights, return_exceptions=True)
        for failure in ended:
            if isinstance(failure, Exception):
                raise failure


@asynccontextmanager
async def doing_jobs(
    settings: Settings, database_url: str, clock: Clock = system_clock, means: Means | None = None
) -> AsyncIterator[None]:
    """A worker does jobs inside the block, on connections of its own; it is gone when the block is left."""
    async with open_store(
        database_url=database_url,
        read_url=None,
        redis_url=None,
        pool_size=AT_ONCE,
        statement_seconds=STATEMENT_SECONDS,
    ) as store:
        worker = Worker(database_url, World.of(settings, store, clock), means or Means())
        running = asyncio.create_task(worker.run())
        try:
            yield
        finally:
            worker.leave()
            # A database that does not answer must not keep anybody from leaving.
            await asyncio.wait({running}, timeout=_LEAVE_SECONDS)
            running.cancel()
            await asyncio.wait({running})


async def _lost(connection: asyncpg.Connection[Any]) -> None:
    """Wait until the connection is gone; the driver's own word of that does not come each time."""
    while not connection.is_closed():  # noqa: ASYNC110 - what is waited for has no event
        await asyncio.sleep(_LOST_SECONDS)


async def _first(*events: Awaitable[Any]) -> None:
    """Wait until one of these comes; the others are no longer waited for, and go on where they are tasks."""
    waited = {asyncio.ensure_future(event) for event in events}
    try:
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for event in waited.difference(events):
            event.cancel()
