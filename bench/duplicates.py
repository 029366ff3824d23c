"""What finding duplicates costs as a store grows: `poe bench-duplicates` writes what it finds.

Timed is the first look through the whole store, the look after one record in a hundred was changed, and two questions
as a request asks them, from the GraphQL text to the data of the answer, without HTTP.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import orjson

from bench import duplicate_stores as stores
from bench.machine import machine
from bench.processes import cpu_seconds
from db import embedded
from db.demo.personas import ADE
from db.store import Store, open_store
from db.work import Work, begin_work
from domain.duplicates import FINDER, STANDARD
from domain.permissions import Actor
from gateway.commands.duplicate_pairs import look_through
from gateway.context import Context
from gateway.engine import ids
from gateway.engine.answers import GraphQLRequest
from gateway.engine.pipeline import Pipeline
from gateway.schema import build
from gateway.settings import Settings

LADDER = (50_000, 100_000, 200_000)
ASKED = 300
TARGET_MS = 50
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
HERE = Path(__file__).parent

_OF = """query ($id: ID!) { duplicatesOf(customerId: $id) { candidates { score reasons customer { fullName } } } }"""
_QUEUE = """query { duplicateQueue(first: 25) {
  nodes { score likely reasons first { fullName } second { fullName } } } }"""
_CHANGED = "update customer set updated_at = now() where number % 100 = 0"


async def measure(running: embedded.Services, people: int) -> dict[str, Any]:
    """Everything that is told of one store."""
    records = await stores.make(running, people)
    async with open_store(
        database_url=running.database_url,
        read_url=None,
        redis_url=running.redis_url,
        pool_size=2,
        statement_seconds=60,
    ) as store:
        first = await _looked(store, running)
        async with store.primary.acquire() as connection:
            await connection.execute("analyze duplicate_key, duplicate_look, duplicate_pair")
            await connection.execute(_CHANGED)
            pairs = await connection.fetchval("select count(*) from duplicate_pair")
            likely = await connection.fetchval("select count(*) from duplicate_pair where likely")
            keys = await connection.fetchval("select count(*) from duplicate_key")
            every = max(1, records // ASKED)
            sample = await connection.fetch("select id from customer where number % $1 = 0", every)
        again = await _looked(store, running)
        pipeline = Pipeline(build(Settings(demo=True).limits))
        settings = Settings(data=running.sockets, demo=True)
        of = [await _asked(pipeline, settings, store, _OF, id=ids.encode("cus", row["id"])) for row in sample]
        queue = [await _asked(pipeline, settings, store, _QUEUE) for _ in range(30)]
    return {
        "records": records,
        "first": first,
        "keys": keys,
        "pairs": pairs,
        "likely": likely,
        "again": again,
        "of_a_record": _told(of),
        "queue": _told(queue),
    }


async def _looked(store: Store, running: embedded.Services) -> dict[str, float]:
    """How many records were looked at, and the seconds of the clock and of all processors that it took."""
    assert running.postgres_process is not None, "it was started here"

    @asynccontextmanager
    async def begin() -> AsyncIterator[Work]:
        async with begin_work(store.writes, actor=FINDER, now=NOW, correlation_id="bench") as tx:
            yield tx

    began, worked = time.perf_counter(), time.process_time() + cpu_seconds(running.postgres_process)
    looked = await look_through(begin, STANDARD)
    used = time.process_time() + cpu_seconds(running.postgres_process) - worked
    return {
        "records": looked.records,
        "seconds": round(time.perf_counter() - began, 2),
        "processor": round(used, 2),
    }


async def _asked(pipeline: Pipeline, settings: Settings, store: Store, text: str, **given: Any) -> float:
    """Milliseconds."""
    actor = Actor.of(
        UUID(str(ADE.id)), username=ADE.username, name=ADE.name, interface=ADE.interface, roles=ADE.roles
    )
    context = Context(settings, store, actor, NOW, "bench")
    began = time.perf_counter()
    answer = await pipeline.answer(GraphQLRequest(query=text, variables=given), context)
    taken = (time.perf_counter() - began) * 1000
    assert not answer.errors, answer.errors
    return taken


def _told(times: list[float]) -> dict[str, float]:
    # The first few plan what the others only run.
    ordered = sorted(times[5:])
    return {
        "median": round(median(ordered), 1),
        "p95": round(ordered[len(ordered) * 95 // 100], 1),
        "slowest": round(ordered[-1], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.duplicates", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=LADDER, help="how many in each store")
    found: list[dict[str, Any]] = []
    for people in parser.parse_args().people:
        with stores.services() as running:
            found.append(asyncio.run(measure(running, people)))
        # Written after each store, so that a run that is broken off is not lost.
        told = {"date": datetime.now(UTC).date().isoformat(), "machine": machine(), "stores": found}
        Path(HERE, "duplicates.json").write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
        Path(HERE, "DUPLICATES.md").write_text("\n".join(_lines(told)) + "\n", "utf-8")
    print(Path(HERE, "DUPLICATES.md").read_text("utf-8"))


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    of, found = told["machine"], told["stores"]
    yield "# Finding duplicates as a store grows"
    yield ""
    yield f"Measured on {told['date']}: {of['processor']}, {of['cores']} cores, others at work on them."
    yield (
        "People with names, homes, numbers and addresses as unevenly spread as a town's, three of a hundred there"
        " twice. Milliseconds are of a request without HTTP: median, 95th percentile, slowest."
    )
    yield ""
    yield (
        "| records | first look, s | of processors, s | a record, ms of processors | keys a record | pairs | likely"
        " | one in 100 changed, s |"
    )
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|"
    for each in found:
        records = each["records"]
        yield (
            f"| {records:,} | {each['first']['seconds']} | {each['first']['processor']} | {_of_each(each):.2f}"
            f" | {each['keys'] / records:.1f} | {each['pairs']:,} | {each['likely']:,}"
            f" | {each['again']['seconds']} |"
        )
    yield ""
    yield "| records | duplicates of a record, ms | the queue, ms |"
    yield "|---:|---:|---:|"
    for each in found:
        yield f"| {each['records']:,} | {_times(each['of_a_record'])} | {_times(each['queue'])} |"
    per = [_of_each(each) for each in found]
    met = "met" if found[-1]["of_a_record"]["p95"] <= TARGET_MS else "missed"
    yield ""
    yield (
        f"From the smallest store to the largest the work for each record grows {per[-1] / per[0]:.2f} times. The"
        f" target for the duplicates of a record is {TARGET_MS} ms for 95 of 100 in the largest: {met}."
        " `poe bench-duplicates` makes this page anew."
    )


def _of_each(found: Mapping[str, Any]) -> float:
    """Milliseconds of processors that the first look took for a record."""
    return float(found["first"]["processor"]) * 1000 / float(found["records"])


def _times(of: Mapping[str, float]) -> str:
    return f"{of['median']}, {of['p95']}, {of['slowest']}"


if __name__ == "__main__":
    main()
