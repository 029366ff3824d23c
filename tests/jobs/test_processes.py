"""Workers as processes: killed, told to leave, inside a server, and while PostgreSQL restarts."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic

from sqlalchemy import make_url
from structlog.testing import capture_logs

from db import embedded, migrate
from gateway.app import create_app
from gateway.jobs.world import Payload, World
from gateway.settings import Settings
from tests import factories as make
from tests.cli.processes import ROOT, SECONDS, environment
from tests.database import Database
from tests.jobs.queue import Queue, opened, until, url_of, worker
from tests.jobs.test_worker import rename
from tests.jobs.victim import IN_THE_MIDDLE

SECRETS = {"GATEWAY_JWT_KEY": "k" * 43, "GATEWAY_PROTECTED_KEY": f"{'A' * 43}="}


@contextmanager
def process(*command: str, until: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has said this line."""
    started = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment(**settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    try:
        assert until in iter(lambda: started.stdout and started.stdout.readline().strip(), "")
        yield started
    finally:
        started.kill()
        started.wait(SECONDS)
        started.stdout.close()


async def test_the_job_of_a_worker_that_was_killed_is_done_once_by_the_next(
    queue: Queue, database: Database, settings: Settings
) -> None:
    name, (home, ada) = make.unique("job"), make.individual()
    await database.save(home, ada)
    await queue.put(name, customers=[str(ada.id)])

    with process("tests.jobs.victim", str(settings.database_url), name, until=IN_THE_MIDDLE) as victim:
        assert await queue.states(name) == ["picked"]
        victim.send_signal(signal.SIGKILL)
        victim.wait(SECONDS)

    async with worker(settings, {name: rename}, silence=timedelta(seconds=0.5)):
        await until(lambda: queue.is_done(name))

    assert await database.events(ada.id) == ["customer.autotagged"]
    assert await queue.history(name) == ["queued", "picked", "picked", "successful"]


async def test_the_command_does_jobs_and_leaves_when_told(own: Queue) -> None:
    with process(
        "gateway", "worker", until="Doing jobs.", GATEWAY_DATABASE_URL=url_of(own), **SECRETS
    ) as working:
        await until(lambda: has_begun_a_night(own))
        await until(lambda: own.is_done("tidy-jobs"))
        working.send_signal(signal.SIGTERM)
        assert working.wait(SECONDS) == 0
    assert await own.history("tidy-jobs") == ["queued", "picked", "successful"]


async def test_a_server_does_jobs_and_is_gone_within_a_second(own: Queue, settings: Settings) -> None:
    application = create_app(settings.model_copy(update={"database_url": url_of(own), "worker": True}))
    async with application.router.lifespan_context(application):
        await until(lambda: has_begun_a_night(own))
        await until(lambda: own.is_done("tidy-jobs"))
        began = monotonic()
    assert monotonic() - began < 1
    assert await own.history("tidy-jobs") == ["queued", "picked", "successful"]


async def test_a_server_whose_jobs_are_done_elsewhere_begins_no_night(own: Queue, settings: Settings) -> None:
    application = create_app(settings.model_copy(update={"database_url": url_of(own), "worker": False}))
    async with application.router.lifespan_context(application):
        for _ in range(20):  # a worker would have begun the night after the second
            assert await application.state.gateway.not_ready() == []
    assert not await has_begun_a_night(own)


async def test_a_worker_and_its_job_outlive_a_restart_of_postgresql(tmp_path: Path) -> None:
    name, begun = make.unique("job"), asyncio.Event()

    async def second_time(_: Payload, __: World) -> None:
        if not begun.is_set():
            begun.set()
            await asyncio.Event().wait()

    with tempfile.TemporaryDirectory(prefix="gateway-test-") as place, capture_logs() as logs:
        # Each start has sockets of its own: one name leads to those of the moment.
        sockets = Path(place, "sockets")
        with restarted(tmp_path, sockets) as services:
            await migrate.upgrade(services.owner_url)
            url = make_url(services.database_url).update_query_dict({"host": str(sockets)})
            settings = Settings(
                database_url=url.render_as_string(hide_password=False), data=tmp_path / "data", demo=True
            )
            async with opened(settings) as queue:
                await queue.put(name)
        async with worker(settings, {name: second_time}, silence=timedelta(seconds=0.5)):
            await until(lambda: said(logs, "jobs.database-away"))
            with restarted(tmp_path, sockets):
                await asyncio.wait_for(begun.wait(), SECONDS)
            with restarted(tmp_path, sockets):
                async with opened(settings) as queue:
                    await until(lambda: queue.is_done(name))
                    assert await queue.history(name) == ["queued", "picked", "picked", "successful"]


@contextmanager
def restarted(data: Path, sockets: Path) -> Iterator[embedded.Services]:
    """The services of the folder, started and ended; their sockets are found by that name."""
    with embedded.start(data, durable=False) as services:
        sockets.unlink(missing_ok=True)
        sockets.symlink_to(services.sockets)
        yield services


async def said(logs: Sequence[Mapping[str, object]], event: str) -> bool:
    """Whether a line of the log says so."""
    return any(line["event"] == event for line in logs)


async def has_begun_a_night(queue: Queue) -> bool:
    """Whether somebody began the nightly jobs."""
    return bool(await queue.database.store.primary.fetchval("select count(*) from nightly_run"))
