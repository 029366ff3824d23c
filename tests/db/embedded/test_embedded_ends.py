"""The embedded services end with their process, however it ends, and start again."""

from __future__ import annotations

import os
from pathlib import Path
from signal import SIGKILL

import pytest

from db.embedded import start
from tests.db.embedded.conftest import (
    another_process,
    ask,
    assert_answers,
    heard,
    kill_and_see_end,
    linux,
)


@linux
def test_a_killed_process_takes_both_servers_along_and_leaves_the_folder_free(data: Path) -> None:
    with another_process(data) as process:
        servers, sockets = heard(process)
        kill_and_see_end(process, servers)

    with start(data, durable=False) as services:
        assert services.sockets != sockets
        assert not sockets.exists()
        assert_answers(services)


@linux
def test_a_start_waits_for_the_servers_of_a_process_killed_just_before(data: Path) -> None:
    with another_process(data) as process:
        heard(process)
        process.kill()
        process.wait()
        with start(data, durable=False) as services:
            assert_answers(services)


@linux
def test_a_kill_of_everything_at_once_loses_nothing_committed(data: Path) -> None:
    with another_process(data, "durable") as process:
        (postgres, _), sockets = heard(process)
        owner = f"postgresql+asyncpg://gateway_owner@/gateway?host={sockets}"
        ask(owner, "create table committed as select 7 as answer")
        os.kill(postgres, SIGKILL)
        process.kill()
    assert (data / "postgres" / "postmaster.pid").read_text().startswith(f"{postgres}\n")

    with start(data, durable=False) as services:
        assert ask(services.owner_url, "table committed") == [(7,)]


@linux
@pytest.mark.parametrize("process", [f"{os.getpid()}\n", ""], ids=["whose number we have now", "cut short"])
def test_the_note_of_a_dead_server_does_not_prevent_a_start(data: Path, process: str) -> None:
    rest = f"{data / 'postgres'}\n1700000000\n5432\n/tmp\n\n\nready\n" if process else ""
    (data / "postgres" / "postmaster.pid").write_text(process + rest)
    with start(data, durable=False) as services:
        assert_answers(services)


def test_a_first_start_that_was_cut_short_leaves_nothing_to_the_next(data: Path) -> None:
    assert not (data / "postgres.unfinished").exists()
    with start(data, durable=False) as services:
        assert_answers(services)
