"""What a merge of 100,000 rows costs, and what everybody else notices of it: `poe bench-merging` writes what it finds.

Others read records and change phone numbers all the while, so many a second whether answered or not. The same is
measured while another process writes as many rows of a customer whom nobody asks for.
"""

from __future__ import annotations

import asyncio
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from bench import merging_stores as stores
from bench.machine import machine
from db import embedded
from db.store import connection_arguments
from gateway.engine import ids
from gateway.settings import Settings
from tests.ask import Ask, asking

READS_A_SECOND, WRITES_A_SECOND = 40, 10
SECONDS, RATIO = 10.0, 1.3
HERE = Path(__file__).parent

_READ = """query ($id: ID!) { customer(id: $id) { id fullName ... on Individual { email }
  addresses { line1 } tags { name } contactPreferences { answer }
  orders(first: 20) { nodes { number totals { total { amount } } items { price { amount } } } } } }"""
_WRITE = """mutation ($id: ID!, $version: Int!, $phone: String!) {
  updateCustomer(customerId: $id, expectedVersion: $version, details: {individual: {phone: $phone}}) {
    customer { detailsVersion } errors { ... on UserError { code } } } }"""
# Readers never lock a row, so one that waits for a lock would be a reader that waits.
_WAITING = """select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ilike 'select%'
  and query not ilike '%for update%' and query not ilike '%for no key update%'"""


@dataclass(slots=True)
class Traffic:
    """Others at work: how long each of their reads and writes took, in milliseconds, and who waited for a lock."""

    ask: Ask
    others: Sequence[UUID]
    random: Random
    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    waiting: int = 0
    versions: dict[UUID, int] = field(default_factory=dict)

    async def go_on(self, until: asyncio.Task[Any]) -> None:
        """Begin so many a second, whether those before have ended or not, until the task ends."""
        began, number = time.perf_counter(), 0
        every = 1 / (READS_A_SECOND + WRITES_A_SECOND)
        under_way: set[asyncio.Task[None]] = set()
        while not until.done():
            number += 1
            due = began + number * every
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            write = number % (READS_A_SECOND + WRITES_A_SECOND) < WRITES_A_SECOND
            doing = asyncio.create_task(self._write(number, due) if write else self._read(due))
            under_way.add(doing)
            doing.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)

    async def _read(self, due: float) -> None:
        who = self.random.choice(self.others)
        (await self.ask(_READ, by="bea", id=ids.encode("cus", who))).ok  # noqa: B018 - it says when there are errors
        self.reads.append((time.perf_counter() - due) * 1000)

    async def _write(self, number: int, due: float) -> None:
        # Each of them is written to once at a time.
        who = self.others[number % len(self.others)]
        version, phone = self.versions.get(who, 1), f"0117 496 0{number % 1000:03}"
        told = await self.ask(_WRITE, by="bea", id=ids.encode("cus", who), version=version, phone=phone)
        done = told.ok["updateCustomer"]
        assert done["errors"] == [], done
        self.versions[who] = done["customer"]["detailsVersion"]
        self.writes.append((time.perf_counter() - due) * 1000)

    async def watch(self, connection: asyncpg.Connection[Any], until: asyncio.Task[Any]) -> None:
        """Count the readers who wait for a lock, ever so often."""
        while not until.done():
            self.waiting += await connection.fetchval(_WAITING)
            await asyncio.sleep(0.02)

    def told(self, seconds: Sequence[float]) -> dict[str, Any]:
        """What was found."""
        return {
            "seconds": [round(each, 2) for each in seconds],
            "reads": _summary(self.reads),
            "writes": _summary(self.writes),
            "readers_waiting": self.waiting,
        }


def _summary(times: Sequence[float]) -> dict[str, float]:
    percentiles = quantiles(times, n=100)
    return {
        "count": len(times),
        "p50": round(median(times), 1),
        "p99": round(percentiles[98], 1),
        "most": round(max(times), 1),
    }


@asynccontextmanager
async def worker(running: embedded.Services, data: Path) -> AsyncIterator[Process]:
    """The process that does the writing."""
    told = {"database_url": running.database_url, "redis_url": running.redis_url, "data": str(data)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.merging_work", orjson.dumps(told).decode(), stdin=PIPE, stdout=PIPE
    )
    try:
        assert await _said(process) == "ready"
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def _said(process: Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().strip()


async def _do(process: Process, *words: object) -> float:
    """How many seconds it took."""
    assert process.stdin is not None
    process.stdin.write((" ".join(map(str, words)) + "\n").encode())
    word, _, seconds = (await _said(process)).partition(" ")
    assert word == "done", "the worker failed"
    return float(seconds)


async def run(running: embedded.Services, data: Path) -> dict[str, Any]:
    """Make the store, and measure merges and as many writes elsewhere in turn."""
    people = await stores.make(running)
    settings = Settings(
        database_url=running.database_url, redis_url=running.redis_url, data=data, demo=True, worker=False
    )
    connection = await asyncpg.connect(**connection_arguments(running.superuser_url))
    found: dict[str, tuple[Traffic, list[float]]] = {}
    async with asking(settings) as ask, worker(running, data) as process:
        versions: dict[UUID, int] = {}
        # What is asked for the first time is planned and compiled, which is nobody's merge.
        await Traffic(ask, people.others, Random(2), versions=versions).go_on(
            asyncio.ensure_future(asyncio.sleep(5))
        )
        for name in ("alone", "unrelated", "merge"):
            found[name] = (Traffic(ask, people.others, Random(1), versions=versions), [])
        for place in range(stores.PAIRS):
            pair = people.survivors[place], people.losers[place]
            for name, work in (
                ("alone", asyncio.sleep(3, 3.0)),
                ("unrelated", _do(process, "write", people.unrelated[place])),
                ("merge", _do(process, "merge", *pair)),
            ):
                traffic, seconds = found[name]
                doing = asyncio.ensure_future(work)
                await asyncio.gather(traffic.go_on(doing), traffic.watch(connection, doing))
                seconds.append(await doing)
    await connection.close()
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "rows": stores.OF_THE_LOSER + stores.OF_THE_SURVIVOR,
        "moved": stores.OF_THE_LOSER,
        **{name: traffic.told(seconds) for name, (traffic, seconds) in found.items()},
    }


def ratio(found: Mapping[str, Any], what: str) -> float:
    """The p99 beside merges, as a multiple of that beside other writes."""
    beside: float = found["merge"][what]["p99"] / found["unrelated"][what]["p99"]
    return beside


def main() -> None:
    with (
        TemporaryDirectory(prefix="bench-merging-") as folder,
        embedded.start(Path(folder), durable=True) as running,
    ):
        found = asyncio.run(run(running, Path(folder)))
    Path(HERE, "merging.json").write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2))
    Path(HERE, "MERGING.md").write_text("\n".join(_lines(found)) + "\n", "utf-8")
    print("\n".join(_lines(found)))


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    of, longest = found["machine"], max(found["merge"]["seconds"])
    yield "# Merging two large records"
    yield ""
    yield f"Measured on {found['date']}: {of['processor']}, {of['cores']} cores."
    yield (
        f"Pairs with {found['rows']:,} rows between them, of which {found['moved']:,} move, are merged over GraphQL"
        f" while others read {READS_A_SECOND} records and change {WRITES_A_SECOND} a second; and the same is measured"
        " while as many rows of a customer are written whom nobody asks for. Milliseconds from when each was due."
    )
    yield ""
    yield (
        "| meanwhile | seconds each | reads: p50 | p99 | most | writes: p50 | p99 | most"
        " | readers that waited for a lock |"
    )
    yield "|---|---|---:|---:|---:|---:|---:|---:|---:|"
    for name, words in (
        ("alone", "nothing else"),
        ("unrelated", "as many other writes"),
        ("merge", "a merge"),
    ):
        each = found[name]
        times = " | ".join(
            f"{each[what][of]}" for what in ("reads", "writes") for of in ("p50", "p99", "most")
        )
        took = "" if name == "alone" else ", ".join(f"{one:.1f}" for one in each["seconds"])
        yield f"| {words} | {took} | {times} | {each['readers_waiting']} |"
    yield ""
    yield f"The longest merge took {longest:.1f} s; the target is {SECONDS:g} s: {_met(longest <= SECONDS)}."
    for what in ("reads", "writes"):
        beside = ratio(found, what)
        yield (
            f"The p99 of {what} beside a merge is {beside:.2f} times that beside other writes; the target is {RATIO:g}:"
            f" {_met(beside <= RATIO)}."
        )
    yield ""
    yield "`poe bench-merging` makes this page anew."


def _met(held: bool) -> str:
    return "met" if held else "missed"


if __name__ == "__main__":
    main()
