"""What an import has to remember of every row, on disk and not in memory; it is gone with the process."""

from __future__ import annotations

import sqlite3
from types import TracebackType
from typing import Self


class Scratch:
    """Counts and notes by key, in a database of its own that the system removes, however the process ends."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        for setting in ("synchronous = off", "journal_mode = off", "cache_size = -2000"):
            self._database.execute(f"pragma {setting}")
        self._database.execute("create table seen (key blob primary key, times integer) without rowid")

    def times(self, key: bytes) -> int:
        """How many times this key was asked for, this time included."""
        counted = self._database.execute(
            "insert into seen values (?, 1) on conflict (key) do update set times = times + 1 returning times",
            (key,),
        )
        found: int = counted.fetchone()[0]
        return found

    def holds(self, key: bytes) -> bool:
        """Whether this key was asked for or noted."""
        return self._database.execute("select 1 from seen where key = ?", (key,)).fetchone() is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
