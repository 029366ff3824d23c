"""What the pages show is what a demo answers, asked as the pages ask."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.processes import ROOT, Running, environment, serve
from tests.pages.blocks import blocks, run_in_turn, shown
from tests.pages.tables import PAGE

LAST_LINE = "Ctrl-C stops everything."


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(data: Path) -> Iterator[Running]:
    running = serve("demo", "--data", str(data), "--customers", "12", until=LAST_LINE)
    yield running
    assert running.end(signal.SIGINT) == 0


def test_the_readme_shows_what_is_really_answered(demo: Running) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    query, change = blocks(readme, "graphql")
    (answer,) = blocks(readme, "json")
    token = httpx.post(f"{demo.url}/demo/token", json={"persona": "femi"}).json()["token"]
    assert demo.ask(query.text, token).json() == json.loads(answer.text)
    stale = demo.ask(change.text, token, id="I-1000001", version=1000).json()["data"]["updateCustomer"]
    assert [error["__typename"] for error in stale["errors"]] == ["StaleVersion"]


@pytest.mark.skipif(
    not shutil.which("curl"), reason="the page asks with curl, which this machine does not have"
)
def test_every_command_of_the_page_for_clients_answers_what_stands_below_it(
    demo: Running, data: Path
) -> None:
    steps = shown(PAGE.read_text("utf-8"))
    assert len(steps) == 16

    printed = run_in_turn([step.commands for step in steps], demo.url, data)

    assert len(printed) == len(steps)
    for step, said in zip(steps, printed, strict=True):
        if step.language == "json":
            assert json.loads(said) == json.loads(step.answer), step.commands
        else:
            assert said == step.answer.strip(), step.commands


def test_the_page_about_importing_shows_what_the_command_says(
    demo: Running, data: Path, tmp_path: Path
) -> None:
    page = (ROOT / "docs" / "importing.md").read_text("utf-8")
    (file,) = blocks(page, "csv")
    (tmp_path / "people.csv").write_text(file.text, "utf-8")
    settings = environment(GATEWAY_DATA=str(data), PYTHONPATH=str(ROOT))
    for block in blocks(page, "console"):
        command, _, said = block.text.removeprefix("$ python ").partition("\n")
        done = subprocess.run(
            [sys.executable, *command.split()], cwd=tmp_path, env=settings, capture_output=True, text=True
        )
        assert (done.stdout, done.stderr) == (said, "")


def test_an_answer_belongs_to_the_commands_above_it() -> None:
    page = '```sh\none\n```\n\n```json\n{"a": 1}\n```\n\n```json\n{}\n```\n\n```sh\ntwo\n```\n\n```text\na\n```\n'
    assert [(step.commands, step.language, step.answer) for step in shown(page)] == [
        ("one\n", "json", '{"a": 1}\n'),
        ("two\n", "text", "a\n"),
    ]
