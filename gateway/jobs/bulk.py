"""What one long job knows while it is done, and how it tells how far it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from db.bulk_jobs import advance
from db.work import Work
from domain.bulk_job_refusals import BulkJobEnded
from domain.bulk_jobs import Made
from gateway.jobs.world import World


@dataclass(frozen=True, slots=True)
class Task:
    """One job: what was asked for, the work that does it as whoever asked, and the world around."""

    id: UUID
    asked: Mapping[str, Any]
    tx: Work
    world: World

    async def advanced(self, total: int, done: int) -> None:
        """Tell how much there is and how much is done. Raises BulkJobEnded where the job was called off."""
        if not await advance(self.world.store.primary, self.id, total, done):
            raise BulkJobEnded("This job was called off.")


Doer: TypeAlias = Callable[[Task], Awaitable[Made]]
