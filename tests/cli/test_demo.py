"""`python -m gateway demo`, tried as a newcomer would."""

from __future__ import annotations

import json
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from db.demo import PERSONAS
from tests.cli.conftest import Command
from tests.cli.processes import Running, run, serve
from tests.worked import WORKED, Worked

LAST_LINE = "Ctrl-C stops everything."
NAME = '{ customer(id: "I-1000001") { fullName } }'


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(data: Path) -> Iterator[Running]:
    running = serve("demo", "--data", str(data), "--customers", "12", until=LAST_LINE)
    yield running
    assert running.end(signal.SIGINT) == 0


@pytest.fixture(scope="module")
def visitor(demo: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=demo.url) as client:
        yield client


def test_a_newcomer_is_told_where_to_go_and_as_whom(demo: Running) -> None:
    assert "Loaded 13 customers" in demo.said
    assert f"{demo.url}/graphiql" in demo.said
    assert [each.username for each in PERSONAS if f"  {each.username} " not in demo.said] == []


def test_the_printed_command_gives_a_token_that_opens_a_record(demo: Running, data: Path) -> None:
    given = run("token", "femi", "--data", str(data))
    assert given.stderr == ""
    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+\n", given.stdout)
    answer = demo.ask(NAME, given.stdout.strip())
    assert answer.json()["data"] == {"customer": {"fullName": "Dr Ottilie Marchbanks"}}


def test_the_interface_of_a_token_may_be_chosen(demo: Running, data: Path, command: Command) -> None:
    given = command("token", "sam", "--interface", "sales", "--data", str(data))
    (error,) = demo.ask(NAME, given.out.strip()).json()["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"


def test_nobody_of_another_name_gets_a_token(demo: Running, data: Path, command: Command) -> None:
    refused = command("token", "mallory", "--data", str(data))
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("Nobody in the demo is called 'mallory'; there are bea, ade,")


def test_the_page_lets_a_visitor_choose_whom_to_be(demo: Running) -> None:
    page = demo.get("/graphiql").text
    found = re.search(r'id="cfg">(.*?)</script>', page)
    assert found is not None
    offered = json.loads(found[1])
    assert [each["id"] for each in offered["personas"]] == [each.username for each in PERSONAS]
    given = httpx.post(demo.url + offered["tokenUrl"], json={"persona": "bea"})
    assert demo.ask(NAME, given.json()["token"]).json()["data"]["customer"]["fullName"]
    assert demo.get("/").headers["location"] == "graphiql"


def test_it_tells_a_developer_how_it_read_what_is_asked(demo: Running) -> None:
    token = httpx.post(f"{demo.url}/demo/token", json={"persona": "bea"}).json()["token"]
    headers = {"authorization": f"Bearer {token}", "x-explain": "1"}
    answered = httpx.post(f"{demo.url}/graphql", json={"query": NAME}, headers=headers).json()
    assert answered["extensions"]["explain"]["form"] == "at once"
    assert "extensions" not in demo.ask(NAME, token).json()


@pytest.mark.rule("XCT-P10")
@pytest.mark.parametrize("worked", WORKED, ids=str)
def test_every_example_is_answered_as_it_says(visitor: httpx.Client, worked: Worked) -> None:
    people = worked.example.personas or tuple(each.username for each in PERSONAS)
    # What changes something is done once, so that the next finds the data as they are shown.
    for username in people if worked.reads else people[:1]:
        token = visitor.post("/demo/token", json={"persona": username}).json()["token"]
        body = {"query": worked.area.document, "operationName": worked.example.name}
        # As the page sends it: each run has a key of its own.
        headers = {"authorization": f"Bearer {token}", "idempotency-key": uuid4().hex}
        answer = visitor.post("/graphql", json=body, headers=headers).json()
        assert "errors" not in answer, username
        assert [field for field, value in answer["data"].items() if value is None] == [], username
        refused = [error["code"] for value in answer["data"].values() for error in _errors(value)]
        assert sorted(refused) == sorted(worked.example.refused)


def _errors(payload: object) -> list[dict[str, str]]:
    found: list[dict[str, str]] = payload.get("errors", []) if isinstance(payload, dict) else []
    return found


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {"persona": "mallory"}}, 404),
        ({"json": {"persona": "femi", "interface": "ATTIC"}}, 400),
        ({"json": ["femi"]}, 400),
        ({"content": b"\xff", "headers": {"content-type": "application/json"}}, 400),
        ({"data": {"persona": "femi"}}, 415),
        ({"json": {"persona": "f" * 2000}}, 413),
    ],
    ids=["nobody", "no interface", "a list", "no text", "a form", "too long"],
)
def test_a_token_is_given_for_a_good_request_only(
    demo: Running, sent: dict[str, object], status: int
) -> None:
    answer = httpx.post(f"{demo.url}/demo/token", **sent)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]


def test_a_file_is_imported_into_the_demo_that_runs(
    demo: Running, data: Path, tmp_path: Path, command: Command
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "First name,Last name,Address,Town,Postcode\nIda,Quillfeather,7 Ropewalk,Bristol,BS1 4RN\n"
    )
    done = command("import", str(file), "--kind", "individuals", "--data", str(data))
    assert (done.code, done.out) == (0, "1 created, 0 there already, 0 rejected.\n")
    token = httpx.post(f"{demo.url}/demo/token", json={"persona": "bea"}).json()["token"]
    search = '{ search(term: "quillfeather, ida") { nodes { fullName } } }'
    assert demo.ask(search, token).json()["data"] == {"search": {"nodes": [{"fullName": "Ida Quillfeather"}]}}


@pytest.mark.parametrize("option", [[], ["--reset"]], ids=["second start", "reset"])
def test_a_folder_in_use_is_left_alone(
    demo: Running, data: Path, option: list[str], command: Command
) -> None:
    refused = command("demo", "--data", str(data), "--port", "0", *option)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        f"The data folder {data} is in use by process {demo.process.pid}: stop it, or name another folder.\n"
    )
    assert demo.get("/health/ready").json() == {"status": "ready"}


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path, command: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = command("demo", "--data", str(tmp_path), "--port", str(port))
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        f"Port {port} of 127.0.0.1 is in use: stop what serves there, or choose another with --port.\n"
    )


def test_a_killed_demo_starts_again_with_what_it_had_until_reset(tmp_path: Path) -> None:
    arguments = ("demo", "--data", str(tmp_path), "--customers", "12")
    killed = serve(*arguments, until=LAST_LINE)
    assert killed.end(signal.SIGKILL) == -signal.SIGKILL

    again = serve(*arguments, until=LAST_LINE)
    assert f"The demo data in {tmp_path} is kept" in again.said
    with httpx.Client(base_url=again.url) as client:
        assert client.get("/health/ready").status_code == 200
        again.process.send_signal(signal.SIGTERM)
        while (leaving := client.get("/health/ready")).status_code == 200:
            pass
        assert leaving.json() == {"status": "unavailable", "reasons": ["This process is stopping."]}
    assert again.end() == 0

    anew = serve(*arguments, "--reset", until=LAST_LINE)
    assert "Loaded 13 customers" in anew.said
    assert anew.end() == 0
