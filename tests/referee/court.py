"""The two ways of answering on a store full of demo data: the plan's, and graphql-core's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
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
from gateway.context import Context
from gateway.engine.answers import Answer, GraphQLRequest
from gateway.engine.pipeline import Pipeline
from gateway.finder import Provider, provider_of
from gateway.images import ImageLinks
from gateway.keys import protected_keys
from gateway.protected import ProtectedValues
from gateway.schema import build
from gateway.settings import Settings
from gateway.vault import Vault
from tests.referee.judge import differences

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
NAME = "referee"

# The demo has no pictures. Links are signed from the row alone, so that a name under which nothing is kept will do.
_PICTURES = """
update customer set image_hash = md5(id::text) || md5(number::text), image_type = 'image/png' where number % 7 = 0
"""


@dataclass(slots=True)
class Referee:
    """Answers an operation both ways as one persona, on data that does not change meanwhile."""

    settings: Settings
    store: Store
    actors: dict[str, Actor]
    vault: Vault
    links: ImageLinks
    finder: Provider
    planned: Pipeline
    reference: Pipeline

    async def both(
        self, document: str, by: str = "bea", **variables: Any
    ) -> tuple[Answer, Answer, list[str]]:
        """The plan's answer, graphql-core's, and the statements that the plan ran."""
        asked = GraphQLRequest(query=document, variables=variables)
        context = self.context(by)
        answer = await _answer(self.planned, asked, context)
        statements = list(context.reader.statements) if context.reader else []
        return answer, await _answer(self.reference, asked, self.context(by)), statements

    async def agree(self, document: str, by: str = "bea", **variables: Any) -> tuple[Any, list[str]]:
        """The data, once both have given the same to the byte, and the same errors; and the statements."""
        planned, reference, statements = await self.both(document, by, **variables)
        assert differences(planned, reference) == []
        return planned.data, statements

    def variables(self, document: str, **given: object) -> VariableValues:
        """The variables of a document as an execution coerces them."""
        executor = Executor.build(self.planned.schema.graphql, parse(document), raw_variable_values=given)
        assert not isinstance(executor, list)
        return executor.variable_values

    def context(self, by: str) -> Context:
        actor = self.actors[by]
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
        )


async def _answer(pipeline: Pipeline, asked: GraphQLRequest, context: Context) -> Answer:
    """The answer; that of a surprise where something is raised, which nothing may be."""
    try:
        return await pipeline.answer(asked, context)
    except Exception as error:
        return Answer.refused(GraphQLError(f"Raised {error!r}", extensions={"code": "INTERNAL"}))


@asynccontextmanager
async def sitting(
    services: embedded.Services, settings: Settings, *, customers: int
) -> AsyncIterator[Referee]:
    """Fill a database of its own with demo data, and answer on it both ways."""
    superuser = await asyncpg.connect(**connection_arguments(services.superuser_url))
    await superuser.execute(f"create database {NAME} owner gateway_owner")
    await superuser.close()
    await migrate.upgrade(_of(services.owner_url))
    url = _of(services.database_url)
    vault = Vault(*protected_keys(settings))
    await load(url, customers=customers, seal=vault.seal, today=NOW.date(), progress=lambda done, of: None)
    async with open_store(
        database_url=url, read_url=None, redis_url=services.redis_url, pool_size=4, statement_seconds=20
    ) as store:
        async with store.primary.acquire() as connection:
            await connection.execute(_PICTURES)
        actors = await _actors(store)
        schema = build(settings.limits)
        planned, reference = Pipeline(schema), Pipeline(schema, planning=False)
        # What is parsed and validated is one thing for both, and takes longer than most operations.
        reference.documents = planned.documents
        links = ImageLinks(b"referee" * 5, settings.image_link_seconds, NOW)
        finder = provider_of(settings, None)
        yield Referee(settings, store, actors, vault, links, finder, planned, reference)


async def _actors(store: Store) -> dict[str, Actor]:
    actors = {}
    for persona in PERSONAS:
        account = await account_of(store.primary, persona.id)
        assert account is not None
        actors[persona.username] = Actor.of(
            account.id,
            username=account.username,
            name=account.name,
            interface=persona.interface,
            roles=account.roles,
            protected_data=account.protected_data,
        )
    return actors


def _of(url: str) -> str:
    return url.replace("/gateway?", f"/{NAME}?")
