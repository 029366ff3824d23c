"""What growth costs: the same questions of the benchmark's store and of one twenty-one times as large.

`poe bench-scale` makes the large store beside the other and writes SCALE.md. Timed is an operation from the GraphQL
text to the bytes of the answer, in this process, without HTTP; the two stores are asked in turn.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import orjson
from starlette.requests import Request

from bench import scale_report, scale_store, store
from bench.machine import commit, machine
from bench.operations import PEOPLE, RECORD, Operation
from bench.requests import Customers, request
from bench.scale_plans import Statements
from bench.servers import Stage
from db import embedded
from db.demo.personas import ADE, OLGA, PERSONAS
from db.embedded import Services
from gateway.app import Gateway, create_app
from gateway.auth import issue_token
from gateway.engine.answers import GraphQLRequest
from gateway.settings import Settings
from tests.worked import WORKED, Worked

HERE = Path(__file__).parent
TARGET = 1.3
ASKED, ROUNDS = 200, 5
EXAMPLE_ROUNDS = 7
LONG = 2_000.0  # milliseconds
MOST_FIRST = (OLGA, ADE, *PERSONAS)
WORST = 6
MOST_SECONDS, MOST_BYTES = 15 * 60, 25 * 10**9


@dataclass(frozen=True, slots=True)
class House:
    """One of the two stores, asked as a request would but for HTTP."""

    gateway: Gateway
    settings: Settings
    statements: Statements

    async def ask(self, username: str, asked: GraphQLRequest) -> tuple[float, bytes]:
        """Milliseconds, and the answer."""
        http = Request(self._scope(username))
        began = time.perf_counter()
        answer = (await self.gateway.answer(http, asked)).json()
        return (time.perf_counter() - began) * 1000, answer

    def _scope(self, username: str) -> dict[str, Any]:
        persona = next(each for each in PERSONAS if each.username == username)
        token = issue_token(
            self.settings, persona.id, persona.interface, timedelta(hours=12), datetime.now(UTC)
        )
        headers = [(b"authorization", f"Bearer {token}".encode())]
        return {"type": "http", "method": "POST", "path": "/graphql", "headers": headers}


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of one question in both stores."""

    name: str
    asked: int
    small: float
    large: float
    small_slowest: float
    large_slowest: float

    @property
    def ratio(self) -> float:
        return self.large / self.small


async def measure(
    houses: Sequence[House], name: str, username: str, asked: Sequence[GraphQLRequest], rounds: int
) -> Measured:
    """The medians of these questions, after each was asked once of both; one that takes seconds is asked once more."""
    taken: list[list[float]] = [[], []]
    for turn in range(rounds + 1):
        if turn > 1 and max(map(max, taken)) > LONG:
            break
        for each in asked:
            for which in (0, 1) if turn % 2 else (1, 0):
                milliseconds, answer = await houses[which].ask(username, each)
                assert b'"errors"' not in answer or name[:2] not in {"A:", "B:"}, answer[:2000]
                if turn:
                    taken[which].append(milliseconds)
    slowest = [sorted(times)[int(len(times) * 0.95)] for times in taken]
    return Measured(name, len(asked), median(taken[0]), median(taken[1]), slowest[0], slowest[1])


async def run(services: Services, data: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Measure both stores, and tell everything that the report shows."""
    customers = await Customers.of(services)
    async with AsyncExitStack() as stack:
        usual = Stage(data, services, customers).settings
        large = usual.model_copy(update={"database_url": scale_store.of(services.database_url)})
        houses = [await stack.enter_async_context(_open(each)) for each in (usual, large)]
        gc.collect()
        gc.freeze()
        operations = []
        for operation, count in ((RECORD, ASKED), (PEOPLE, ASKED // 10)):
            asked = _asked(operation, customers, count)
            operations.append(await measure(houses, operation.title, "olga", asked, ROUNDS))
            say(_line(operations[-1]))
        examples = []
        for each in (worked for worked in WORKED if worked.reads):
            examples.append(await _example(houses, each))
            say(_line(examples[-1]))
        plans = await _worst(houses[1], _asked(RECORD, customers, 1))
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "commit": commit(),
        "target": TARGET,
        "rounds": ROUNDS,
        "operations": [asdict(each) | {"ratio": each.ratio} for each in operations],
        "examples": [asdict(each) | {"ratio": each.ratio} for each in examples],
        "plans": plans,
    }


async def _example(houses: Sequence[House], worked: Worked) -> Measured:
    asked = [GraphQLRequest(query=worked.text)]
    return await measure(houses, worked.example.name, _persona(worked), asked, EXAMPLE_ROUNDS)


def _persona(worked: Worked) -> str:
    """Whoever sees most of those for whom the example is."""
    return next(
        each.username for each in MOST_FIRST if each.username in (worked.example.personas or {each.username})
    )


async def _worst(house: House, records: Sequence[GraphQLRequest]) -> list[dict[str, Any]]:
    """The plans of the statements that took longest for any example or record."""
    house.statements.forget()
    for each in WORKED:
        if each.reads:
            await house.ask(_persona(each), GraphQLRequest(query=each.text))
    for record in records:
        await house.ask("olga", record)
    return await house.statements.worst(WORST)


def _asked(operation: Operation, customers: Customers, count: int) -> list[GraphQLRequest]:
    bodies = (request("ours", operation, place) for place in customers.asked(operation, count))
    return [GraphQLRequest(query=body["query"], variables=body["variables"]) for body in bodies]


@asynccontextmanager
async def _open(settings: Settings) -> AsyncIterator[House]:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        gateway: Gateway = app.state.gateway
        yield House(gateway, settings, await Statements.of(gateway.store.reads, settings.pool_size))


def _line(measured: Measured) -> str:
    return f"{measured.name:32} {measured.small:9.2f} {measured.large:9.2f} {measured.ratio:6.2f}"


async def make(services: Services, say: Callable[[str], None]) -> dict[str, Any]:
    """Make the large store anew; how long it took, what it has and how large it is."""
    began = time.monotonic()
    await scale_store.make(services, say)
    seconds = time.monotonic() - began
    rows, size = await scale_store.measured(services)
    assert seconds < MOST_SECONDS, f"{seconds:.0f} s is too long"
    assert size < MOST_BYTES, f"{size:,} bytes are too many"
    return {"seconds": round(seconds), "bytes": size, "rows": rows}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--data", type=Path, default=store.DATA, help="folder of the benchmark's data")
    parser.add_argument("--keep", action="store_true", help="measure the large store that is there")
    asked = parser.parse_args()
    data: Path = asked.data.resolve()
    say = partial(print, flush=True)
    results = HERE / "scale.json"
    if asked.keep:
        made = orjson.loads(results.read_bytes())["store"]
    else:
        # On all cores, which the benchmark's own PostgreSQL has not.
        with embedded.start(data, shared_buffers=store.SHARED_BUFFERS) as services:
            _require_store(data, services)
            made = asyncio.run(make(services, say))
    with store.running(data) as services:
        _require_store(data, services)
        found = {"store": made} | asyncio.run(run(services, data, say))
    (HERE / "SCALE.md").write_text(scale_report.written(found), encoding="utf-8")
    del found["plans"]
    results.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")


def _require_store(data: Path, services: Services) -> None:
    if not asyncio.run(store.is_made(data, services)):
        sys.exit("The store of the benchmark is not there: run `poe bench-setup` first.")


if __name__ == "__main__":
    main()
