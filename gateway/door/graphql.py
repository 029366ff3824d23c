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
        watch = _Watch(request, self._limits.deadline_seconds)
        try:
            return await self._answer(request, parameters)
        except asyncio.CancelledError:
            if watch.reason is not None:
                raise watch.reason from None
            if watch.work.cancelling():
                raise
            # Something that the work awaited was cancelled; let through, that would drop the connection.
            raise RuntimeError("The work was cancelled from inside.") from None
        finally:
            await watch.end()


class _Watch:
    """Ends work that nobody waits for any more, or that takes too long.

    Most work is done before anybody loses patience, and is not worth the watching.
    """

    def __init__(self, request: Request, deadline: float) -> None:
        work = asyncio.current_task()
        assert work is not None, "requests are answered in tasks"
        self.work = work
        self.reason: Exception | None = None
        self._stops = 0
        self._request = request
        self._deadline = deadline
        self._watching: asyncio.Task[None] | None = None
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(min(PATIENCE_SECONDS, deadline), self._begin)

    async def end(self) -> None:
        """Watch no more."""
        self._timer.cancel()
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait((self._watching,))
        for _ in range(self._stops):
            self.work.uncancel()

    def _begin(self) -> None:
        self._watching = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        try:
            async with asyncio.timeout(max(0, self._deadline - PATIENCE_SECONDS)):
                await _disconnect(self._request)
            self.reason = ClientDisconnect()
        except TimeoutError:
            self.reason = _timed_out(self._deadline)
        self._stop()
        # What is stopped gives its connections back; should that hang, it is stopped in that too.
        await asyncio.sleep(GRACE_SECONDS)
        self._stop()

    def _stop(self) -> None:
        self._stops += 1
        self.work.cancel()


async def _disconnect(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _timed_out(seconds: float) -> RequestError:
    return RequestError(
        RequestCode.TIMEOUT,
        f"The operation took longer than {seconds:g} seconds and was stopped. Ask for less;"
        " whether a change was stored, only its idempotency key or a new query tells.",
    )
