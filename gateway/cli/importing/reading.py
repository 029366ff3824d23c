"""A file of comma-separated values, record by record: what cannot be read is told by its line, and the rest is read."""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

LONGEST_LINE = 1_000_000
# A quote that is not closed would swallow the rest of the file: a record has at most so many lines.
MOST_LINES = 200
_CHUNK = 1 << 16
_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class Record:
    """One record by the line it begins on, counted as editors do; with a `problem` its cells are the raw text."""

    line: int
    cells: list[str]
    problem: str | None = None


class FileRefused(Exception):
    """The file cannot be read as it is; the message says what to change."""


class CsvFile:
    """The header of a file, and its records as they come; memory does not grow with the file."""

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        self.size = path.stat().st_size
        self._waiting: deque[tuple[int, str]] = deque()
        self._lines = 0
        self._separator = ","
        with ExitStack() as refused:
            self._binary = refused.enter_context(path.open("rb"))
            self.encoding = encoding or encoding_of(self._binary)
            self._binary.seek(0)
            self._text = _text(self._binary, self.encoding)
            self.header = self._header()
            refused.pop_all()

    @property
    def position(self) -> int:
        """How many bytes were read."""
        return self._binary.tell()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._text.close()

    def __iter__(self) -> Iterator[Record]:
        while (record := self._next()) is not None:
            if record.problem is None and not any(cell.strip() for cell in record.cells):
                continue  # spreadsheets end in empty rows
            yield self._checked(record)

    def _checked(self, record: Record) -> Record:
        if record.problem is not None:
            return record
        if any("\udc80" <= character <= "\udcff" for cell in record.cells for character in cell):
            return _refused(record, f"A character is not {self.encoding.upper()}; save the file as UTF-8.")
        if len(record.cells) != len(self.header):
            return _refused(
                record, f"The row has {len(record.cells)} columns, the header {len(self.header)}."
            )
        return record

    def _header(self) -> list[str]:
        first = self._line()
        if first is None:
            raise FileRefused("The file is empty.")
        self._separator = max(",;\t", key=first[1].count)
        self._waiting.append(first)
        record = self._next()
        if record is None or record.problem is not None or not any(record.cells):
            raise FileRefused("The first line has to name the columns.")
        return [cell.strip() for cell in record.cells]

    def _next(self) -> Record | None:
        taken: list[tuple[int, str]] = []
        first = self._line()
        if first is None:
            return None
        taken.append(first)
        line, text = first
        if len(text) > LONGEST_LINE:
            shown = text[:_SHOWN]
            return Record(
                line, [shown], f"The line has more than {LONGEST_LINE} characters; it is cut off here."
            )
        try:
            cells = next(csv.reader(self._fed(taken), delimiter=self._separator, strict=True))
        except (csv.Error, _TooManyLines) as error:
            # Only the first line is given up: a quote that is not closed must not take its neighbours along.
            self._waiting.extendleft(reversed(taken[1:]))
            why = "a quotation mark is not closed" if len(taken) > 1 or "end of data" in str(error) else error
            return Record(line, [text.rstrip("\r\n")], f"The line cannot be read: {why}.")
        return Record(line, cells)

    def _fed(self, taken: list[tuple[int, str]]) -> Iterator[str]:
        yield taken[0][1]
        while (following := self._line()) is not None:
            taken.append(following)
            if len(taken) > MOST_LINES or len(following[1]) > LONGEST_LINE:
                raise _TooManyLines
            yield following[1]

    def _line(self) -> tuple[int, str] | None:
        """The next line and its number; of a longer one than any record has, its beginning."""
        if self._waiting:
            return self._waiting.popleft()
        text = self._text.readline(LONGEST_LINE + 1)
        if not text:
            return None
        self._lines += 1
        rest = text
        while len(rest) > LONGEST_LINE and not rest.endswith(("\n", "\r")):
            rest = self._text.readline(LONGEST_LINE + 1)
        return self._lines, text


def encoding_of(file: BinaryIO) -> str:
    """The character set of a file: what its first bytes say, else UTF-8 if it mostly is, else Windows-1252."""
    start = file.read(4)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    while chunk := file.read(_CHUNK):
        text = decoder.decode(chunk)
        if not text.isascii():
            strange = sum("\udc80" <= character <= "\udcff" for character in text)
            bad += strange
            good += sum(character > "\x7f" for character in text) - strange
    return "windows-1252" if bad > good else "utf-8"


def _text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    try:
        # What a character set does not have comes as a lone surrogate, so that only its own record is refused.
        return io.TextIOWrapper(file, encoding, errors="surrogateescape", newline="")
    except LookupError:
        raise FileRefused(f"{encoding} is no character set that is known here.") from None


class _TooManyLines(Exception):
    """A record goes on for longer than any does."""


def _refused(record: Record, problem: str) -> Record:
    return Record(record.line, record.cells, problem)
