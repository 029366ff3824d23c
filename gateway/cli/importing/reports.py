"""What an import leaves beside the file: the rows that were refused and why, and those that may be duplicates."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from domain.imports import LINE, REASON


class Report:
    """A file that is whole or not there: written beside its place, and put there in the end if it has any rows.

    One of an earlier import is replaced, or removed where there is nothing to tell this time.
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.path = path
        self.rows = 0
        self._header = header
        self._unfinished = path.with_name(f"{path.name}.part")
        self._file: io.TextIOWrapper | None = None
        self._writer: Any = None

    def add(self, row: Iterable[str]) -> None:
        """Write a row; the header goes before the first."""
        if self._file is None:
            # With a mark in front, by which spreadsheets know the character set. What could not be read goes out
            # byte by byte as it came in.
            self._file = self._unfinished.open(
                "w", encoding="utf-8-sig", errors="surrogateescape", newline=""
            )
            self._writer = csv.writer(self._file)
            self._writer.writerow(self._header)
        self._writer.writerow(row)
        self.rows += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
        if kind is not None:
            return
        if self._file is None:
            self.path.unlink(missing_ok=True)
        else:
            self._unfinished.replace(self.path)


class Rejected(Report):
    """The refused rows as they were, each with its line and the reason: to be mended and imported in their turn."""

    def __init__(self, file: Path, header: Sequence[str]) -> None:
        # A file of refused rows has these two columns from the last time.
        self._kept = [place for place, name in enumerate(header) if name not in (LINE, REASON)]
        self._columns = len(header)
        super().__init__(
            file.with_name(f"{file.name}.rejected.csv"),
            [*(header[place] for place in self._kept), LINE, REASON],
        )

    def add_row(self, cells: Sequence[str], line: int, reasons: Iterable[str]) -> None:
        kept = [cells[place] if place < len(cells) else "" for place in self._kept]
        # Cells beyond the header's are kept too, behind everything that has a name.
        self.add([*kept, str(line), " ".join(reasons), *cells[self._columns :]])


class Duplicates(Report):
    """The rows that became records although there are others like them, to be looked at."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            file.with_name(f"{file.name}.duplicates.csv"), ["line", "record", "may be the same as"]
        )

    def add_row(self, line: int, friendly_id: str, alike: Iterable[str]) -> None:
        self.add([str(line), friendly_id, ", ".join(alike)])
