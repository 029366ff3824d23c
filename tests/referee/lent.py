"""A pool that knows which of its connections are out, and an answer after which none may be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

from db.store import Pool

T = TypeVar("T")
# Longer than any statement of ours takes.
PATIENCE = 30


class Lent:
    """Lends connections as the pool does that it stands in for."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._out: set[Any] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    async def acquire(self) -> Any:
        connection = await self._pool.acquire()
        self._out.add(connection)
        return connection

    async def release(self, connection: Any) -> None:
        self._out.discard(connection)
        await self._pool.release(connection)

    async def after(self, answer: Awaitable[T]) -> tuple[T, int]:
        """An answer, and how many connections were not given back once all that it began had ended."""
        before = asyncio.all_tasks()
        found = await answer
        begun = asyncio.all_tasks() - before
        if begun:
            await asyncio.wait(begun, timeout=PATIENCE)
        kept, self._out = self._out, set()
        for connection in kept:
            connection.terminate()
            await self._pool.release(connection)
        return found, len(kept)
