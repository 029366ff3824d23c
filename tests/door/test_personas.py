"""The demo's own door, where it is knocked at and nobody waits."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.types import Message

from gateway.door.personas import persona_routes
from gateway.settings import Settings


async def test_a_visitor_who_goes_away_before_saying_whom_to_be_is_no_surprise() -> None:
    app = Starlette(routes=persona_routes(Settings(demo=True)))
    waiting: list[Message] = [
        {"type": "http.request", "body": b'{"persona":', "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/demo/token", "query_string": b"", "headers": headers}
    await app(scope, receive, send)

    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[0]["status"] == 413
