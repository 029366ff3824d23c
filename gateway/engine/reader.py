"""The reading side of one operation: every statement on one connection, in one snapshot where there are several."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import asyncpg

from db.store import Pool
from gateway.engine.statements import Statement

_BEGIN = "begin isolation level repeatable read read only"


class NothingToReadFor(Exception):
    """The operation was answered already."""


@dataclass(slots=True)
class Ran:
    """A statement that was sent, for which level and tab; with what came of it once it is answered."""

    text: str
    level: Any
    tab: str | None
    rows: int | None = None
    seconds: float | None = None


@dataclass(slots=True)
class Reader:
    """Reads what was committed when its first statement ran (REPEATABLE READ), unless it is told of only one.

    Statements queue: a connection answers one at a time, and so do the loaders of one operation.
    """

    pool: Pool
    parameters: Mapping[str, Any]
    snapshot: bool = True
    ran: list[Ran] = field(default_factory=list)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _connection: Any = None
    _in_snapshot: bool = False
    _closed: bool = False

    @property
    def statements(self) -> list[str]:
        return [ran.text for ran in self.ran]

    async def rows(
        self, statement: Statement, level: Any = None, tab: str | None = None, /, **given: Any
    ) -> list[asyncpg.Record]:
        """The rows of a statement; parameters about the actor and the day are known here."""
        values = statement.arguments(given, self.parameters)
        async with self._lock:
            if self._closed:
                # graphql-core may leave resolvers running behind an answer that a null at the root has ended.
                raise NothingToReadFor
            connection = self._connection or await self._open()
            ran = Ran(statement.text, level, tab)
            self.ran.append(ran)
            begun = perf_counter()
            found: list[asyncpg.Record] = await connection.fetch(statement.text, *values)
            ran.rows, ran.seconds = len(found), perf_counter() - begun
            return found

    async def _open(self) -> Any:
        self._connection = await self.pool.acquire()
        if self.snapshot:
            self._in_snapshot = True
            await self._connection.execute(_BEGIN)
        return self._connection

    async def close(self) -> None:
        """Give the connection back, for good: nobody would give it back after a later statement."""
        async with self._lock:
            self._closed = True
            connection, in_snapshot = self._connection, self._in_snapshot
            self._connection, self._in_snapshot = None, False
            if connection is None:
                return
            try:
                if in_snapshot and not connection.is_closed():
                    await connection.execute("rollback")
            finally:
                await self.pool.release(connection)
