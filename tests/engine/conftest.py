"""A store full of demo data, and the two ways of answering on it: the plan's, and graphql-core's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import orjson
import pytest
from graphql import parse
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
from gateway.keys import protected_keys
from gateway.protected import ProtectedValues
from gateway.schema import build
from gateway.settings import Settings
from gateway.vault import Vault
from tests.engine.world.both import world as world

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@dataclass(slots=True)
class Referee:
    """Answers an operation both ways as one persona, on data that does not change meanwhile."""

    settings: Settings
    store: Store
    actors: dict[str, Actor]
    vault: Vault
    links: Any
    planned: Pipeline
    reference: Pipeline

    async def both(
        self, document: str, by: str = "bea", **variables: Any
    ) -> tuple[Answer, Answer, list[str]]:
        """The plan's answer, graphql-core's, and the statements that the plan ran."""
        asked = GraphQLRequest(query=document, variables=variables)
        context = self.context(by)
        answer = await self.planned.answer(asked, context)
        statements = list(context.reader.statements) if context.reader else []
        return answer, await self.reference.answer(asked, self.context(by)), statements

    async def agree(self, document: str, by: str = "bea", **variables: Any) -> tuple[Any, list[str]]:
        """The data, once both have given the same to the byte, and the same errors; and the statements."""
        planned, reference, statements = await self.both(document, by, **variables)
        assert orjson.dumps(planned.data) == orjson.dumps(reference.data)
        assert _errors(planned) == _errors(reference)
        return planned.data, statements

    def variables(self, document: str, **given: object) -> VariableValues:
        """The variables of a document as an execution coerces them."""
        executor = Executor.build(self.planned.schema.graphql, parse(document), raw_variable_values=given)
        assert not isinstance(executor, list)
        return executor.variable_values

    def context(self, by: str) -> Context:
        actor = self.actors[by]
        vault = ProtectedValues(self.vault, actor)
        return Context(self.settings, self.store, actor, NOW, "test", vault=vault, links=self.links)


def _errors(answer: Answer) -> list[str]:
    return sorted(
        orjson.dumps(error.formatted, option=orjson.OPT_SORT_KEYS).decode() for error in answer.errors
    )


Owner = Callable[[str], Awaitable[None]]


@pytest.fixture(scope="session")
async def referee(services: embedded.Services, settings: Settings, app: Any) -> AsyncIterator[Referee]:
    superuser = await asyncpg.connect(**connection_arguments(services.superuser_url))
    await superuser.execute("create database referee owner gateway_owner")
    await superuser.close()
    await migrate.upgrade(services.owner_url.replace("/gateway?", "/referee?"))
    url = services.database_url.replace("/gateway?", "/referee?")
    vault = Vault(*protected_keys(settings))
    await load(url, customers=300, seal=vault.seal, today=date(2026, 11, 22), progress=lambda done, of: None)
    async with open_store(
        database_url=url, read_url=None, redis_url=services.redis_url, pool_size=4, statement_seconds=20
    ) as store:
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
        schema = build(settings.limits)
        links = getattr(app.state.gateway, "links", None)
        yield Referee(
            settings, store, actors, vault, links, Pipeline(schema), Pipeline(schema, planning=False)
        )
