"""Listens to what a gateway asks PostgreSQL, and has it explain the statements that took longest."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Self

from asyncpg.pool import Pool

_LONGEST_LINE = 220
_MOST_LINES = 120


@dataclass(slots=True)
class Statements:
    """The statements of one pool since it was last told to forget: each text with its longest call."""

    pool: Pool
    _longest: dict[str, tuple[float, tuple[Any, ...]]] = field(default_factory=dict)

    @classmethod
    async def of(cls, pool: Pool, size: int) -> Self:
        """Listen to all connections of a pool of this size."""
        heard = cls(pool)
        async with AsyncExitStack() as stack:
            for _ in range(size):
                connection = await stack.enter_async_context(pool.acquire())
                connection.add_query_logger(heard._hear)
        return heard

    def _hear(self, query: Any) -> None:
        reads = query.query.startswith(("select", "SELECT", "with", "WITH"))
        if reads and query.exception is None and self._longest.get(query.query, (0.0,))[0] < query.elapsed:
            self._longest[query.query] = (query.elapsed, query.args)

    def forget(self) -> None:
        self._longest.clear()

    async def worst(self, count: int) -> list[dict[str, Any]]:
        """The statements with the longest calls, the longest first: milliseconds, beginning of the text, plan."""
        found = sorted(self._longest.items(), key=lambda item: -item[1][0])[:count]
        return [
            {
                "milliseconds": round(elapsed * 1000, 1),
                "text": " ".join(text.split())[:_LONGEST_LINE],
                "plan": await self._explained(text, arguments),
            }
            for text, (elapsed, arguments) in found
        ]

    async def _explained(self, text: str, arguments: tuple[Any, ...]) -> str:
        async with self.pool.acquire() as connection:
            lines = await connection.fetch(f"explain (analyze, buffers, costs off) {text}", *arguments)
        told = [line[0][:_LONGEST_LINE] for line in lines]
        left = len(told) - _MOST_LINES
        return "\n".join(told if left <= 0 else [*told[:_MOST_LINES], f"... and {left} lines more"])
