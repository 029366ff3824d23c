"""What the engine does before it asks the database: with a plan that it has, and with one that it must make."""

from __future__ import annotations

import argparse
import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import asyncpg
import orjson
import uvloop
from starlette.requests import Request

from bench import store
from bench.machine import commit
from bench.operations import OPERATIONS, PEOPLE, RECORD, Operation
from bench.processes import pinned
from bench.requests import Customers, Place, request
from bench.servers import SERVER_CORE, Stage
from gateway.app import Gateway, create_app
from gateway.engine import statements
from gateway.engine.answers import GraphQLRequest

FILE = Path(__file__).with_name("compiling.json")
REQUESTS, PLANS = 1_000, 40
FIRST_TARGET, COLD_TARGET, KEPT_TARGET = 150, 1.0, 0.3


@dataclass(slots=True)
class Watch:
    """When the driver was first asked, and how long it took altogether."""

    first: float = 0.0
    inside: float = 0.0


@contextmanager
def watched_driver() -> Iterator[Watch]:
    """Notes every call to the driver; the one place that knows what the engine calls there."""
    watch = Watch()
    connection: Any = asyncpg.Connection
    names = ("execute", "fetch", "fetchrow", "fetchval", "prepare")
    before = {name: getattr(connection, name) for name in names}

    def noting(call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        @wraps(call)
        async def noted(*arguments: Any, **named: Any) -> Any:
            began = perf_counter()
            watch.first = watch.first or began
            try:
                return await call(*arguments, **named)
            finally:
                watch.inside += perf_counter() - began

        return noted

    for name, call in before.items():
        setattr(connection, name, noting(call))
    try:
        yield watch
    finally:
        for name, call in before.items():
            setattr(connection, name, call)


def forget_statement_texts() -> None:
    """As if no statement had been written yet."""
    statements._TEXTS.clear()
    statements._SHAPES.clear()


@dataclass(frozen=True, slots=True)
class Asker:
    """The gateway in this process, asked as by its endpoint but without HTTP."""

    gateway: Gateway
    authorization: str
    customers: Customers

    async def ask(self, asked: GraphQLRequest) -> tuple[float, float]:
        """Seconds until the driver was first asked, and seconds outside of it altogether."""
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/graphql",
            "headers": [(b"authorization", self.authorization.encode())],
        }
        with watched_driver() as watch:
            came = Request(scope)
            began = perf_counter()
            answer = await self.gateway.answer(came, asked)
            ended = perf_counter()
        assert not answer.errors, answer.errors
        return watch.first - began, ended - began - watch.inside

    async def until_first(self, operation: Operation) -> float:
        """Microseconds until the first statement, the plan being there."""
        asked = [_request(operation, place) for place in self.customers.asked(operation, REQUESTS)]
        for each in asked[:100]:
            await self.ask(each)
        return median([(await self.ask(each))[0] for each in asked]) * 1e6

    async def per_level(self, operation: Operation, *, texts_kept: bool) -> float:
        """Milliseconds that the first answer to a document takes more than later ones, a level of its plan."""
        more = []
        pipeline = self.gateway.pipeline
        for number, place in enumerate(self.customers.asked(operation, PLANS)):
            unseen = _request(operation, place, f"# {texts_kept} {number}")
            document, variables = str(unseen.query), unseen.variables
            # Read and validated once a document, which is not the plan's affair.
            pipeline.documents.prepare(document)
            if not texts_kept:
                forget_statement_texts()
            _, first = await self.ask(unseen)
            later = median([(await self.ask(unseen))[1] for _ in range(5)])
            more.append(first - later)
        levels = len(list(pipeline.compiled(document, variables).levels()))
        return median(more) * 1e3 / levels


def _request(operation: Operation, place: Place, remark: str = "") -> GraphQLRequest:
    body = request("ours", operation, place)
    return GraphQLRequest(query=f"{body['query']}\n{remark}", variables=body["variables"])


async def figures(stage: Stage) -> list[dict[str, Any]]:
    """Everything that is told."""
    app = create_app(stage.settings)
    async with app.router.lifespan_context(app):
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        asker = Asker(app.state.gateway, stage.authorization, stage.customers)
        found = []
        for operation in OPERATIONS:
            first = await asker.until_first(operation)
            found.append(_told(f"{operation.name}: until the first statement", first, "µs", FIRST_TARGET))
        for operation in (RECORD, PEOPLE):
            for kept, target in ((False, COLD_TARGET), (True, KEPT_TARGET)):
                spent = await asker.per_level(operation, texts_kept=kept)
                how = "statement texts kept" if kept else "nothing kept"
                found.append(_told(f"{operation.name}: a level of a new plan, {how}", spent, "ms", target))
    return found


def _told(what: str, figure: float, unit: str, target: float) -> dict[str, Any]:
    return {"what": what, "figure": figure, "unit": unit, "target": f"under {target:g}"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.compiling", description=__doc__)
    parser.add_argument("--data", type=Path, default=store.DATA, help="folder that bench.setup filled")
    data: Path = parser.parse_args().data.resolve()
    with (
        store.running(data) as services,
        pinned(SERVER_CORE),
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        customers = runner.run(Customers.of(services))
        found = runner.run(figures(Stage(data, services, customers)))
    told = {"date": datetime.now(UTC).date().isoformat(), "commit": commit(), "figures": found}
    FILE.write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")
    for each in found:
        print(f"{each['what']:55} {each['figure']:8.2f} {each['unit']} ({each['target']})")


if __name__ == "__main__":
    main()
