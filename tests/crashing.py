"""Cuts the connection of a write at every boundary between its statements, as the death of a process would."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from tests.ask import Answered

Write = Callable[[], Awaitable[Answered]]
Stored = Callable[[], Awaitable[Any]]


class Cutter:
    """Counts the statements of writes, and cuts the connection before the one of this number."""

    def __init__(self, at: int | None) -> None:
        self.at = at
        self.seen = 0

    def _next(self, connection: Any) -> None:
        self.seen += 1
        if self.seen == self.at:
            # Nothing is said to the server: it finds the other side gone, as when a process is killed.
            connection.connection.dbapi_connection.driver_connection.terminate()

    def before_statement(self, connection: Any, *_: Any) -> None:
        self._next(connection)

    def before_commit(self, connection: Any) -> None:
        self._next(connection)


@contextmanager
def cut(engine: Any, at: int | None = None) -> Iterator[Cutter]:
    """Within the block the write that comes to its statement of this number loses its connection, if any."""
    sync, cutter = engine.sync_engine, Cutter(at)
    event.listen(sync, "before_cursor_execute", cutter.before_statement)
    event.listen(sync, "commit", cutter.before_commit)
    try:
        yield cutter
    finally:
        event.remove(sync, "before_cursor_execute", cutter.before_statement)
        event.remove(sync, "commit", cutter.before_commit)


async def crashes_leave_all_or_nothing(engine: Any, write: Write, stored: Stored) -> int:
    """How many boundaries were cut at: after each nothing is stored, and the write that is not cut is done whole.

    `write` asks with one idempotency key throughout; repeated, it is told its first outcome. `stored` is all that it
    could have changed.
    """
    before = await stored()
    number = 0
    while True:
        number += 1
        with cut(engine, number) as cutter:
            told = await write()
        if cutter.seen < number:
            break
        assert told.errors != [], f"statement {number} was cut and nobody was told"
        assert await stored() == before, f"cut before statement {number}, something was left"
    assert told.errors == []
    (payload,) = told.data.values()
    assert payload["errors"] == []
    after = await stored()
    assert after != before
    again = await write()
    assert again.data == told.data
    assert "replayed" in again.extensions
    assert await stored() == after
    return number - 1
