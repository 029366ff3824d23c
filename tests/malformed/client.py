"""A client that sends bytes as they stand, and reads answers as strictly as h11 does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

import h11

from tests.malformed.case import JSON, Case, Manner, head

PATIENCE = 15.0
SILENCE = 0.25
"""How long the answer to a broken request is waited for, before the client says that it has nothing to add."""

GREETING = b'{"query":"{ viewer { user { username } } }"}'
GREETED = b'{"data":{"viewer":{"user":{"username":"olga"}}}}'


class NoAnswer(Exception):
    """The connection was closed, or fell silent, or what came was no HTTP."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One response, whole."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def closes(self) -> bool:
        """Whether the server says that it answers nothing more on this connection."""
        return "close" in self.headers.get("connection", "").lower()


class Connection:
    """One connection, for as many requests as the server answers on it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._http = h11.Connection(h11.CLIENT)
        self._heard = asyncio.Event()

    @classmethod
    async def open(cls, host: str, port: int) -> Self:
        return cls(*await asyncio.open_connection(host, port))

    async def ask(self, case: Case, behind: bytes = b"") -> Answer:
        """The answer to a case; `behind` goes out with it when it is pipelined."""
        self._heard.clear()
        sending = asyncio.ensure_future(self._send(case, behind))
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._answer(case.method)
                if not answer.closes:
                    # Refused before all of it was sent: the rest still belongs to this request.
                    await sending
            return answer
        except TimeoutError:
            raise NoAnswer("no answer came, or the request was not taken to its end") from None
        finally:
            sending.cancel()
            await asyncio.wait((sending,))

    async def greet(self, greeting: bytes | None) -> Answer:
        """The answer to a good request; with None it was sent already."""
        if greeting is not None:
            self._writer.write(greeting)
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._answer("POST")
        except TimeoutError:
            raise NoAnswer("no answer came to the good request behind it") from None

    async def provoke(self, case: Case) -> int | None:
        """The status that something that is no HTTP is answered with; None when the server only closes."""
        try:
            self._writer.write(case.head)
            try:
                async with asyncio.timeout(SILENCE):
                    return (await self._answer(case.method)).status
            except TimeoutError:
                self._writer.write_eof()
            async with asyncio.timeout(PATIENCE):
                while await self._reader.read(65_536):
                    pass
        except TimeoutError:
            raise NoAnswer("it was neither answered nor closed") from None
        except (NoAnswer, OSError):
            return None
        return None

    async def close(self) -> None:
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    async def _send(self, case: Case, behind: bytes) -> None:
        # What came of it is read, not written.
        with suppress(OSError):
            for piece in _pieces(case):
                self._writer.write(piece)
                await self._writer.drain()
                if case.manner is Manner.EXPECTING and piece is case.head:
                    # 100 Continue, or an answer; the body is part of the request even so.
                    await self._heard.wait()
                if case.manner is Manner.SLICED:
                    # Nothing is waited for here: it only keeps the pieces from going out as one.
                    await asyncio.sleep(0.001)
            self._writer.write(behind)
            await self._writer.drain()

    async def _answer(self, method: str) -> Answer:
        self._http.send(h11.Request(method=method, target="/", headers=[("Host", "gateway.test")]))
        self._http.send(h11.EndOfMessage())
        found: h11.Response | None = None
        body = bytearray()
        try:
            while True:
                event = self._http.next_event()
                if event is h11.NEED_DATA:
                    self._http.receive_data(await self._reader.read(65_536))
                elif isinstance(event, h11.InformationalResponse):
                    self._heard.set()
                elif isinstance(event, h11.Response):
                    found = event
                    self._heard.set()
                elif isinstance(event, h11.Data):
                    body += event.data
                elif isinstance(event, h11.EndOfMessage):
                    break
                elif isinstance(event, h11.ConnectionClosed):
                    raise NoAnswer("the connection was closed without an answer")
        except (h11.RemoteProtocolError, OSError) as error:
            raise NoAnswer(f"the connection broke: {error}") from error
        assert found is not None, "h11 ends no message that did not begin"
        answer = Answer(
            found.status_code, {k.decode(): v.decode("latin-1") for k, v in found.headers}, bytes(body)
        )
        if not answer.closes:
            self._http.start_next_cycle()
        return answer


def greeting(token: str) -> bytes:
    """A good request, as bytes."""
    by = ("Authorization", f"Bearer {token}")
    return head("POST", "/graphql", [JSON, by, ("Content-Length", str(len(GREETING)))]) + GREETING


def _pieces(case: Case) -> Iterable[bytes]:
    whole = case.head + case.body
    if case.manner is Manner.EXPECTING:
        return [case.head, case.body]
    if case.manner is not Manner.SLICED:
        return [whole]
    step = max(1, len(whole) // 20)
    return [whole[at : at + step] for at in range(0, len(whole), step)]
