"""Makes a store twenty-one times the benchmark's, by INSERT ... SELECT: as many houses in one, each with its customers.

Whatever hangs on a customer, an event or a venue is copied, under keys of its own; what a house sets up once, such as
funds and types, is not. Copies of an audit entry have the hash of the first, so that their chains do not verify.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import asyncpg
import sqlalchemy as sa

import db.models  # noqa: F401 - registers the tables
from db.base import Base
from db.embedded import Services
from db.store import connection_arguments

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]

BASE, SCALED = "gateway", "scaled"
COPIES = 20
WORKERS = 2
_HOURS = 3600

_ROOTS = {"customer", "event", "venue"}
_LEFT = {
    "voucher_group_instance": "voucher groups are set up once, and each would be good for all houses' instances",
    "pin": "the users are the same, and so is their pinboard",
}
# What is unique in the store beside keys; numbers of a copy lie a round number apart.
_OWN = {
    "customer.number": "number + copy * 1000000",
    "customer.email": "copy || '.' || email",
    "customer.last_activity_at": "last_activity_at - copy * interval '1 minute'",
    "customer_order.number": "number + copy * 10000000",
    "gift_voucher.code_hash": "sha256(code_hash || int4send(copy))",
    "external_id.value": "value || '-' || copy",
    "imported_row.identity": "sha256(identity || int4send(copy))",
    "event.name": "name || ' ' || copy",
    "fixed_series.name": "name || ' ' || copy",
    "venue.name": "name || ' ' || copy",
}
# The first bytes say when the row was made, so that copies lie beside it in the indexes as new rows would; the version
# is that of no id of ours, so that no copy has a key that is there. Cheap above all: it is called 150 million times.
_KEY = """
create function bench_key(id uuid, copy int) returns uuid immutable parallel safe language sql return
    overlay(overlay(id::text placing '8' from 15) placing lpad(to_hex(copy), 4, '0') from 25)::uuid
"""


def copied() -> list[sa.Table]:
    """The tables whose rows are copied: those that hang on a root, the largest of the demo's first."""
    names = set(_ROOTS)
    tables = Base.metadata.sorted_tables
    for table in tables * 2:  # a household and its primary householder point at each other
        if any(key.column.table.name in names for key in table.foreign_keys):
            names.add(table.name)
    return [table for table in tables if table.name in names - set(_LEFT)]


def copying(table: sa.Table, copies: int) -> str:
    """The statement that inserts the copies of a table's rows."""
    columns = [column for column in table.columns if column.computed is None]
    names = ", ".join(f'"{column.name}"' for column in columns)
    values = ", ".join(_value(column) for column in columns)
    return (
        f'insert into "{table.name}" ({names}) overriding system value'
        f' select {values} from "{table.name}", generate_series(1, {copies}) copy'
    )


def _value(column: sa.Column[object]) -> str:
    own = _OWN.get(str(column))
    if own is not None:
        return own
    followed = {key.column.table.name for key in column.foreign_keys}
    is_key = column.primary_key and not followed
    if isinstance(column.type, sa.Uuid) and (is_key or followed & {table.name for table in copied()}):
        return f'bench_key("{column.name}", copy)'
    return f'"{column.name}"'


async def make(services: Services, say: Callable[[str], None], *, copies: int = COPIES) -> None:
    """Make the large store beside the one that is there, anew."""
    async with _connected(services.superuser_url) as root:
        await root.execute(f"drop database if exists {SCALED} with (force)")
        await root.execute(
            f"create database {SCALED} template {BASE} owner gateway_owner strategy file_copy", timeout=_HOURS
        )
    url = of(services.superuser_url)
    async with _connected(url) as first:
        await first.execute(_KEY)
        tables = await _largest_first(first, copied())
        indexes = await _drop_indexes(first, tables)
    say(f"{len(tables)} tables to copy {copies} times, {len(indexes)} indexes to make again")
    await _all(url, [copying(table, copies) for table in tables])
    say("copied")
    await _all(url, indexes)
    say("indexes made")
    await _all(url, [f'vacuum (analyze) "{table.name}"' for table in tables])


async def measured(services: Services) -> tuple[dict[str, int], int]:
    """The rows of each copied table of the large store, and the bytes of the store."""
    async with _connected(of(services.superuser_url)) as connection:
        names = sorted(str(table.name) for table in copied())
        rows = {name: await connection.fetchval(f'select count(*) from "{name}"') for name in names}
        size: int = await connection.fetchval("select pg_database_size(current_database())")
    return rows, size


def of(url: str) -> str:
    """The same URL for the large store."""
    return url.replace(f"/{BASE}?", f"/{SCALED}?")


async def _largest_first(connection: Connection, tables: Sequence[sa.Table]) -> list[sa.Table]:
    found = await connection.fetch(
        "select relname, pg_table_size(oid) as bytes from pg_class where relkind = 'r'"
    )
    sizes = {row["relname"]: row["bytes"] for row in found}
    return sorted(tables, key=lambda table: -sizes[table.name])


async def _drop_indexes(connection: Connection, tables: Sequence[sa.Table]) -> list[str]:
    """Drop what is quicker made again, and say how, the largest table's first; constraints keep theirs."""
    found: list[str] = []
    for table in tables:
        indexes = await connection.fetch(
            "select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index"
            " where indrelid = $1::text::regclass"
            " and not exists (select from pg_constraint where conindid = indexrelid)",
            table.name,
        )
        for index in indexes:
            await connection.execute(f"drop index {index['name']}")
        found += [index["definition"] for index in indexes]
    return found


async def _all(url: str, statements: Sequence[str]) -> None:
    """Execute all of them, by so many workers at once."""
    waiting = iter(statements)
    await asyncio.gather(*(_work(url, waiting) for _ in range(WORKERS)))


async def _work(url: str, waiting: Iterator[str]) -> None:
    async with _connected(url) as connection:
        # Keys are copied with what they point at, so that there is nothing for the store to check row by row.
        await connection.execute(
            "set session_replication_role = replica; set maintenance_work_mem = '1GB'; set synchronous_commit = off;"
            " set max_parallel_maintenance_workers = 0"
        )
        for statement in waiting:
            await connection.execute(statement, timeout=_HOURS)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Connection]:
    connection: Connection = await asyncpg.connect(**connection_arguments(url), timeout=60)
    try:
        yield connection
    finally:
        await connection.close()
