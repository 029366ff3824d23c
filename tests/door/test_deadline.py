"""Work goes on while somebody waits for it, and no longer than its deadline."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest
from starlette.requests import Request
from starlette.types import Message

from gateway.door.graphql import GraphQLEndpoint
from gateway.engine.answers import Answer, GraphQLRequest
from gateway.settings import Limits
from tests.door.conftest import LIMITS, Greeter, client_of

HELLO = {"query": "{ hello }"}

Receive = Callable[[], Awaitable[Message]]


async def exchange(endpoint: GraphQLEndpoint, receive: Receive) -> list[Message]:
    """What the endpoint sends to one POST whose messages `receive` gives."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "headers": headers}
    await endpoint(scope, receive, send)
    return sent


def receiving(*messages: Message, then: Receive) -> Receive:
    waiting = list(messages)

    async def receive() -> Message:
        return waiting.pop(0) if waiting else await then()

    return receive


BODY = {"type": "http.request", "body": json.dumps(HELLO).encode(), "more_body": False}


async def silence() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


async def test_a_client_that_goes_away_stops_the_work() -> None:
    started, stopped = asyncio.Event(), asyncio.Event()

    async def answer(_request: Request, _asked: GraphQLRequest) -> Answer:
        try:
            started.set()
            await asyncio.Event().wait()
        finally:
            stopped.set()
        raise AssertionError

    async def hang_up() -> Message:
        await started.wait()
        return {"type": "http.disconnect"}

    sent = await exchange(GraphQLEndpoint(answer, LIMITS), receiving(BODY, then=hang_up))

    assert stopped.is_set()
    assert sent == []


async def test_a_client_that_goes_away_while_sending_is_asked_nothing(greeter: Greeter) -> None:
    async def hang_up() -> Message:
        return {"type": "http.disconnect"}

    half = {"type": "http.request", "body": b'{"query":', "more_body": True}
    sent = await exchange(GraphQLEndpoint(greeter.answer, LIMITS), receiving(half, then=hang_up))

    assert sent == []
    assert greeter.executed == 0


async def test_work_that_outlasts_its_deadline_is_stopped_and_the_client_told() -> None:
    stopped = asyncio.Event()

    async def answer(_request: Request, _asked: GraphQLRequest) -> Answer:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        raise AssertionError

    async with client_of(answer, Limits(deadline_seconds=0.05)) as client:
        response = await client.post("/graphql", json=HELLO)

    assert stopped.is_set()
    assert response.status_code == 504
    assert response.json()["errors"][0]["message"].startswith(
        "The operation took longer than 0.05 seconds and was stopped."
    )
    assert response.json()["errors"][0]["extensions"] == {"code": "TIMEOUT"}


async def test_a_body_that_does_not_arrive_is_not_waited_for(greeter: Greeter) -> None:
    half = {"type": "http.request", "body": b'{"query":', "more_body": True}
    endpoint = GraphQLEndpoint(greeter.answer, Limits(deadline_seconds=0.05))

    start, body = await exchange(endpoint, receiving(half, then=silence))

    assert (start["status"], dict(start["headers"])[b"connection"]) == (408, b"close")
    assert json.loads(body["body"])["errors"][0]["extensions"] == {"code": "REQUEST_TIMEOUT"}
    assert greeter.executed == 0


async def test_a_body_that_is_too_large_is_told_so_though_its_end_does_not_arrive() -> None:
    half = {"type": "http.request", "body": b" " * 300_000, "more_body": True}
    endpoint = GraphQLEndpoint(Greeter().answer, Limits(deadline_seconds=0.05))

    start, body = await exchange(endpoint, receiving(half, then=silence))

    assert (start["status"], dict(start["headers"])[b"connection"]) == (413, b"close")
    assert json.loads(body["body"])["errors"][0]["extensions"]["code"] == "PAYLOAD_TOO_LARGE"


async def test_a_server_that_stops_stops_the_work() -> None:
    started, stopped = asyncio.Event(), asyncio.Event()

    async def answer(_request: Request, _asked: GraphQLRequest) -> Answer:
        try:
            started.set()
            await asyncio.Event().wait()
        finally:
            stopped.set()
        raise AssertionError

    serving = asyncio.create_task(exchange(GraphQLEndpoint(answer, LIMITS), receiving(BODY, then=silence)))
    await started.wait()
    serving.cancel()

    with pytest.raises(asyncio.CancelledError):
        await serving
    assert stopped.is_set()
