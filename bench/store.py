"""The benchmark's PostgreSQL: one data folder, made once, with the product's tables and the benchmark's own."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import asyncpg

from bench.processes import pinned
from db import embedded, migrate
from db.demo import load_personas
from db.store import connection_arguments

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]

T = TypeVar("T")

CHECKOUT = Path(__file__).parents[1]
DATA = CHECKOUT / ".bench"
PEERS = Path(__file__).with_name("peers")
SHARED_BUFFERS = "1GB"  # holds all tables and indexes, so that no contestant waits for a disk
POSTGRES_CORE = 1

_CRM = Path(__file__).with_name("crm.sql")


@contextmanager
def running(data: Path) -> Iterator[embedded.Services]:
    """The services of the folder, on the core that is not the contestants'."""
    with pinned(POSTGRES_CORE):
        services = embedded.start(data, shared_buffers=SHARED_BUFFERS)
    with services:
        yield services


async def make(services: embedded.Services) -> bool:
    """Bring the store to what the benchmark needs; whether anything was missing."""
    await migrate.upgrade(services.owner_url)
    await _as(services.database_url, load_personas)
    wanted = fingerprint()

    async def crm(connection: Connection) -> bool:
        if await _marked(connection) == wanted:
            return False
        await connection.execute("drop schema if exists crm cascade")
        async with connection.transaction():
            await connection.execute(_CRM.read_text("utf-8"))
            await connection.execute(f"comment on schema crm is '{wanted}'")
        await connection.execute("reset search_path")
        await connection.execute("vacuum (analyze, freeze)")
        return True

    return await _as(services.superuser_url, crm)


async def is_made(services: embedded.Services) -> bool:
    """Whether the store is as this code makes it."""
    return await _as(services.superuser_url, _marked) == fingerprint()


async def prewarm(services: embedded.Services) -> int:
    """Read every table and index into PostgreSQL's own memory; how many bytes they are."""

    async def read(connection: Connection) -> int:
        await connection.execute("create extension if not exists pg_prewarm")
        pages: int = await connection.fetchval(
            "select sum(pg_prewarm(oid))::bigint from pg_class"
            " where relnamespace = 'crm'::regnamespace and relkind in ('r', 'i')"
        )
        return pages * 8192

    return await _as(services.superuser_url, read)


async def count_rows(services: embedded.Services) -> dict[str, int]:
    """How many rows each table has."""

    async def count(connection: Connection) -> dict[str, int]:
        names = await connection.fetch(
            "select relname from pg_class where relnamespace = 'crm'::regnamespace and relkind = 'r' order by 1"
        )
        return {name: await connection.fetchval(f"select count(*) from crm.{name}") for (name,) in names}

    return await _as(services.superuser_url, count)


async def version(services: embedded.Services) -> str:
    async def ask(connection: Connection) -> str:
        said: str = await connection.fetchval("show server_version")
        return said

    return await _as(services.superuser_url, ask)


def fingerprint() -> str:
    """What the store was made from."""
    return hashlib.sha256(_CRM.read_bytes()).hexdigest()


async def _marked(connection: Connection) -> str | None:
    found: str | None = await connection.fetchval(
        "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = 'crm'"
    )
    return found


async def _as(url: str, task: Callable[[Connection], Awaitable[T]]) -> T:
    connection = await asyncpg.connect(**connection_arguments(url), timeout=60)
    try:
        return await task(connection)
    finally:
        await connection.close()
