"""The application: what it opens when it starts, its routes, and one Context a request."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Route

from db.embedded import Services
from db.mails import KeptMail, kept_mails
from db.migrate import is_current
from db.store import Store, open_store
from gateway.auth import ActorChanged, Authenticator, Forbidden, Unauthenticated, Unavailable
from gateway.commands._mails import Outbox
from gateway.commands._protected_reads import record_protected_reads
from gateway.context import Clock, Context, system_clock
from gateway.door.examples import AREAS
from gateway.door.files import file_routes
from gateway.door.graphiql import graphiql_routes
from gateway.door.graphql import GraphQLEndpoint
from gateway.door.health import health_routes
from gateway.door.images import image_routes
from gateway.door.mails import mail_routes
from gateway.door.online import Visit, VisitOf, online_routes
from gateway.engine.answers import Answer, GraphQLRequest
from gateway.engine.away import database_troubles
from gateway.engine.errors import RequestCode, RequestError
from gateway.engine.pipeline import Pipeline
from gateway.engine.schema import GatewaySchema
from gateway.engine.trace import Trace
from gateway.files import FileStore, files_of
from gateway.finder import Provider, provider_of
from gateway.images import ImageStore
from gateway.jobs.worker import doing_jobs
from gateway.keys import derived_key, protected_keys, website_key
from gateway.links import Links
from gateway.mail.servers import MailServer
from gateway.online.attempts import Attempts
from gateway.online.passwords import Passwords
from gateway.plan_tokens import PURPOSE, PlanTokens
from gateway.protected import ProtectedValues
from gateway.schema import build
from gateway.settings import Settings
from gateway.uploads import Uploads
from gateway.vault import Vault


@dataclass(slots=True)
class Gateway:
    """One process: its settings, its open store, and the schema it answers with."""

    settings: Settings
    store: Store
    authenticator: Authenticator
    pipeline: Pipeline
    vault: Vault
    images: ImageStore
    files: FileStore
    uploads: Uploads
    link_key: bytes
    plans: PlanTokens
    finder: Provider
    passwords: Passwords
    attempts: Attempts
    clock: Clock = system_clock

    async def answer(self, request: Request, asked: GraphQLRequest) -> Answer:
        """The answer to one GraphQL request: for the actor as last known, and anew where that is not so any more."""
        try:
            return await self.pipeline.answer(asked, await self.context(request, presuming=True))
        except ActorChanged:
            return await self.pipeline.answer(asked, await self.context(request))

    async def context(self, request: Request, *, presuming: bool = False) -> Context:
        """Who asks, as the primary knows them now, and what day it is for them.

        With `presuming` they may be who they were when last asked for, to be confirmed before they are shown anything.
        """
        true_now = self.clock()
        header = request.headers.get("authorization")
        presumed = None
        try:
            with database_troubles():
                if presuming:
                    presumed = await self.authenticator.presume(header, true_now)
                if presumed is not None:
                    actor = presumed.actor
                else:
                    actor = await self.authenticator.sign_in(header, self.store.primary, true_now)
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
            links=self.links(request),
            plans=self.plans,
            images=self.images,
            files=self.files,
            uploads=self.uploads,
            outbox=Outbox(self.vault, self.settings.mail_from),
            finder=self.finder,
            idempotency_key=request.headers.get("idempotency-key"),
            presumed=presumed,
            trace=Trace() if self.settings.explain and _asks_to_be_told(request) else None,
        )

    def visit(self, request: Request) -> Visit:
        """What a request of the website may use; nobody is signed in for it."""
        return Visit(self.store, self._now(request, self.clock()), self.passwords, self.attempts)

    def links(self, request: Request) -> Links:
        """The links to images and files as they are at this moment."""
        base = request.scope.get("root_path", "")
        return Links(self.link_key, self.settings.image_link_seconds, self.clock(), base)

    def _now(self, request: Request, true_now: datetime) -> datetime:
        """The demo may play any day; nobody else moves the clock."""
        played = request.headers.get("x-demo-now")
        if played is None or not self.settings.demo:
            return true_now
        try:
            moment = datetime.fromisoformat(played)
            # At the ends of the calendar nothing could be reckoned any more.
            if not 1900 <= moment.year < 2200:
                raise ValueError(moment)
        except ValueError:
            raise RequestError(
                RequestCode.BAD_REQUEST,
                "X-Demo-Now is an instant such as 2026-11-22T10:00:00+00:00, from 1900 to 2199.",
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


def create_app(
    settings: Settings,
    clock: Clock = system_clock,
    *,
    services: Services | None = None,
    schema: GatewaySchema | None = None,
) -> Starlette:
    """The application on the database and Redis of the settings, and on `services` where these name none.

    It answers with the product's schema, or with another on the same engine.

    Raises KeyRefused when the settings' keys are not safe, and SmtpUrlRefused for a mail server that cannot be.
    """
    MailServer.of(settings)
    database_url = settings.database_url or (services.database_url if services else None)
    assert database_url is not None, "the command line sees to a database"
    redis_url = settings.redis_url or (services.redis_url if services else None)
    authenticator = Authenticator(settings)
    vault = Vault(*protected_keys(settings))
    pipeline = Pipeline(schema or build(settings.limits), after_reading=record_protected_reads)
    images, files = ImageStore(settings), files_of(settings)
    uploads, link_key = Uploads(settings, files), derived_key(settings, "links")
    plans = PlanTokens(derived_key(settings, PURPOSE))

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            async with open_store(
                database_url=database_url,
                read_url=settings.database_read_url,
                redis_url=redis_url,
                pool_size=settings.pool_size,
                statement_seconds=settings.limits.statement_seconds,
            ) as store:
                finder = provider_of(settings, store.redis)
                app.state.gateway = Gateway(
                    settings,
                    store,
                    authenticator,
                    pipeline,
                    vault,
                    images,
                    files,
                    uploads,
                    link_key,
                    plans,
                    finder,
                    Passwords(),
                    Attempts(store.redis),
                    clock,
                )
                try:
                    async with (
                        doing_jobs(settings, database_url, clock) if settings.worker else nullcontext()
                    ):
                        yield
                finally:
                    await finder.aclose()
        finally:
            await uploads.aclose()
            await authenticator.aclose()

    async def answer(request: Request, asked: GraphQLRequest) -> Answer:
        gateway: Gateway = app.state.gateway
        return await gateway.answer(request, asked)

    async def not_ready() -> Sequence[str]:
        if app.state.leaving:
            return ["This process is stopping."]
        gateway: Gateway = app.state.gateway
        return await gateway.not_ready()

    async def sign_in(request: Request) -> Context:
        gateway: Gateway = app.state.gateway
        return await gateway.context(request)

    def links(request: Request) -> Links:
        gateway: Gateway = app.state.gateway
        return gateway.links(request)

    def visit(request: Request) -> Visit:
        gateway: Gateway = app.state.gateway
        return gateway.visit(request)

    async def kept() -> Sequence[KeptMail]:
        gateway: Gateway = app.state.gateway
        return await kept_mails(gateway.store.primary)

    routes: list[BaseRoute] = [
        Route("/graphql", GraphQLEndpoint(answer, settings.limits)),
        *image_routes(images, sign_in, links, settings.limits),
        *file_routes(files, uploads, sign_in, links, settings.limits),
        *online_routes(visit, website_key(settings), settings.limits),
        *_pages(settings, visit, mail_routes(kept, vault, links)),
        *health_routes(not_ready),
    ]
    app = Starlette(routes=routes, lifespan=lifespan)
    app.state.leaving = False
    return app


def _asks_to_be_told(request: Request) -> bool:
    return request.headers.get("x-explain", "").lower() in {"1", "true"}


def _pages(settings: Settings, visit: VisitOf, mails: Sequence[Route]) -> list[Route]:
    """What people open in a browser; in a demo they choose whom to be, see the mails, and set passwords."""

    async def home(request: Request) -> RedirectResponse:
        return RedirectResponse("graphiql")

    pages = [Route("/", home)]
    if not settings.demo:
        return [*pages, *graphiql_routes(areas=AREAS)]
    # Imported here because the demo's modules are of no use to any other process.
    from gateway.door.password_page import password_routes
    from gateway.door.personas import CHOICES, TOKEN_URL, persona_routes

    return [
        *pages,
        *graphiql_routes(areas=AREAS, personas=CHOICES, token_url=TOKEN_URL),
        *persona_routes(settings),
        *mails,
        *password_routes(visit, settings.limits),
    ]
