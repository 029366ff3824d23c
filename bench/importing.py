"""What an import of 100,000 rows takes, and whether its memory grows with the file."""

from __future__ import annotations

import argparse
import asyncio
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import orjson
from faker import Faker

from bench.machine import commit, machine
from bench.processes import resident_bytes
from db import embedded, migrate
from db.store import connection_arguments

FILE = Path(__file__).with_name("importing.json")
ROWS = 100_000
HEADER = ("First name", "Last name", "Email", "Phone", "Date of birth", "Address 1", "Town", "Postcode")


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import took: seconds, what it said, and the megabytes that it held when so many rows were stored."""

    seconds: float
    said: str
    at_rows: list[int]
    held_mb: list[float]
    peak_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.importing", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--dry", action="store_true", help="print the figures and keep none")
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, embedded.start(Path(folder)) as services:
        asyncio.run(migrate.upgrade(services.owner_url))
        file = Path(folder, "people.csv")
        write(file, wishes.rows)
        first = asyncio.run(imported(file, services.database_url, wishes.rows))
        again = asyncio.run(imported(file, services.database_url, wishes.rows))
    found = {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "machine": machine(),
        "rows": wishes.rows,
        "first": asdict(first),
        "again": asdict(again),
    }
    if not wishes.dry:
        FILE.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")
    print(f"import/rows_a_second={wishes.rows / first.seconds:.0f}")
    print(f"import/growth_mb={first.held_mb[-1] - first.held_mb[0]:.1f}")


def write(file: Path, rows: int) -> None:
    """A file of so many people, the same one every time."""
    invent, dice = Faker("en_GB"), random.Random(1)
    invent.seed_instance(1)
    firsts = [invent.first_name() for _ in range(600)]
    lasts = [invent.last_name() for _ in range(3_000)]
    towns = [invent.city() for _ in range(300)]
    with file.open("w", encoding="utf-8", newline="") as written:
        writer = csv.writer(written)
        writer.writerow(HEADER)
        for number in range(rows):
            first, last = dice.choice(firsts), dice.choice(lasts)
            writer.writerow(
                (
                    first,
                    last,
                    f"{first}.{last}.{number}@example.org".lower().replace(" ", "") if number % 5 else "",
                    f"0117 {dice.randrange(10**6, 10**7)}" if number % 3 else "",
                    f"{dice.randint(1, 28)}/{dice.randint(1, 12)}/{dice.randint(1930, 2005)}"
                    if number % 2
                    else "",
                    f"{dice.randint(1, 400)} {dice.choice(lasts)} Road",
                    dice.choice(towns),
                    f"BS{dice.randint(1, 20)} {dice.randint(1, 9)}{''.join(dice.choices('ABDEFGHJLN', k=2))}",
                )
            )


async def imported(file: Path, url: str, rows: int) -> Taken:
    """One import of the file, looked at whenever another tenth of its rows is stored."""
    begun = time.perf_counter()
    # The settings of the environment are none of this store's.
    own = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    process = subprocess.Popen(  # noqa: ASYNC220 - nothing else waits for this loop
        [sys.executable, "-m", "gateway", "import", str(file), "--kind", "individuals"],
        env={**own, "GATEWAY_DATABASE_URL": url, "GATEWAY_PROTECTED_KEY": "A" * 43},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    connection = await asyncpg.connect(**connection_arguments(url))
    at: list[int] = []
    held: list[float] = []
    peak = 0.0
    try:
        stored = await connection.fetchval("select count(*) from imported_row")
        step = rows // 10
        while process.poll() is None:
            now = resident_bytes(process.pid) / 2**20
            peak = max(peak, now)
            done = await connection.fetchval("select count(*) from imported_row") - stored
            if done >= step * (len(held) + 1):
                at.append(done)
                held.append(round(now, 1))
                print(f"{done:8,} rows: {now:.1f} MB, {time.perf_counter() - begun:.0f} s", flush=True)
            await asyncio.sleep(0.5)
    finally:
        await connection.close()
    said, _ = process.communicate()
    print(said.strip(), flush=True)
    return Taken(round(time.perf_counter() - begun, 1), said.strip(), at, held, round(peak, 1))


if __name__ == "__main__":
    main()
