"""The open connections of one process: a pool for reads, an engine for writes, and Redis beside them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import asyncpg
import orjson
from redis.asyncio import Redis
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

if TYPE_CHECKING:
    Pool = asyncpg.Pool[asyncpg.Record]
else:
    # Generic in its stubs only.
    Pool = asyncpg.Pool


# What lists may be of, in the columns that are read.
_HELD = ("uuid", "boolean", "integer", "bigint", "date", "timestamptz")


@dataclass(frozen=True, slots=True)
class Store:
    """Reads go to `reads` as text on the driver; `primary` is the same for what must see the last commit.

    Nothing rests on `redis`, which a deployment may do without.
    """

    reads: Pool
    primary: Pool
    writes: AsyncEngine
    redis: Redis | None


@asynccontextmanager
async def open_store(
    *,
    database_url: str,
    read_url: str | None,
    redis_url: str | None,
    pool_size: int,
    statement_seconds: float,
) -> AsyncIterator[Store]:
    """Open everything, and close it in the end. No connection is made before the first use."""
    limit = {
        "statement_timeout": str(int(statement_seconds * 1000)),
        "jit": "off",
        "application_name": "gateway",
    }
    writes = create_async_engine(
        database_url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=10,
        pool_pre_ping=True,
        hide_parameters=True,  # an error is logged, and what was written is personal
        connect_args={"server_settings": limit},
    )
    redis = None
    if redis_url is not None:
        redis = Redis.from_url(redis_url, socket_timeout=0.5, socket_connect_timeout=0.5)
    # Reads go by key through the same few plans for every value. Planning takes several times as long as reading.
    # What the engine has PostgreSQL write as text is in UTC, and in the form of the standard.
    reading = limit | {"plan_cache_mode": "force_generic_plan", "timezone": "UTC", "datestyle": "ISO"}
    primary = await _pool(database_url, pool_size, reading)
    reads = primary if read_url is None else await _pool(read_url, pool_size, reading)
    try:
        yield Store(reads, primary, writes, redis)
    finally:
        await reads.close()
        await primary.close()
        await writes.dispose()
        if redis is not None:
            await redis.aclose()


async def _pool(url: str, size: int, settings: dict[str, str]) -> Pool:
    return await asyncpg.create_pool(
        **connection_arguments(url),
        min_size=0,
        max_size=size,
        server_settings=settings,
        init=_learn_types,
        reset=_nothing,
        statement_cache_size=1_000,
        # A whole record is one statement of some hundred kilobytes, and the driver's own limit is 15: beyond it
        # a statement would be planned for each request, which takes longer than anything else about it.
        max_cacheable_statement_size=1_000_000,
    )


async def _learn_types(connection: Any) -> None:
    """Have the driver look up the array types that it does not know, for records to hold them, and decode jsonb."""
    # In the binary form, which alone may stand within a record: a byte for the version before the text.
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=_to_jsonb, decoder=_from_jsonb, format="binary"
    )
    # After it, since a new codec makes the driver forget what it has looked up.
    await connection.fetch(f"select {', '.join(f'null::{name}[]' for name in _HELD)}")


def _to_jsonb(value: Any) -> bytes:
    return b"\1" + orjson.dumps(value)


def _from_jsonb(value: bytes) -> Any:
    return orjson.loads(value[1:])


async def _nothing(_: Any) -> None:
    """Nothing to put back: no statement of ours leaves a setting behind, and the reset costs a round trip."""


def connection_arguments(url: str) -> dict[str, Any]:
    """What the driver's own connect() takes, out of an SQLAlchemy URL."""
    parsed = make_url(url)
    host = parsed.host or parsed.query.get("host")
    return {
        "host": host,
        "port": parsed.port,
        "user": parsed.username,
        "password": parsed.password,
        "database": parsed.database,
        **({"ssl": parsed.query["ssl"]} if "ssl" in parsed.query else {}),
    }
