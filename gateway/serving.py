"""Serving the application on one address, until a signal ends it in good order."""

from __future__ import annotations

import errno
import gc
import signal
import socket
import sys
from collections.abc import Callable
from time import monotonic
from types import FrameType
from typing import Any

import httptools
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

KEEP_ALIVE_SECONDS = 75
"""Longer than load balancers keep idle connections, or they send requests into one that is being closed."""


LONGEST_HEAD = 1_000_000
"""Bytes of a request line and headers. An address may be as long as a body, which the endpoint limits in words."""


class AddressRefused(Exception):
    """Nothing can be served at this address; the message says what to change."""


def bind(host: str, port: int) -> socket.socket:
    """The address made ours, before anything is started for it."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise AddressRefused(
            f"There is no address {host}: give --host a name or number of this machine."
        ) from None
    bound = socket.socket(family, kind)
    try:
        if sys.platform != "win32":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError as failure:
        bound.close()
        if failure.errno == errno.EADDRINUSE:
            why = "is in use: stop what serves there, or choose another with --port"
        else:
            why = f"cannot be served: {failure.strerror}"
        raise AddressRefused(f"Port {port} of {host} {why}.") from None
    return bound


def url_of(bound: socket.socket) -> str:
    """Where a browser on this machine finds what is served there."""
    host, port = bound.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - read, not bound
        host = "127.0.0.1" if host == "0.0.0.0" else "::1"  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Server(uvicorn.Server):
    """Says that it is not ready before it stops listening, so that nobody is sent to a closed door."""

    def __init__(
        self, app: Starlette, config: uvicorn.Config, pause: float, started: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._app = app
        self._pause = pause
        self._started = started
        self._leaves_at: float | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # The schema and the modules live as long as the process: the collector need not look at them again.
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        self._started()

    async def on_tick(self, counter: int) -> bool:
        if self._leaves_at is not None and monotonic() >= self._leaves_at:
            self.should_exit = True
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # The signal is not raised again in the end: an end in good order is a success.
        self._app.state.leaving = True
        if sig == signal.SIGTERM and self._leaves_at is None:
            self._leaves_at = monotonic() + self._pause
        elif self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        else:
            self.should_exit = True


class Connection(HttpToolsProtocol):
    """HTTP/1.1 and nothing else: another protocol that a client proposes is not taken up."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.parser = _Parser(self)  # type: ignore[assignment]  # what uvicorn calls of it is there


class _Parser:
    """Reads on where httptools stops, and stops where it would read on for ever.

    Java's client and `curl --http2` propose HTTP/2 with each request. httptools takes what follows for that protocol,
    and the body would be lost; so it is read by another parser, whose head says how long the body is and no more.
    """

    def __init__(self, connection: HttpToolsProtocol) -> None:
        self._connection = connection
        # httptools looks which of these there are when its parser is made.
        self.on_body = connection.on_body
        self._parser = self._new()
        self._framing = b""
        self._resuming = False
        self._head: int | None = 0

    def _new(self) -> httptools.HttpRequestParser:
        parser = httptools.HttpRequestParser(self)
        # As uvicorn has it: what comes after the last request does no harm.
        parser.set_dangerous_leniencies(lenient_data_after_close=True)
        return parser

    def feed_data(self, data: bytes) -> None:
        """Tell the connection what is in these bytes."""
        while data:
            try:
                self._parser.feed_data(data)
            except httptools.HttpParserUpgrade as proposed:
                data = data[proposed.args[0] :]
                if self._framing:
                    self._resuming, self._parser = True, self._new()
                    self._parser.feed_data(b"POST / HTTP/1.1\r\n" + self._framing + b"\r\n\r\n")
            else:
                break
        if self._head is not None:
            self._head += len(data)
            if self._head > LONGEST_HEAD:
                raise httptools.HttpParserError("The head is too long.")

    def should_upgrade(self) -> bool:
        return False

    def should_keep_alive(self) -> bool:
        return self._parser.should_keep_alive()

    def get_http_version(self) -> str:
        return self._parser.get_http_version()

    def get_method(self) -> bytes:
        return self._parser.get_method()

    def on_message_begin(self) -> None:
        if not self._resuming:
            self._framing, self._head = b"", 0
            self._connection.on_message_begin()

    def on_url(self, url: bytes) -> None:
        if not self._resuming:
            self._connection.on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._resuming:
            if name.lower() in (b"content-length", b"transfer-encoding"):
                self._framing = name + b": " + value
            self._connection.on_header(name, value)

    def on_headers_complete(self) -> None:
        if not self._resuming:
            self._head = None
            self._connection.on_headers_complete()

    def on_message_complete(self) -> None:
        if self._resuming or not (self._framing and self._parser.should_upgrade()):
            self._resuming = False
            self._connection.on_message_complete()


def serve(
    app: Starlette, bound: socket.socket, *, pause: float, grace: float, started: Callable[[], None]
) -> None:
    """Serve until SIGTERM or SIGINT; `started` is called when the first request can come."""
    config = uvicorn.Config(
        app,
        loop="asyncio" if sys.platform == "win32" else "uvloop",
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=round(grace),
        backlog=2048,
    )
    Server(app, config, pause, started).run(sockets=[bound])
