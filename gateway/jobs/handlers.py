"""Which jobs there are, and what each does.

A job is done at least once: where its worker dies, or is cut off, after the job's transaction and before the queue
knows of it, another does it again. So what a handler does must come to the same when it is done twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from db.jobs import forget_before
from domain.jobs import TIDY_JOBS
from gateway.jobs.world import Payload, World

Handler = Callable[[Payload, World], Awaitable[None]]

KEPT_FOR = timedelta(days=30)
"""How long the log says what became of a job."""


async def tidy_jobs(_: Payload, world: World) -> None:
    """Forget what became of jobs long ago; those that were given up stay until somebody sees to them."""
    await forget_before(world.store.primary, world.now - KEPT_FOR)


HANDLERS: Mapping[str, Handler] = {
    TIDY_JOBS: tidy_jobs,
}
NIGHTLY = (TIDY_JOBS,)
"""What is done once a night."""
