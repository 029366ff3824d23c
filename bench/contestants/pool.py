"""The PostgreSQL that the contestants in Python share with the others."""

from __future__ import annotations

import os

import asyncpg

from db.store import Pool

HOST = os.environ.get("BENCH_PG_HOST", "")
USER = os.environ.get("BENCH_PG_USER", "")
DATABASE = os.environ.get("BENCH_PG_DATABASE", "")
SIZE = int(os.environ.get("BENCH_POOL", "8"))


async def open_pool() -> Pool:
    async def nothing(_: object) -> None:
        """No statement leaves a setting behind, and putting them back costs a round trip."""

    return await asyncpg.create_pool(
        host=HOST,
        port=5432,
        user=USER,
        database=DATABASE,
        min_size=SIZE,
        max_size=SIZE,
        max_inactive_connection_lifetime=0,
        reset=nothing,
        server_settings={"jit": "off"},
    )
