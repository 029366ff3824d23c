"""What a connection takes as HTTP: proposals of other protocols are passed over, and no head is endless."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from gateway.serving import LONGEST_HEAD, Connection

PROPOSAL = b"Host: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
WITH_LENGTH = b"POST /one HTTP/1.1\r\n" + PROPOSAL + b"Content-Length: 5\r\n\r\nhello"
IN_CHUNKS = (
    b"POST /two HTTP/1.1\r\n"
    + PROPOSAL
    + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
)
EMPTY = b"POST /three HTTP/1.1\r\n" + PROPOSAL + b"Content-Length: 0\r\n\r\n"
BY_GET = b"GET /four HTTP/1.1\r\n" + PROPOSAL + b"\r\n"
PLAIN = b"POST /last HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbye"

EVERY = {
    WITH_LENGTH: "POST /one hello",
    IN_CHUNKS: "POST /two hello",
    EMPTY: "POST /three ",
    BY_GET: "GET /four ",
    PLAIN: "POST /last bye",
}


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope, receive)
    told = f"{request.method} {request.url.path} {(await request.body()).decode()}\n"
    await PlainTextResponse(told)(scope, receive, send)


@pytest.fixture
async def port() -> AsyncIterator[int]:
    config = uvicorn.Config(echo, log_config=None, access_log=False, ws="none", lifespan="off")
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(config, state, {}), "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def said(port: int, pieces: Iterable[bytes]) -> str:
    """All that the server says until it closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    return answer.decode()


def bodies(answers: str) -> list[str]:
    return [answer.split("\r\n\r\n")[1].split("\n")[0] for answer in answers.split("HTTP/1.1 200 OK")[1:]]


@pytest.mark.parametrize("size", [1, 7, 100, 10_000], ids=lambda size: f"by {size}")
async def test_requests_that_propose_another_protocol_are_answered_as_they_stand(
    port: int, size: int
) -> None:
    whole = b"".join(EVERY)
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    assert bodies(await said(port, pieces)) == list(EVERY.values())


async def test_the_body_may_come_long_after_the_head(port: int) -> None:
    head, body = WITH_LENGTH.split(b"\r\n\r\n")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head + b"\r\n\r\n")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.read(1), 0.1)
    writer.write(body + PLAIN)
    assert bodies((await reader.read()).decode()) == ["POST /one hello", "POST /last bye"]
    writer.close()


async def test_many_proposals_in_one_packet_are_no_burden(port: int) -> None:
    assert bodies(await said(port, [BY_GET * 2_000 + PLAIN])) == ["GET /four "] * 2_000 + ["POST /last bye"]


async def test_a_head_without_an_end_is_refused(port: int) -> None:
    endless = [b"GET / HTTP/1.1\r\nHost: a\r\nX: ", *[b"y" * 50_000] * (LONGEST_HEAD // 50_000 + 1)]
    answer = await said(port, endless)
    assert answer.startswith("HTTP/1.1 400 Bad Request\r\n")
    assert answer.endswith("Invalid HTTP request received.")


async def test_a_body_is_longer_than_a_head_may_be(port: int) -> None:
    body = b"z" * (LONGEST_HEAD * 2)
    head = f"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    assert bodies(await said(port, [head, body])) == [f"POST / {body.decode()}"]
