"""Cuts the connection of a write at every boundary between its statements, as the death of a process would."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from sqlalchemy import event

from tests.ask import Answered

Write = Callable[[], Awaitable[Answered]]
Stored = Callable[[], Awaitable[Any]]


class Cutter:
    """Counts the statements of writes, and cuts the connection before the one of this number, or before a commit."""

    def __init__(self, at: int | None, commits: bool) -> None:
        self.at = at
        self.commits = commits
        self.seen = 0

    def _next(self, connection: Any, commit: bool = False) -> None:
        self.seen += 1
        if self.seen == self.at or (commit and self.commits):
            # Nothing is said to the server: it finds the other side gone, as when a process is killed.
            connection.connection.dbapi_connection.driver_connection.terminate()

    def before_statement(self, connection: Any, *_: Any) -> None:
        self._next(connection)

    def before_commit(self, connection: Any) -> None:
        self._next(connection, commit=True)


@contextmanager
def cut(engine: Any, at: int | None = None, *, commits: bool = False) -> Iterator[Cutter]:
    """Within the block the write that comes to its statement of this number loses its connection, if any."""
    sync, cutter = engine.sync_engine, Cutter(at, commits)
    event.listen(sync, "before_cursor_execute", cutter.before_statement)
    event.listen(sync, "commit", cutter.before_commit)
    try:
        yield cutter
    finally:
        event.remove(sync, "before_cursor_execute", cutter.before_statement)
        event.remove(sync, "commit", cutter.before_commit)


async def crashes_leave_all_or_nothing(engine: Any, write: Write, stored: Stored, *, one_in: int = 1) -> int:
    """How many boundaries were cut at: after each nothing is stored, and the write that is not cut is done whole.

    `write` asks with one idempotency key throughout; repeated, it is told its first outcome. `stored` is all that it
    could have changed. Of a long write the commit is cut, and of its statements one in so many: which ones is drawn,
    the same in every run.
    """
    before = await stored()
    drawn, passed, cuts = Random(one_in), 0, 0
    if one_in > 1:
        with cut(engine, commits=True):
            told = await write()
        assert told.errors != [], "the commit was cut and nobody was told"
        assert await stored() == before, "cut before the commit, something was left"
    while True:
        number = passed + drawn.randint(1, one_in)
        with cut(engine, number) as cutter:
            told = await write()
        if cutter.seen < number:
            break
        assert told.errors != [], f"statement {number} was cut and nobody was told"
        assert await stored() == before, f"cut before statement {number}, something was left"
        passed, cuts = passed + one_in, cuts + 1
    assert told.errors == []
    (payload,) = told.data.values()
    assert payload["errors"] == []
    after = await stored()
    assert after != before
    again = await write()
    assert _lasting(again) == _lasting(told)
    assert "replayed" in again.extensions
    assert await stored() == after
    return cuts


def _lasting(told: Answered) -> str:
    """The data of an answer, but for how long its links last, which moves on with each second."""
    return re.sub(r"\?expires=[^\"]*", "", json.dumps(told.data, sort_keys=True))
