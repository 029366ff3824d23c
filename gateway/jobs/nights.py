"""Beginning the nightly jobs: once a night, whichever worker comes first, and late rather than not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import structlog

from db.jobs import begin_night
from domain.jobs import night_of
from gateway.jobs.world import World

log = structlog.get_logger(__name__)

GLANCE = timedelta(seconds=30)
"""How often a worker looks at the clock."""


async def watch_nights(world: World, names: Iterable[str], glance: timedelta = GLANCE) -> None:
    """Begin the last night's jobs unless somebody did, and so on each night, until cancelled."""
    names, begun = tuple(names), None
    while True:
        due = night_of(world.now, at=world.settings.nightly, zone=world.settings.zone)
        if due != begun:
            await _begin(world, names, due)
            begun = due
        await asyncio.sleep(glance.total_seconds())


async def _begin(world: World, names: Iterable[str], due: datetime) -> None:
    correlation_id = uuid4().hex
    begun = await begin_night(world.store.primary, due.date(), names, correlation_id)
    if begun:
        log.info("jobs.night", jobs=begun, due=due.astimezone(UTC).isoformat(), correlation_id=correlation_id)
