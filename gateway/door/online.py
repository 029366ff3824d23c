"""The website's door: customers set passwords and sign in, and Express Checkout finds them by their email."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from db.online_accounts import Login, link_is_live, login_of
from db.store import Store
from db.work import begin_work
from domain.audit import Method
from domain.customers import Kind, friendly_id
from domain.online_accounts import (
    WEB,
    PasswordRefused,
    as_hashed,
    clean_password,
    link_invalid,
    token_hash,
)
from gateway.commands import online_accounts as commands
from gateway.door.plain import Door
from gateway.door.requests import texts_of
from gateway.engine.away import database_troubles
from gateway.engine.errors import RequestCode, RequestError
from gateway.online.attempts import Attempts
from gateway.online.passwords import Passwords
from gateway.settings import Limits

_NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Visit:
    """What one request of the website may use."""

    store: Store
    now: datetime
    passwords: Passwords
    attempts: Attempts

    async def set_password(self, token: str, password: str) -> None:
        """Set the password of whom the link was sent to. Raises PasswordRefused."""
        cleaned = clean_password(password)
        # Hashing is dear, so that nobody without a link has us do it.
        if not await link_is_live(self.store.primary, token_hash(token), self.now):
            raise link_invalid()
        hashed = await self.passwords.hash(cleaned)
        async with begin_work(
            self.store.writes, actor=WEB, now=self.now, correlation_id=uuid4().hex, method=Method.API
        ) as tx:
            await commands.set_password(tx, token, hashed)

    async def signed_in(self, email: str, password: str) -> Login | None:
        """Whose email and password these are; None for all others, and it takes as long (ACC-02)."""
        login = await login_of(self.store.primary, email)
        stored = login.hash if login is not None and login.online_account_active else None
        return login if await self.passwords.fits(as_hashed(password), stored) else None


VisitOf: TypeAlias = Callable[[Request], Visit]
Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


def online_routes(visit: VisitOf, key: str | None, limits: Limits) -> list[Route]:
    """`POST /online/password` is for whoever has a link; the others are for the website, which shows its key."""

    async def password(request: Request) -> Response:
        token, chosen = await texts_of(request, limits, "token", "password")
        try:
            await visit(request).set_password(token, chosen)
        except PasswordRefused as refused:
            raise RequestError(
                RequestCode.BAD_USER_INPUT, refused.message, reason=refused.fault.value
            ) from refused
        return Response(status_code=204, headers=_NO_STORE)

    async def sign_in(request: Request) -> Response:
        _check_key(request, key)
        email, given = await texts_of(request, limits, "email", "password")
        at = visit(request)
        wait = await at.attempts.begin(email)
        if wait:
            raise RequestError(
                RequestCode.THROTTLED,
                "Too many attempts to sign in with this email address; wait.",
                retryAfter=wait,
            )
        login = await at.signed_in(email, given)
        if login is None:
            # The same for whatever reason, so that nobody learns who has an account.
            raise RequestError(
                RequestCode.UNAUTHENTICATED, "This email address and this password sign nobody in."
            )
        await at.attempts.succeeded(email)
        return _found(login)

    async def express_checkout(request: Request) -> Response:
        _check_key(request, key)
        (email,) = await texts_of(request, limits, "email")
        return _found(await login_of(visit(request).store.primary, email))

    return [
        Route("/online/password", Door(_watched(password), "POST")),
        Route("/online/sign-in", Door(_watched(sign_in), "POST")),
        Route("/online/express-checkout", Door(_watched(express_checkout), "POST")),
    ]


def _watched(handler: Handler) -> Handler:
    """The handler, which says so when the database is away."""

    async def handle(request: Request) -> Response:
        with database_troubles():
            return await handler(request)

    return handle


def _check_key(request: Request, key: str | None) -> None:
    if key is None:
        raise RequestError(
            RequestCode.FORBIDDEN, "Nobody signs in online here: GATEWAY_WEBSITE_KEY is not set."
        )
    scheme, _, shown = request.headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(shown.strip().encode(), key.encode()):
        raise RequestError(
            RequestCode.FORBIDDEN,
            "Only the website asks this: send its key, as in `Authorization: Bearer <GATEWAY_WEBSITE_KEY>`.",
        )


def _found(login: Login | None) -> Response:
    """The customer by the id that people read out; null for nobody."""
    customer = None if login is None else friendly_id(Kind(login.kind), login.number)
    return JSONResponse({"customer": customer}, headers=_NO_STORE)
