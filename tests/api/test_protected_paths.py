"""Every path to a protected value: each reading is told of in the audit, once, and shows nothing where it cannot be."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from structlog.testing import capture_logs

from db.store import open_store
from gateway.app import Gateway
from gateway.commands._protected_reads import record_protected_reads
from gateway.engine import ids
from gateway.engine.pipeline import Pipeline
from gateway.settings import Settings
from tests.api._patient import REDACTED, SHOWN, Patient, ident
from tests.api.test_protected_reads import asking
from tests.ask import NOW, Ask
from tests.database import Database
from tests.matrix.forms import at_once
from tests.referee.court import level_by_level

RECORD = f"... on Individual {{ id {SHOWN} }}"
LIST = f"nodes {{ {RECORD} }}"
QUERIES = {
    "customer": f"query Q($id: ID!) {{ customer(id: $id) {{ {RECORD} }} }}",
    "node": f"query Q($id: ID!) {{ node(id: $id) {{ {RECORD} }} }}",
    "nodes": f"query Q($id: ID!) {{ nodes(ids: [$id, $id]) {{ {RECORD} }} }}",
    "search": f"query Q($number: String!) {{ search(term: $number) {{ {LIST} }} }}",
    "edges": f"query Q($number: String!) {{ search(term: $number) {{ edges {{ node {{ {RECORD} }} }} }} }}",
    "customers": f"query Q($home: ID!) {{ customers(filter: {{householdId: $home}}) {{ {LIST} }} }}",
    "household": f"""query Q($id: ID!) {{ customer(id: $id) {{ ... on Individual {{
      household {{ primaryHouseholder {{ {RECORD} }} }} }} }} }}""",
    "twice": f"query Q($id: ID!) {{ a: customer(id: $id) {{ {RECORD} }} b: customer(id: $id) {{ {RECORD} }} }}",
    "beside a schema": f"query Q($id: ID!) {{ customer(id: $id) {{ {RECORD} }} __schema {{ __typename }} }}",
}
PAYLOAD = (
    f"mutation Q($id: ID!) {{ addCustomerTags(customerId: $id, tagIds: []) {{ customer {{ {RECORD} }} }} }}"
)
FORMS = ("at once", "by levels", "by graphql-core", "by GET", "on a replica")


@pytest.fixture
async def patient(database: Database, gateway: Gateway) -> Patient:
    made = Patient(gateway)
    await made.store(database)
    return made


def variables(document: str, patient: Patient) -> dict[str, Any]:
    """Those that a document declares."""
    home = ids.encode("hhd", patient.home.id)
    given = {"id": ident(patient.ada), "number": f"I-{patient.ada.number}", "home": home}
    return {name: value for name, value in given.items() if f"${name}:" in document}


class Replica:
    """A pool on whose connections nothing can be written."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    async def acquire(self) -> Any:
        """A connection that only reads."""
        connection = await self._pool.acquire()
        await connection.execute("set default_transaction_read_only = on")
        return connection


@contextmanager
def formed(form: str) -> Iterator[None]:
    """Plans run in this form meanwhile."""
    with ExitStack() as stack:
        if form in ("at once", "by levels"):
            stack.enter_context(at_once() if form == "at once" else level_by_level())
        yield


@asynccontextmanager
async def asking_by(
    form: str, gateway: Gateway, settings: Settings, writes: AsyncEngine | None = None
) -> AsyncIterator[Ask]:
    """Ask a gateway that reads in this form, and writes elsewhere where that is said."""
    url = settings.database_url
    assert url is not None
    read_url = url if form == "on a replica" else None
    async with open_store(
        database_url=url,
        read_url=read_url,
        redis_url=settings.redis_url or "",
        pool_size=2,
        statement_seconds=9,
    ) as store:
        reads: Any = store.reads if read_url is None else Replica(store.reads)
        made = replace(gateway, store=replace(store, reads=reads, writes=writes or store.writes))
        if form == "by graphql-core":
            pipeline = Pipeline(gateway.pipeline.schema, planning=False, after_reading=record_protected_reads)
            made = replace(made, pipeline=pipeline)
        async with asking(made, settings) as ask:
            yield ask


async def asked(ask: Ask, form: str, document: str, given: dict[str, Any]) -> Any:
    """The data, asked for as the form has it."""
    with formed(form):
        if form != "by GET":
            return (await ask(document, by="ade", **given)).ok
        headers = {"authorization": f"Bearer {ask.token('ade')}", "x-demo-now": NOW}
        sent = {"query": document, "variables": json.dumps(given)}
        return (await ask.client.get("/graphql", params=sent, headers=headers)).json()["data"]


def records(data: Any, ident: str) -> Iterator[Any]:
    """Every record of this customer in an answer."""
    if isinstance(data, list):
        for each in data:
            yield from records(each, ident)
    elif isinstance(data, dict):
        if data.get("id") == ident:
            yield data
        for each in data.values():
            yield from records(each, ident)


@pytest.mark.rule("ATR-P05")
@pytest.mark.parametrize("form", FORMS)
async def test_each_operation_that_shows_a_protected_value_leaves_one_line_whatever_its_path(
    gateway: Gateway, settings: Settings, database: Database, patient: Patient, form: str
) -> None:
    async with asking_by(form, gateway, settings) as ask:
        for number, (name, document) in enumerate(QUERIES.items(), 1):
            data = await asked(ask, form, document, variables(document, patient))
            shown = [patient.mine(each) for each in records(data, ident(patient.ada))]
            assert (name, shown) == (name, [patient.shown] * len(shown))
            assert (name, len(shown)) == (name, 2 if name in ("nodes", "twice") else 1)
            lines = await database.events(patient.ada.id)
            assert (name, lines) == (name, ["attribute.protected-read"] * number)


@pytest.mark.rule("ATR-P05")
@pytest.mark.parametrize("form", FORMS)
async def test_where_the_line_cannot_be_written_no_path_shows_a_protected_value(
    gateway: Gateway, settings: Settings, database: Database, patient: Patient, form: str
) -> None:
    nobody = create_async_engine("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    async with asking_by(form, gateway, settings, nobody) as ask:
        with capture_logs():
            for name, document in QUERIES.items():
                data = await asked(ask, form, document, variables(document, patient))
                shown = [patient.mine(each) for each in records(data, ident(patient.ada))]
                assert (name, shown) == (name, [REDACTED] * len(shown))
                assert shown
                assert patient.secret not in json.dumps(data)
    await nobody.dispose()
    assert await database.events(patient.ada.id) == []


@pytest.mark.rule("ATR-P05")
async def test_a_payload_that_shows_a_protected_value_leaves_one_line_of_its_own_each_time(
    ask: Ask, database: Database, patient: Patient
) -> None:
    for number in (1, 2):
        answer = await ask(PAYLOAD, by="ade", key=f"payload-{patient.ada.id}", id=ident(patient.ada))
        (shown,) = records(answer.ok, ident(patient.ada))
        assert patient.mine(shown) == patient.shown
        lines = await database.events(patient.ada.id)
        assert lines == ["attribute.protected-read"] * number
