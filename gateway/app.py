"""The application: what it opens when it starts, its routes, and one Context a request."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from db.migrate import is_current
from db.store import Store, open_store
from gateway.auth import Authenticator, Forbidden, Unauthenticated, Unavailable
from gateway.context import Clock, Context, system_clock
from gateway.door.graphql import GraphQLEndpoint
from gateway.door.health import health_routes
from gateway.engine.answers import Answer, GraphQLRequest
from gateway.engine.errors import RequestCode, RequestError
from gateway.engine.pipeline import Pipeline
from gateway.keys import protected_keys
from gateway.protected import ProtectedValues
from gateway.schema import build
from gateway.settings import Settings
from gateway.vault import Vault


@dataclass(slots=True)
class Gateway:
    """One process: its settings, its open store, and the schema it answers with."""

    settings: Settings
    store: Store
    authenticator: Authenticator
    pipeline: Pipeline
    vault: Vault
    clock: Clock = system_clock

    async def answer(self, request: Request, asked: GraphQLRequest) -> Answer:
        """The answer to one GraphQL request."""
        return await self.pipeline.answer(asked, await self.context(request))

    async def context(self, request: Request) -> Context:
        """Who asks, as the primary knows them now, and what day it is for them."""
        true_now = self.clock()
        try:
            actor = await self.authenticator.sign_in(
                request.headers.get("authorization"), self.store.primary, true_now
            )
        except Unauthenticated as refused:
            raise RequestError(RequestCode.UNAUTHENTICATED, refused.message) from refused
        except Forbidden as refused:
            roles = [role.value for role in refused.required_roles]
            raise RequestError(RequestCode.FORBIDDEN, refused.message, requiredRoles=roles) from refused
        except Unavailable as refused:
            raise RequestError(
                RequestCode.UNAVAILABLE, refused.message, retryAfter=refused.retry_after
            ) from refused
        return Context(
            self.settings,
            self.store,
            actor,
            self._now(request, true_now),
            correlation_id=uuid4().hex,
            vault=ProtectedValues(self.vault, actor),
            idempotency_key=request.headers.get("idempotency-key"),
        )

    def _now(self, request: Request, true_now: datetime) -> datetime:
        """The demo may play any day; nobody else moves the clock."""
        played = request.headers.get("x-demo-now")
        if played is None or not self.settings.demo:
            return true_now
        try:
            moment = datetime.fromisoformat(played)
        except ValueError:
            raise RequestError(
                RequestCode.BAD_REQUEST, "X-Demo-Now is an instant such as 2026-11-22T10:00:00+00:00."
            ) from None
        return moment if moment.tzinfo else moment.replace(tzinfo=self.settings.zone)

    async def not_ready(self) -> Sequence[str]:
        """Why this process cannot serve now."""
        try:
            async with self.store.writes.connect() as connection:
                await connection.execute(text("select 1"))
                if not await is_current(connection):
                    return ["The database is not migrated: run `gateway migrate`."]
        except OSError:
            return ["The database does not answer."]
        return []


def create_app(settings: Settings, clock: Clock = system_clock) -> Starlette:
    """The application of a deployment whose database and Redis have URLs."""
    opened: list[Gateway] = []

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        assert settings.database_url is not None, "the command line sees to URLs"
        assert settings.redis_url is not None, "the command line sees to URLs"
        async with open_store(
            database_url=settings.database_url,
            read_url=settings.database_read_url,
            redis_url=settings.redis_url,
            pool_size=settings.pool_size,
            statement_seconds=settings.limits.statement_seconds,
        ) as store:
            gateway = Gateway(
                settings,
                store,
                Authenticator(settings),
                Pipeline(build(settings.limits)),
                Vault(*protected_keys(settings)),
                clock,
            )
            opened.append(gateway)
            app.state.gateway = gateway
            yield

    async def answer(request: Request, asked: GraphQLRequest) -> Answer:
        return await opened[0].answer(request, asked)

    async def not_ready() -> Sequence[str]:
        return await opened[0].not_ready()

    return Starlette(
        routes=[
            Route("/graphql", GraphQLEndpoint(answer, settings.limits)),
            *health_routes(not_ready),
        ],
        lifespan=lifespan,
    )
