"""`gateway import` as it is typed: what it says, how it ends, and that a kill costs nothing."""

from __future__ import annotations

import asyncio
import csv
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from db import embedded
from db.store import connection_arguments
from gateway.settings import Settings
from tests import factories as make
from tests.cli.conftest import Command
from tests.cli.importing.conftest import body, person
from tests.cli.processes import ROOT, SECONDS, environment

KEY = "A" * 43


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def count(url: str, name: str, until: int = 0, running: subprocess.Popen[str] | None = None) -> int:
    """How many records have a name or last name that begins so, once it is as many as `until`."""

    async def ask() -> int:
        connection = await asyncpg.connect(**connection_arguments(url))
        query = "select count(*) from customer where starts_with(coalesce(last_name, name), $1)"
        try:
            while (number := int(await connection.fetchval(query, name))) < until:
                assert running is not None
                assert running.poll() is None, running.communicate()[0]
                await asyncio.sleep(0.01)
            return number
        finally:
            await connection.close()

    return asyncio.run(ask())


@pytest.fixture
def url(services: embedded.Services, settings: Settings) -> str:
    return services.database_url


def test_the_command_says_what_came_of_the_file(command: Command, url: str, tmp_path: Path) -> None:
    surname = make.unique("Byron")
    twin = person(last_name=surname)
    rows = [twin, {**twin, "first name": "A."}, {**twin, "first name": "Cy", "town": ""}]
    file = write(tmp_path / "people.csv", rows)
    options = ("import", str(file), "--kind", "individuals")
    settings = {"GATEWAY_DATABASE_URL": url, "GATEWAY_PROTECTED_KEY": KEY}

    tried = command(*options, "--dry-run", **settings)
    assert (tried.code, tried.err, count(url, surname)) == (3, "", 0)
    assert tried.out.splitlines()[0] == "2 would be created, 0 there already, 1 rejected."

    done = command(*options, **settings)
    assert (done.code, done.err, count(url, surname)) == (3, "", 2)
    assert done.out.splitlines() == [
        "2 created, 0 there already, 1 rejected.",
        "1 may be duplicates: see people.csv.duplicates.csv.",
        "Why rows were rejected is in people.csv.rejected.csv; mend that file and import it.",
    ]
    assert "town: Fill in the town." in (tmp_path / "people.csv.rejected.csv").read_text("utf-8-sig")

    again = command("import", str(write(file, rows[:1])), "--kind", "individuals", **settings)
    assert (again.code, again.out) == (0, "0 created, 1 there already, 0 rejected.\n")
    assert not (tmp_path / "people.csv.rejected.csv").exists()


def test_the_options_reach_the_import(command: Command, url: str, tmp_path: Path) -> None:
    name = make.choir()
    row = {"Choir": f"{name} é", "Street": "1 Road", "Town": "Bristol", "Postcode": "BS1 4RN", "Notes": "x"}
    file = write(tmp_path / "choirs.csv", [row, {**row, "Street": "1, road"}])
    file.write_text(file.read_text("utf-8"), "windows-1250")
    done = command(
        *("import", str(file), "--kind", "organisations", "--map", "Choir=name", "--ignore", "notes"),
        *("--encoding", "windows-1250", "--duplicates", "reject", "--system", "old"),
        GATEWAY_DATABASE_URL=url,
        GATEWAY_PROTECTED_KEY=KEY,
    )
    assert done.out.splitlines()[0] == "1 created, 0 there already, 1 rejected."
    assert count(url, f"{name} é") == 1


@pytest.mark.parametrize(
    ("options", "content", "message"),
    [
        ([], "first name,Shoe size\nAda,42\n", '"Shoe size" is no column that is known here'),
        ([], "", "The file is empty."),
        (["--map", "Shoe size"], "first name\n", "--map takes"),
        (["--encoding", "klingon"], "first name\n", "klingon is no character set that is known here."),
        (["--system", ""], "first name\n", "--system takes 1 to 50 printable characters."),
    ],
    ids=["column", "empty", "map", "encoding", "system"],
)
def test_what_must_be_changed_first_is_told_in_a_line(
    command: Command, url: str, tmp_path: Path, options: list[str], content: str, message: str
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(content)
    refused = command(
        *("import", str(file), "--kind", "individuals", *options),
        GATEWAY_DATABASE_URL=url,
        GATEWAY_PROTECTED_KEY=KEY,
    )
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(message)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["people.csv"]


def importing(file: Path, url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "gateway", "import", str(file), "--kind", "organisations"],
        cwd=ROOT,
        env=environment(GATEWAY_DATABASE_URL=url, GATEWAY_PROTECTED_KEY=KEY),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_an_import_that_is_killed_and_run_again_loses_nothing_and_does_nothing_twice(
    url: str, tmp_path: Path
) -> None:
    name = make.unique("Choir")
    rows = [body(name=f"{name} {number}") for number in range(300)]
    for number in (50, 150, 299):
        rows[number]["town"] = ""
    rows[7] = rows[6]
    file = write(tmp_path / "choirs.csv", rows)

    for stored in (1, 150):
        running = importing(file, url)
        count(url, name, stored, running)
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=SECONDS)
    assert 150 <= count(url, name) < 297
    assert not (tmp_path / "choirs.csv.rejected.csv").exists()

    said, _ = importing(file, url).communicate(timeout=SECONDS)
    known = int(said.split(" there")[0].rpartition(" ")[2])
    assert said.startswith(f"{297 - known} created, {known} there already, 3 rejected.")
    assert (known >= 150, count(url, name)) == (True, 297)
    with (tmp_path / "choirs.csv.rejected.csv").open(encoding="utf-8-sig", newline="") as report:
        assert [row["rejected: line"] for row in csv.DictReader(report)] == ["52", "152", "301"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "choirs.csv",
        "choirs.csv.duplicates.csv",
        "choirs.csv.rejected.csv",
    ]


def test_two_imports_at_once_are_one_too_many(command: Command, url: str, tmp_path: Path) -> None:
    file = write(tmp_path / "choirs.csv", [body()])

    async def hold() -> asyncpg.Connection[asyncpg.Record]:
        connection: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(**connection_arguments(url))
        await connection.execute("select pg_advisory_lock(hashtextextended('gateway import', 0))")
        return connection

    with asyncio.Runner() as runner:
        holding = runner.run(hold())
        refused = command(
            *("import", str(file), "--kind", "organisations"),
            GATEWAY_DATABASE_URL=url,
            GATEWAY_PROTECTED_KEY=KEY,
        )
        runner.run(holding.close())
    assert (refused.code, refused.err) == (2, "Another import is under way; wait for its end.\n")
