"""The world in a database, and the two ways of answering about it, which must agree and be as expected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
from structlog.testing import capture_logs

from db import embedded
from db.store import Store, open_store
from domain.permissions import Actor, Interface, Role
from gateway.context import Context
from gateway.engine import pipeline as pipelines
from gateway.engine import records
from gateway.engine.answers import Answer, GraphQLRequest
from gateway.engine.pipeline import Pipeline
from gateway.settings import Settings
from tests.engine.world.query import build
from tests.engine.world.tables import METADATA, ROWS

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

# The clerk may read what is open, the keeper what is secret too.
CLERK = Actor.of(UUID(int=1), username="clerk", name="C", interface=Interface.SALES, roles=[Role.SALES_USER])
KEEPER = Actor.of(
    UUID(int=2),
    username="keeper",
    name="K",
    interface=Interface.OPPORTUNITIES,
    roles=[Role.OPPORTUNITIES_USER],
)
# One who was let in and may do nothing.
GUEST = Actor.of(UUID(int=3), username="guest", name="G", interface=Interface.SALES, roles=[])

# What code of ours raises when it is wrong. graphql-core would answer instead, rightly, and hide it.
MISTAKES = {"AssertionError", "AttributeError", "IndexError", "NameError", "SyntaxError", "TypeError"}

# Why graphql-core answers after all, once everything was read: in as many statements as the plan.
LATE = {"a denied place that kinds of objects use differently", "a page of no such size"}


@dataclass(frozen=True, slots=True)
class World:
    """Asks both, and compares them with each other and with what is expected."""

    settings: Settings
    store: Store
    planned: Pipeline
    levelled: Pipeline  # a plan keeps the form that was chosen for it
    reference: Pipeline

    async def check(
        self,
        document: str,
        data: Any,
        *errors: str,
        by: Actor = CLERK,
        operation: str | None = None,
        statements: int | None = None,
        **variables: Any,
    ) -> None:
        """Both give `data`, byte for byte, and errors that read like `errors`: "path CODE line:column ...".

        The plan does so in both its forms, and without a mistake that graphql-core would hide. Where statements are
        counted, it answers by itself, unless it is too `LATE`: in that many level by level, and in no more where it
        reads records at once.
        """
        asked = GraphQLRequest(query=document, variables=variables, operation_name=operation)
        with capture_logs():  # surprises are made on purpose, and are dear to print
            reference = await self.reference.answer(asked, self.context(by))
        self._expect(reference, data, errors, "graphql-core")
        counted = []
        for pipeline, whose in (
            (self.planned, "the plan, at once"),
            (self.levelled, "the plan, level by level"),
        ):
            context = self.context(by)
            pipeline.tally.clear()
            with capture_logs(), pytest.MonkeyPatch.context() as patch:
                if pipeline is self.levelled:
                    for module in (pipelines, records):
                        patch.setattr(module, "MOST_ROWS", 0)
                planned = await pipeline.answer(asked, context)
            self._expect(planned, data, errors, whose)
            assert _multiset(planned) == _multiset(reference), whose
            counted.append(context.reader.statements if context.reader else [])
            bailed = {reason for way, reason in pipeline.tally if way == "bailed"}
            assert not bailed & MISTAKES, (whose, bailed)
            assert statements is None or bailed <= LATE, (whose, bailed)
        if statements is not None:
            at_once, by_levels = counted
            assert len(by_levels) == statements, by_levels
            assert len(at_once) <= statements, at_once
            if operation is None:
                assert self.declined(document, **variables) == {}

    async def refused(
        self, document: str, *errors: str, operation: str | None = None, **variables: Any
    ) -> None:
        """Both refuse to execute, with errors that read like "CODE line:column message"; the message may be cut."""
        asked = GraphQLRequest(query=document, variables=variables, operation_name=operation)
        for pipeline in (self.reference, self.planned):
            with capture_logs():
                answer = await pipeline.answer(asked, self.context(CLERK))
            assert answer.is_request_error
            assert "data" not in answer.body()
            shown = [f"{_shown(error, path=False)} {error.message}" for error in answer.errors]
            assert len(shown) == len(errors), shown
            for found, expected in zip(shown, errors, strict=True):
                assert found.startswith(expected), found

    def declined(self, document: str, **variables: Any) -> dict[str, str]:
        """The root fields that are left to graphql-core, with the reasons."""
        return {name: why for name, (_, why) in self.planned.compiled(document, variables).declined.items()}

    def context(self, by: Actor) -> Context:
        return Context(self.settings, self.store, by, NOW, "world")

    def _expect(self, answer: Answer, data: Any, errors: Sequence[str], whose: str) -> None:
        assert not answer.is_request_error, answer.errors
        assert orjson.dumps(answer.data) == orjson.dumps(data), whose
        shown = Counter(_shown(error) for error in answer.errors)
        if _below_null(answer):
            # Which of the errors are found before the branch is given up is not said.
            assert set(shown) <= set(errors), (whose, shown)
            assert _lost(shown, data) == _lost(Counter(errors), data), (whose, shown)
        else:
            assert shown == Counter(errors), (whose, shown)


def _shown(error: Any, *, path: bool = True) -> str:
    where = [f"{place.line}:{place.column}" for place in error.locations or ()]
    at = [".".join(map(str, error.path or ()))] if path else []
    return " ".join([*at, (error.extensions or {}).get("code", "no code"), *where])


def _reach(path: Sequence[Any], data: Any) -> tuple[Any, ...]:
    """As much of a path as the data has: less where a null was handed up."""
    for depth, step in enumerate(path):
        if data is None:
            return tuple(path[:depth])
        data = data[int(step)] if isinstance(data, list) else data[step]
    return tuple(path)


def _below_null(answer: Answer) -> bool:
    return any(_reach(error.path or (), answer.data) != tuple(error.path or ()) for error in answer.errors)


def _lost(shown: Counter[str], data: Any) -> tuple[Counter[str], set[tuple[Any, ...]]]:
    """The errors whose places the data has, and the nulls that hide the places of the others."""
    paths = {line: tuple(filter(None, line.split(" ")[0].split("."))) for line in shown}
    kept = Counter({line: times for line, times in shown.items() if _reach(paths[line], data) == paths[line]})
    return kept, {_reach(path, data) for line, path in paths.items() if line not in kept}


def _multiset(answer: Answer) -> Counter[bytes]:
    """The errors but for those of lost branches, each with everything but the id that it is logged under."""
    kept = [e for e in answer.errors if _reach(e.path or (), answer.data) == tuple(e.path or ())]
    return Counter(
        re.sub(rb"[0-9a-f]{16}", b"-", orjson.dumps(e.formatted, option=orjson.OPT_SORT_KEYS)) for e in kept
    )


@pytest.fixture(scope="session")
async def world(
    services: embedded.Services, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    engine = create_async_engine(services.superuser_url)
    async with engine.begin() as connection:
        await connection.execute(sa.text("create schema world"))
        await connection.run_sync(METADATA.create_all)
        for table, rows in ROWS.items():
            await connection.execute(table.insert(), rows)
        await connection.execute(sa.text("grant usage on schema world to gateway_app"))
        await connection.execute(sa.text("grant select on all tables in schema world to gateway_app"))
    await engine.dispose()
    settings = Settings(
        database_url=services.database_url, redis_url=None, data=tmp_path_factory.mktemp("world")
    )
    async with open_store(
        database_url=services.database_url, read_url=None, redis_url=None, pool_size=2, statement_seconds=10
    ) as store:
        schema = build()
        yield World(settings, store, Pipeline(schema), Pipeline(schema), Pipeline(schema, planning=False))
