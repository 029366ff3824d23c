"""The nightly jobs: once a night, whoever works."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from db.jobs import begin_night
from gateway.jobs.handlers import HANDLERS, NIGHTLY, tidy_jobs
from gateway.jobs.world import Payload, World
from gateway.settings import Settings
from tests import factories as make
from tests.database import Database
from tests.jobs.queue import Queue, until, worker


@dataclass(slots=True)
class Played:
    """A clock that a test sets, and that counts how often it was looked at."""

    now: datetime
    looks: int = 0

    def __call__(self) -> datetime:
        self.looks += 1
        return self.now


@pytest.fixture
def name() -> str:
    return make.unique("nightly")


@pytest.mark.rule("TAG-P03")
async def test_a_night_is_begun_once_however_many_workers_there_are(
    queue: Queue, settings: Settings, name: str
) -> None:
    nights: list[str] = []
    clocks = [Played(datetime(2026, 11, 22, 3, 0, tzinfo=UTC)) for _ in range(2)]

    async def at_night(payload: Payload, _: World) -> None:
        nights.append(payload.correlation_id)

    async def all_looked_again() -> bool:
        return all(clock.looks > 3 for clock in clocks) and await queue.is_done(name)

    first, second = (worker(settings, {name: at_night}, clock=clock, nightly=(name,)) for clock in clocks)
    async with first, second:
        await until(all_looked_again)
        assert len(nights) == 1

        for clock in clocks:
            clock.now, clock.looks = datetime(2026, 11, 23, 2, 59, 59, tzinfo=UTC), 0
        await until(all_looked_again)
        assert len(nights) == 1

        for clock in clocks:
            clock.now, clock.looks = datetime(2026, 11, 23, 3, 0, tzinfo=UTC), 0
        await until(all_looked_again)
    assert len(nights) == 2
    assert nights[0] != nights[1]

    late = Played(datetime(2026, 11, 23, 22, 0, tzinfo=UTC))
    async with worker(settings, {name: at_night}, clock=late, nightly=(name,)):
        clocks = [late]
        await until(all_looked_again)
    assert len(nights) == 2, "a worker that starts later begins no night again"


async def test_a_night_when_nobody_worked_is_made_up_for(queue: Queue, settings: Settings, name: str) -> None:
    nights: list[datetime] = []

    async def at_night(_: Payload, world: World) -> None:
        nights.append(world.now)

    noon = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

    async def is_made_up_for() -> bool:
        return nights == [noon]

    async with worker(settings, {name: at_night}, clock=lambda: noon, nightly=(name,)):
        await until(is_made_up_for)


async def test_whoever_begins_a_night_at_the_same_moment_begins_it_once(
    database: Database, queue: Queue, settings: Settings, name: str
) -> None:
    night, names = date(2026, 11, 22), (name, make.unique("other"))
    begun = await asyncio.gather(
        *(begin_night(database.store.primary, night, names, str(number)) for number in range(8))
    )
    assert sorted(map(len, begun)) == [0] * 7 + [2]
    assert [len(await queue.payloads(each)) for each in names] == [1, 1]


async def test_what_became_of_jobs_is_forgotten_after_thirty_days_and_what_waits_is_not(
    queue: Queue, database: Database, settings: Settings, name: str
) -> None:
    await queue.put(name)
    logged = await database.store.primary.fetchval(
        "select created from pgqueuer_log where entrypoint = $1", name
    )

    async def tidy(age: timedelta) -> None:
        await tidy_jobs(Payload({}, ""), World.of(settings, database.store, lambda: logged + age))

    await tidy(timedelta(days=30))
    assert await queue.history(name) == ["queued"]
    await tidy(timedelta(days=30, microseconds=1))
    assert await queue.history(name) == []
    assert await queue.states(name) == ["queued"]


def test_what_is_done_at_night_is_done_by_somebody() -> None:
    assert set(NIGHTLY) - set(HANDLERS) == set()
