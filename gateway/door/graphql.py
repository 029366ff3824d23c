"""The GraphQL endpoint: reads a request, has it answered within its deadline, and writes the response."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from gateway.door.negotiation import MediaType, headers_of, negotiate, status_of
from gateway.door.requests import read
from gateway.engine.answers import Answer, GraphQLRequest
from gateway.engine.errors import RequestCode, RequestError, surprise
from gateway.settings import Limits

Answering: TypeAlias = Callable[[Request, GraphQLRequest], Awaitable[Answer]]

PATIENCE_SECONDS = 0.05
"""How long work goes on before it is watched whether anybody still waits for it."""

GRACE_SECONDS = 1.0
"""How long a response waits for cancelled work to give its connections back."""


class GraphQLEndpoint:
    """An ASGI application that leaves to `answer` what the request means."""

    def __init__(self, answer: Answering, limits: Limits) -> None:
        self._answer = answer
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        media = MediaType.JSON
        try:
            media = negotiate(",".join(request.headers.getlist("accept")))
            answer = await self._respond(request)
            body = answer.json()
        except ClientDisconnect:
            return
        except RequestError as error:
            answer = Answer.refused(error)
            body = answer.json()
        except Exception as error:
            answer = Answer.refused(surprise(error))
            body = answer.json()
        response = Response(body, status_of(answer, media), headers_of(answer, media))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Answer:
        parameters = await read(request, self._limits)
        deadline = self._limits.deadline_seconds
        work = asyncio.ensure_future(self._answer(request, parameters))
        try:
            # Most work is done before anybody loses patience, and is not worth the watching.
            done, _ = await asyncio.wait((work,), timeout=min(PATIENCE_SECONDS, deadline))
            if not done and await _client_leaves(request, work, seconds=max(0, deadline - PATIENCE_SECONDS)):
                raise ClientDisconnect
            if not work.done():
                raise _timed_out(deadline)
        finally:
            if not work.done():
                await _stop(work)
        if work.cancelled():
            # Something that the work awaited was cancelled; let through, that would drop the connection.
            raise RuntimeError("The work was cancelled from inside.")
        return work.result()


async def _client_leaves(request: Request, work: asyncio.Future[Answer], *, seconds: float) -> bool:
    """Whether the client hangs up before the work is done, or the time over."""
    gone = asyncio.ensure_future(_disconnect(request))
    try:
        await asyncio.wait((work, gone), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        return gone.done() and not work.done()
    finally:
        gone.cancel()


async def _disconnect(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _timed_out(seconds: float) -> RequestError:
    return RequestError(
        RequestCode.TIMEOUT,
        f"The operation took longer than {seconds:g} seconds and was stopped. Ask for less;"
        " whether a change was stored, only its idempotency key or a new query tells.",
    )


async def _stop(work: asyncio.Future[Answer]) -> None:
    work.cancel()
    await asyncio.wait((work,), timeout=GRACE_SECONDS)
    if work.done() and not work.cancelled():
        # Nobody reads the result any more; unread, an exception would be reported as lost.
        work.exception()
