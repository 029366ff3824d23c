"""One attempt at a job: what a failure comes to, and what the end of the worker does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NoReturn

import structlog
from pgqueuer import Job, Queries, RetryRequested
from pgqueuer.core.executors import AbstractEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.models import Context

from db.jobs import times_begun
from gateway.jobs.handlers import Handler
from gateway.jobs.world import Payload, World

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a job is tried, and how long after a failure it is tried again: ever longer, up to a limit."""

    attempts: int = 8
    first: timedelta = timedelta(seconds=1)
    factor: int = 4
    longest: timedelta = timedelta(minutes=5)

    def after(self, attempt: int) -> timedelta:
        """How long to wait after this attempt, the first being 1."""
        return min(self.first * float(self.factor ** (attempt - 1)), self.longest)


class GivenUp(Exception):
    """A job failed too often, and stays in the queue as failed until somebody sees to it."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What attempts share: the queue on the worker's own connection, and whether that comes to its end."""

    world: World
    queue: Queries
    patience: Patience
    stopping: asyncio.Event = field(default_factory=asyncio.Event)


class Attempts(AbstractEntrypointExecutor):
    """Does the jobs of one name."""

    def __init__(self, name: str, handler: Handler, doing: Doing, given_up: Handler | None = None) -> None:
        super().__init__(
            EntrypointExecutorParameters(0, self.execute, accepts_context=True, on_failure="hold")
        )
        self._name = name
        self._handler = handler
        self._given_up = given_up
        self._doing = doing

    async def execute(self, job: Job, context: Context) -> None:
        """Do the job. Raises RetryRequested where it is to be tried again, and GivenUp where it is not."""
        try:
            attempt = await times_begun(self._doing.queue, job.id)
        except Exception:
            raise RetryRequested(self._doing.patience.first, "The queue did not answer.") from None
        payload = Payload.of(job.payload)
        told = log.bind(job=self._name, job_id=job.id, attempt=attempt, correlation_id=payload.correlation_id)
        if attempt > self._doing.patience.attempts:
            # Whoever began it so often died of it, or it would have been given up as they failed.
            told.error("job.given-up")
            await self._tell(payload, told)
            raise GivenUp(f"{self._name} was begun {attempt - 1} times and never ended.")
        try:
            await self._unless_stopped(payload)
        except RetryRequested:
            raise
        except Exception as failure:
            await self._failed(failure, attempt, payload, told)

    async def _unless_stopped(self, payload: Payload) -> None:
        """Do it to its end, or stop where the worker does first: its transaction is undone and the job put back."""
        handling = asyncio.ensure_future(self._handler(payload, self._doing.world))
        stopping = asyncio.create_task(self._doing.stopping.wait())
        try:
            await asyncio.wait({handling, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            handling.cancel()  # does nothing to one that is done
            await asyncio.wait({handling})
        if handling.cancelled():
            raise RetryRequested(reason="The worker stops.")
        handling.result()

    async def _failed(
        self, failure: Exception, attempt: int, payload: Payload, told: structlog.stdlib.BoundLogger
    ) -> NoReturn:
        # The queue keeps the kind of failure alone: what it says may be personal, and belongs into the log.
        kind = type(failure).__name__
        if attempt >= self._doing.patience.attempts:
            told.error("job.given-up", exc_info=failure)
            await self._tell(payload, told)
            raise GivenUp(f"{self._name} failed {attempt} times, at last by {kind}.") from None
        delay = self._doing.patience.after(attempt)
        told.warning("job.failed", again_in_seconds=delay.total_seconds(), exc_info=failure)
        raise RetryRequested(delay, kind) from None

    async def _tell(self, payload: Payload, told: structlog.stdlib.BoundLogger) -> None:
        """Let whoever waits for the job know that it is not tried again, if anybody waits for such jobs."""
        if self._given_up is None:
            return
        try:
            await self._given_up(payload, self._doing.world)
        except Exception as failure:
            # It takes a while longer, then: the job is begun once more than it is tried, and told of then.
            told.warning("job.not-told", exc_info=failure)
            raise RetryRequested(self._doing.patience.longest, type(failure).__name__) from None
