"""The benchmark's PostgreSQL: the product's tables as the demo loader fills them, and beside them what peers ask by."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import asyncpg

from bench.processes import pinned
from db import embedded, migrate
from db.demo import load
from db.store import connection_arguments
from gateway.keys import KEY_BYTES
from gateway.vault import Vault

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]

T = TypeVar("T")

CHECKOUT = Path(__file__).parents[1]
DATA = CHECKOUT / ".bench"
PEERS = Path(__file__).with_name("peers")
CUSTOMERS = 50_000
# The demo's days are told from this one, so that the store is the same whenever it is made.
TODAY = date(2026, 11, 22)
SHARED_BUFFERS = "2GB"  # holds all tables and indexes, so that no contestant waits for a disk
POSTGRES_CORE = 1

_VIEWS = PEERS / "peers.sql"
_LOADED_BY = (CHECKOUT / "db" / "demo", CHECKOUT / "db" / "migrations" / "versions")
_OF_THE_STORE = "relkind in ('r', 'i') and relnamespace in ('public'::regnamespace, 'bench'::regnamespace)"
_MARK = "loaded"


@contextmanager
def running(data: Path) -> Iterator[embedded.Services]:
    """The services of the folder, on the core that is not the contestants'."""
    with pinned(POSTGRES_CORE):
        services = embedded.start(data, shared_buffers=SHARED_BUFFERS)
    with services:
        yield services


def forget_another(data: Path) -> None:
    """Remove the benchmark's store where other code than this loaded it; one that is not the benchmark's stays."""
    mark = data / _MARK
    if mark.exists() and mark.read_text() != _loaded_by():
        embedded.forget(data)
        mark.unlink()


async def make(data: Path, services: embedded.Services, progress: Callable[[int, int], None]) -> bool:
    """Bring the store to what the benchmark needs; whether customers had to be loaded."""
    mark = data / _MARK
    missing = not mark.exists()
    if missing:
        await migrate.upgrade(services.owner_url)
        await load(
            services.database_url,
            customers=CUSTOMERS,
            seal=Vault(secrets.token_bytes(KEY_BYTES)).seal,
            today=TODAY,
            progress=progress,
        )
        mark.write_text(_loaded_by())
    await _as(services.superuser_url, _make_views)
    return missing


async def is_made(data: Path, services: embedded.Services) -> bool:
    """Whether the store is as this code makes it."""
    mark = data / _MARK
    loaded = mark.exists() and mark.read_text() == _loaded_by()
    return loaded and await _as(services.superuser_url, _views_of) == _hash([_VIEWS])


async def prewarm(services: embedded.Services) -> int:
    """Read every table and index into PostgreSQL's own memory; how many bytes they are."""

    async def read(connection: Connection) -> int:
        await connection.execute("create extension if not exists pg_prewarm")
        pages: int = await connection.fetchval(
            f"select sum(pg_prewarm(oid))::bigint from pg_class where {_OF_THE_STORE}"
        )
        return pages * 8192

    return await _as(services.superuser_url, read)


async def count_rows(services: embedded.Services) -> dict[str, int]:
    """How many rows each table has that has any."""

    async def count(connection: Connection) -> dict[str, int]:
        names = await connection.fetch(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1"
        )
        counted = {name: await connection.fetchval(f"select count(*) from {name}") for (name,) in names}
        return {name: rows for name, rows in counted.items() if rows}

    return await _as(services.superuser_url, count)


async def version(services: embedded.Services) -> str:
    async def ask(connection: Connection) -> str:
        said: str = await connection.fetchval("show server_version")
        return said

    return await _as(services.superuser_url, ask)


async def fetch(services: embedded.Services, query: str) -> list[asyncpg.Record]:
    """The rows of a query, asked as the application asks."""
    return await _as(services.database_url, lambda connection: connection.fetch(query))


async def _make_views(connection: Connection) -> None:
    wanted = _hash([_VIEWS])
    if await _views_of(connection) == wanted:
        return
    async with connection.transaction():
        await connection.execute(_VIEWS.read_text("utf-8"))
        await connection.execute(f"comment on schema bench is '{wanted}'")
    await connection.execute("reset search_path")
    await connection.execute("vacuum (analyze, freeze)", timeout=600)


async def _views_of(connection: Connection) -> str | None:
    found: str | None = await connection.fetchval(
        "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = 'bench'"
    )
    return found


def _loaded_by() -> str:
    """What the customers were made by: the loader, the tables, how many and on which day."""
    files = sorted(path for folder in _LOADED_BY for path in folder.rglob("*.py"))
    return f"{_hash(files)} {CUSTOMERS} {TODAY}"


def _hash(files: Iterable[Path]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


async def _as(url: str, task: Callable[[Connection], Awaitable[T]]) -> T:
    connection = await asyncpg.connect(**connection_arguments(url), timeout=60)
    try:
        return await task(connection)
    finally:
        await connection.close()
