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

import uvicorn
from starlette.applications import Starlette

KEEP_ALIVE_SECONDS = 75
"""Longer than load balancers keep idle connections, or they send requests into one that is being closed."""


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


def serve(
    app: Starlette, bound: socket.socket, *, pause: float, grace: float, started: Callable[[], None]
) -> None:
    """Serve until SIGTERM or SIGINT; `started` is called when the first request can come."""
    config = uvicorn.Config(
        app,
        loop="asyncio" if sys.platform == "win32" else "uvloop",
        http="httptools",
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
