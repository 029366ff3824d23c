"""What a worker does with a job: at once, again after a failure, and not for ever."""

from __future__ import annotations

import asyncio
from time import monotonic

import orjson
import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from db.models import AuditEntry, Customer
from domain.audit import Method
from domain.permissions import Actor
from gateway.jobs.handlers import Handler
from gateway.jobs.world import Payload, World
from gateway.settings import Settings
from tests import factories as make
from tests.cli.processes import ROOT
from tests.database import Database
from tests.jobs.queue import NOW, Queue, nothing, until, worker
from tests.pages.blocks import blocks


@pytest.fixture
def name() -> str:
    return make.unique("job")


async def rename(payload: Payload, world: World) -> None:
    """A job that writes: it tells a customer's record that it was there."""
    [customer_id] = payload.ids("customers")
    async with world.work(payload, Actor.of_job("renaming", ()), Method.BULK) as tx:
        row = await tx.session.get_one(Customer, customer_id, with_for_update=True)
        row.first_name = "Augusta"
        tx.record("customer.autotagged", customer_id, narrative="Renamed by a job")


async def test_a_job_writes_as_the_system_and_the_audit_traces_it_to_its_cause(
    queue: Queue, database: Database, settings: Settings, name: str
) -> None:
    home, ada = make.individual()
    await database.save(home, ada)

    async with worker(settings, {name: rename}, clock=lambda: NOW):
        await queue.put(name, "the cause", customers=[str(ada.id)])
        await until(lambda: queue.is_done(name))

    entry: AuditEntry = await database.one(sa.select(AuditEntry).where(AuditEntry.customer_id == ada.id))
    assert (entry.username, entry.user_id, entry.interface) == ("system\\renaming", None, None)
    assert (entry.method, entry.correlation_id, entry.at) == ("BULK", "the cause", NOW)
    assert await queue.history(name) == ["queued", "picked", "successful"]


async def test_a_job_is_taken_up_when_it_is_committed_and_not_at_the_next_look(
    queue: Queue, settings: Settings, name: str
) -> None:
    # A worker that heard of nothing would look again after ten seconds.
    async with worker(settings, {name: nothing}):
        await queue.put(name)
        await until(lambda: queue.is_done(name))
        began = monotonic()
        await queue.put(name)
        await until(lambda: queue.is_done(name))
    assert monotonic() - began < 5


async def test_jobs_that_were_enqueued_while_nobody_worked_are_done(
    queue: Queue, settings: Settings, name: str
) -> None:
    done: list[int] = []

    async def count(payload: Payload, _: World) -> None:
        done.append(payload.told["number"])

    for number in range(5):
        await queue.put(name, number=number)
    async with worker(settings, {name: count}):
        await until(lambda: queue.is_done(name))
    assert sorted(done) == [0, 1, 2, 3, 4]


async def test_a_job_that_fails_is_tried_again_until_it_succeeds(
    queue: Queue, settings: Settings, name: str
) -> None:
    tries: list[str] = []

    async def third_time_lucky(payload: Payload, _: World) -> None:
        tries.append(payload.correlation_id)
        if len(tries) < 3:
            raise OSError("Ada's postcode is BS1 4DJ")

    with capture_logs() as logs:
        async with worker(settings, {name: third_time_lucky}):
            await queue.put(name, "why")
            await until(lambda: queue.is_done(name))

    assert tries == ["why"] * 3
    told = [
        (line["event"], line["attempt"], line["correlation_id"]) for line in logs if line.get("job") == name
    ]
    assert told == [("job.failed", 1, "why"), ("job.failed", 2, "why")]
    assert await queue.history(name) == [
        "queued",
        "picked",
        "queued",
        "picked",
        "queued",
        "picked",
        "successful",
    ]


async def test_a_job_that_never_succeeds_is_given_up_and_stays_to_be_seen(
    queue: Queue, database: Database, settings: Settings, name: str
) -> None:
    tries: list[str] = []

    async def never(payload: Payload, _: World) -> None:
        tries.append(payload.correlation_id)
        raise OSError("Ada's postcode is BS1 4DJ")

    async def is_given_up() -> bool:
        return await queue.states(name) == ["failed"]

    with capture_logs() as logs:
        async with worker(settings, {name: never}):
            await queue.put(name, "why")
            await until(is_given_up)

    assert tries == ["why"] * 3
    (last,) = [line for line in logs if line["event"] == "job.given-up"]
    assert (last["job"], last["attempt"], last["correlation_id"]) == (name, 3, "why")
    kept = await database.store.primary.fetch(
        "select traceback::text from pgqueuer_log where entrypoint = $1 and traceback is not null", name
    )
    assert len(kept) == 3
    assert [row[0] for row in kept if "BS1 4DJ" in row[0]] == [], "the queue keeps no values"
    assert [orjson.loads(row[0])["exception_message"] for row in kept] == [
        "OSError",
        "OSError",
        f"{name} failed 3 times, at last by OSError.",
    ]


async def test_a_job_put_back_by_hand_is_tried_as_often_again(
    queue: Queue, database: Database, settings: Settings, name: str
) -> None:
    mended: list[bool] = []

    async def until_mended(_: Payload, __: World) -> None:
        if not mended:
            raise OSError

    async def is_given_up() -> bool:
        return await queue.states(name) == ["failed"]

    async with worker(settings, {name: until_mended}):
        await queue.put(name)
        await until(is_given_up)
        mended.append(True)
        await put_back(database, name)
        await until(lambda: queue.is_done(name))
    assert (await queue.history(name))[-2:] == ["picked", "successful"]


async def put_back(database: Database, name: str) -> None:
    """As the page about operations says it is done, but only the jobs of this name."""
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    (statement,) = [block.text for block in blocks(page, "sql") if block.text.startswith("with given_up")]
    narrowed = statement.replace(
        "where status = 'failed'", f"where status = 'failed' and entrypoint = '{name}'"
    )
    assert narrowed != statement
    await database.store.primary.execute(narrowed)


async def test_a_job_that_its_workers_died_of_is_given_up_without_another_try(
    queue: Queue, database: Database, settings: Settings, name: str
) -> None:
    tries: list[str] = []

    async def deadly(payload: Payload, _: World) -> None:
        tries.append(payload.correlation_id)

    async def is_decided() -> bool:
        return await queue.states(name) in (["failed"], [])

    await queue.put(name)
    await database.store.primary.execute(
        "insert into pgqueuer_log (job_id, status, entrypoint, priority)"
        " select id, 'picked', entrypoint, 0 from pgqueuer, generate_series(1, 3) where entrypoint = $1",
        name,
    )
    with capture_logs() as logs:
        async with worker(settings, {name: deadly}):
            await until(is_decided)
    assert (tries, await queue.states(name)) == ([], ["failed"])
    assert [line["attempt"] for line in logs if line["event"] == "job.given-up"] == [4]


async def test_leaving_puts_back_what_is_not_done_and_takes_no_second(
    queue: Queue, database: Database, settings: Settings, name: str
) -> None:
    home, ada = make.individual()
    await database.save(home, ada)
    before = await database.snapshot(ada.id)
    in_the_middle = asyncio.Event()

    async def endless(payload: Payload, world: World) -> None:
        async with world.work(payload, Actor.of_job("renaming", ())) as tx:
            row = await tx.session.get_one(Customer, ada.id, with_for_update=True)
            row.first_name = "Augusta"
            await tx.session.flush()
            in_the_middle.set()
            await asyncio.Event().wait()

    async with worker(settings, {name: endless}):
        await queue.put(name, customers=[str(ada.id)])
        await asyncio.wait_for(in_the_middle.wait(), 20)
        began = monotonic()
    assert monotonic() - began < 1
    assert await database.snapshot(ada.id) == before
    assert await queue.states(name) == ["queued"]

    async with worker(settings, {name: rename}):
        await until(lambda: queue.is_done(name))
    assert await database.events(ada.id) == ["customer.autotagged"]


async def test_two_workers_do_each_job_once(queue: Queue, settings: Settings, name: str) -> None:
    done: list[int] = []

    async def count(payload: Payload, _: World) -> None:
        done.append(payload.told["number"])

    handlers: dict[str, Handler] = {name: count}
    async with worker(settings, handlers), worker(settings, handlers):
        for number in range(20):
            await queue.put(name, number=number)
        await until(lambda: queue.is_done(name))
    assert sorted(done) == list(range(20))
