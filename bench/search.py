"""How long a search takes among 10,000 and among 1,000,000 customers: `poe bench-search` writes what it finds.

What is timed is the whole operation, from the GraphQL text to the data of the answer, without HTTP. Terms that find
the same few records in both stores show what the size of the store costs; broad terms show what the cap keeps away.
"""

from __future__ import annotations

import asyncio
import os
import platform
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import orjson

from bench import search_stores as stores
from bench.search_report import written
from bench.search_terms import BROAD, KINDS, Term, plans, rows_read, terms_of
from db import embedded
from db.demo.personas import PERSONAS
from db.store import Store, open_store
from domain.permissions import Actor
from gateway.context import Context
from gateway.engine.answers import GraphQLRequest
from gateway.engine.pipeline import Pipeline
from gateway.schema import build
from gateway.settings import Settings

BASE, COPIES = 10_000, 99
TERMS, ROUNDS = 40, 7
TARGET = 2.0
FEW = 100
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
HERE = Path(__file__).parent

SEARCH = """
query Search($term: String!, $type: CustomerType!) {
  search(term: $term, type: $type) {
    edges { cursor mergedFrom node { id friendlyId fullName active phone { number } ... on Individual { email } } }
    pageInfo { hasNextPage endCursor } totalCount candidatesCapped otherKind { friendlyId } whyNoMatch { reason }
    createFrom { firstName lastName name } canCreate
  }
}
"""


@dataclass(frozen=True, slots=True)
class Asker:
    """One store, asked through the pipeline as a request would, but for HTTP."""

    settings: Settings
    store: Store
    pipeline: Pipeline
    actor: Actor

    async def ask(self, term: Term) -> tuple[float, int, bool]:
        """Milliseconds, how many were found, and whether more were left unread."""
        variables = {"term": term.text, "type": term.type}
        asked = GraphQLRequest(query=SEARCH, variables=variables)
        context = Context(self.settings, self.store, self.actor, NOW, "bench")
        began = time.perf_counter()
        answer = await self.pipeline.answer(asked, context)
        taken = (time.perf_counter() - began) * 1000
        assert not answer.errors, answer.errors
        data: Any = answer.data
        found = data["search"]
        return taken, found["totalCount"], found["candidatesCapped"]


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of one kind of term in both stores."""

    kind: str
    terms: int
    small: float
    large: float
    small_slowest: float
    large_slowest: float

    @property
    def ratio(self) -> float:
        return self.large / self.small


@dataclass(frozen=True, slots=True)
class Broad:
    """A broad term among the most customers: what it finds, what it reads, how long it takes."""

    kind: str
    term: str
    found: int
    capped: bool
    rows_read: int
    milliseconds: float


async def measure(small: Asker, large: Asker, kind: str, terms: list[Term]) -> Measured:
    """The medians of terms that find less than a hundred in either store, both asked in turn."""
    few = []
    for term in terms:
        found = [(await asker.ask(term))[1] for asker in (small, large)]
        if all(number < FEW for number in found):
            few.append(term)
    times: dict[bool, list[float]] = {False: [], True: []}
    for turn in range(ROUNDS):
        for term in few:
            for is_large in (False, True) if turn % 2 else (True, False):
                times[is_large].append((await (large if is_large else small).ask(term))[0])
    slowest = {which: sorted(taken)[int(len(taken) * 0.95)] for which, taken in times.items()}
    return Measured(kind, len(few), median(times[False]), median(times[True]), slowest[False], slowest[True])


async def measure_broad(asker: Asker, kind: str, term: Term) -> Broad:
    asked = [await asker.ask(term) for _ in range(2 * ROUNDS)]
    _, found, capped = asked[-1]
    return Broad(
        kind, term.text, found, capped, await rows_read(asker.store, term), median(t for t, _, _ in asked)
    )


@asynccontextmanager
async def asking(running: embedded.Services, name: str) -> AsyncIterator[Asker]:
    url = stores.of(running.database_url, name)
    async with open_store(
        database_url=url, read_url=None, redis_url=running.redis_url, pool_size=1, statement_seconds=30
    ) as store:
        settings = Settings(data=running.sockets, demo=True)
        bea = next(persona for persona in PERSONAS if persona.username == "bea")
        actor = Actor.of(
            UUID(str(bea.id)), username=bea.username, name=bea.name, interface=bea.interface, roles=bea.roles
        )
        yield Asker(settings, store, Pipeline(build(settings.limits)), actor)


async def run(running: embedded.Services, say: Callable[[str], None]) -> dict[str, object]:
    """Make both stores, measure, and tell everything that the report shows."""
    began = time.monotonic()
    say(f"Making stores of {BASE:,} and {BASE * (COPIES + 1):,} customers ...")
    await stores.make(running, base=BASE, copies=COPIES)
    made = time.monotonic() - began
    say(f"Made in {made:.0f} s. Measuring ...")
    async with asking(running, stores.SMALL) as small, asking(running, stores.LARGE) as large:
        terms = await terms_of(small.store, TERMS)
        measured = [await measure(small, large, kind, terms[kind]) for kind in KINDS]
        broad = [await measure_broad(large, kind, term) for kind, term in BROAD.items()]
        explained = await plans(large.store, {kind: terms[kind][0] for kind in KINDS} | BROAD)
        async with large.store.primary.acquire() as connection:
            version = await connection.fetchval("select version()")
            size = await connection.fetchval("select pg_size_pretty(pg_database_size(current_database()))")
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "system": platform.system(),
            "python": platform.python_version(),
            "postgresql": version.split(" on ")[0].removeprefix("PostgreSQL "),
        },
        "stores": {
            "small": BASE,
            "large": BASE * (COPIES + 1),
            "large_size": size,
            "made_in_seconds": round(made),
        },
        "rounds": ROUNDS,
        "target": TARGET,
        "terms": [{**asdict(each), "ratio": each.ratio} for each in measured],
        "broad": [asdict(each) for each in broad],
        "plans": explained,
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def main() -> None:
    with stores.services() as running:
        found = asyncio.run(run(running, lambda line: print(line, flush=True)))
    figures = {name: value for name, value in found.items() if name != "plans"}
    (HERE / "search.json").write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2) + b"\n")
    report = written(found)
    (HERE / "SEARCH.md").write_text(report, encoding="utf-8")
    print(report.split("## Plans")[0])


if __name__ == "__main__":
    main()
