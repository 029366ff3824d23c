"""The two ways of answering on a store full of demo data: the plan's, and graphql-core's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import asyncpg
from graphql import GraphQLError, parse
from graphql.execution import Executor, VariableValues

from db import embedded, migrate
from db.accounts import account_of
from db.demo import load
from db.demo.personas import PERSONAS
from db.store import Store, connection_arguments, open_store
from domain.permissions import Actor
from gateway.auth import Presumed
from gateway.context import Context
from gateway.engine import pipeline as pipelines
from gateway.engine import records
from gateway.engine.answers import Answer, GraphQLRequest
from gateway.engine.pipeline import Pipeline
from gateway.finder import Provider, provider_of
from gateway.keys import protected_keys
from gateway.links import Links
from gateway.protected import ProtectedValues
from gateway.schema import build
from gateway.settings import Settings
from gateway.vault import Vault
from tests.referee.judge import differences
from tests.referee.lent import PATIENCE, Lent

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
NAME = "referee"

# The demo has no pictures. Links are signed from the row alone, so that a name under which nothing is kept will do.
_PICTURES = """
update customer set image_hash = md5(id::text) || md5(number::text), image_type = 'image/png' where number % 7 = 0
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Both answers to one operation, and what was done for them; where one statement read it, that of levels too."""

    planned: Answer
    reference: Answer
    levelled: Answer | None
    statements: list[str]
    opened: tuple[set[Any], set[Any]]
    kept: tuple[int, int]

    def differences(self) -> list[str]:
        """What the plan did otherwise than graphql-core, in a line each."""
        found = differences(self.planned, self.reference)
        ours, theirs = self.opened
        if ours != theirs:
            found.append(f"protected values opened: {len(ours)}, and by graphql-core {len(theirs)}")
        for whose, kept in zip(("the plan", "graphql-core"), self.kept, strict=True):
            found += [f"connections that {whose} did not give back: {kept}"] if kept else []
        if self.levelled is not None:
            found += [f"level by level {each}" for each in differences(self.levelled, self.reference)]
        return found


@dataclass(slots=True)
class Referee:
    """Answers an operation both ways as one persona, on data that does not change meanwhile."""

    settings: Settings
    store: Store
    lent: Lent
    people: dict[str, Presumed]
    vault: Vault
    links: Links
    finder: Provider
    planned: Pipeline
    levelled: Pipeline
    reference: Pipeline

    async def ask(
        self, document: str, by: str, variables: dict[str, Any], *, presuming: bool = False
    ) -> Asked:
        """An operation answered both ways; `presuming` that the persona is still who they were."""
        asked = GraphQLRequest(query=document, variables=variables)
        ours, theirs = self.context(by, presuming=presuming), self.context(by)
        planned, ours_kept = await self.lent.after(_answer(self.planned, asked, ours))
        statements = list(ours.reader.statements) if ours.reader else []
        reference, theirs_kept = await self.lent.after(_answer(self.reference, asked, theirs))
        levelled = None
        if len(statements) == 1:
            with level_by_level():
                levelled = await _answer(self.levelled, asked, self.context(by))
        opened, kept = (ours.vault.reads, theirs.vault.reads), (ours_kept, theirs_kept)
        return Asked(planned, reference, levelled, statements, opened, kept)

    async def both(
        self, document: str, by: str = "bea", **variables: Any
    ) -> tuple[Answer, Answer, list[str]]:
        """The plan's answer, graphql-core's, and the statements that the plan ran."""
        asked = await self.ask(document, by, variables)
        return asked.planned, asked.reference, asked.statements

    async def agree(self, document: str, by: str = "bea", **variables: Any) -> tuple[Any, list[str]]:
        """The data, once both have given the same to the byte, and the same errors; and the statements."""
        asked = await self.ask(document, by, variables)
        assert asked.differences() == []
        return asked.planned.data, asked.statements

    def variables(self, document: str, **given: object) -> VariableValues:
        """The variables of a document as an execution coerces them."""
        executor = Executor.build(self.planned.schema.graphql, parse(document), raw_variable_values=given)
        assert not isinstance(executor, list)
        return executor.variable_values

    def context(self, by: str, *, presuming: bool = False) -> Context:
        presumed = self.people[by]
        actor = presumed.actor
        vault = ProtectedValues(self.vault, actor)
        return Context(
            self.settings,
            self.store,
            actor,
            NOW,
            "test",
            vault=vault,
            links=self.links,
            finder=self.finder,
            presumed=presumed if presuming else None,
        )


@contextmanager
def level_by_level() -> Iterator[None]:
    """Take no record for small enough to be read at once."""
    usual = records.MOST_ROWS
    try:
        for module in (pipelines, records):
            vars(module)["MOST_ROWS"] = 0
        yield
    finally:
        for module in (pipelines, records):
            vars(module)["MOST_ROWS"] = usual


async def _answer(pipeline: Pipeline, asked: GraphQLRequest, context: Context) -> Answer:
    """The answer; that of a surprise where something is raised, or nothing comes, as never may be."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await pipeline.answer(asked, context)
    except Exception as error:
        return Answer.refused(GraphQLError(f"Raised {error!r}", extensions={"code": "INTERNAL"}))


@asynccontextmanager
async def sitting(
    services: embedded.Services, settings: Settings, *, customers: int, name: str = NAME
) -> AsyncIterator[Referee]:
    """Fill a database of its own, of this name, with demo data, and answer on it both ways."""
    superuser = await asyncpg.connect(**connection_arguments(services.superuser_url))
    await superuser.execute(f"create database {name} owner gateway_owner")
    await superuser.close()
    await migrate.upgrade(url_of(services.owner_url, name))
    url = url_of(services.database_url, name)
    vault = Vault(*protected_keys(settings))
    await load(url, customers=customers, seal=vault.seal, today=NOW.date(), progress=lambda done, of: None)
    async with open_store(
        database_url=url, read_url=None, redis_url=services.redis_url, pool_size=4, statement_seconds=20
    ) as store:
        async with store.primary.acquire() as connection:
            await connection.execute(_PICTURES)
        people = await _people(store)
        schema = build(settings.limits)
        planned, levelled, reference = Pipeline(schema), Pipeline(schema), Pipeline(schema, planning=False)
        # What is parsed and validated is one thing for all, and takes longer than most operations.
        levelled.documents = reference.documents = planned.documents
        links = Links(b"referee" * 5, settings.image_link_seconds, NOW)
        finder = provider_of(settings, None)
        lent = Lent(store.primary)
        pools: Any = {"reads": lent, "primary": lent}
        yield Referee(
            settings,
            replace(store, **pools),
            lent,
            people,
            vault,
            links,
            finder,
            planned,
            levelled,
            reference,
        )


async def _people(store: Store) -> dict[str, Presumed]:
    people = {}
    for persona in PERSONAS:
        account = await account_of(store.primary, persona.id)
        assert account is not None
        actor = Actor.of(
            account.id,
            username=account.username,
            name=account.name,
            interface=persona.interface,
            roles=account.roles,
            protected_data=account.protected_data,
        )
        people[persona.username] = Presumed(actor, account)
    return people


def url_of(url: str, name: str) -> str:
    """The URL of another database of the same services."""
    return url.replace("/gateway?", f"/{name}?")
