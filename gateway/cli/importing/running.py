"""An import from its first row to its last, in batches that each do their whole job or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count, islice
from uuid import uuid4

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from db.work import Work, begin_work
from domain.audit import Method
from domain.emails import email_key
from domain.errors import Problems, Refusal, Refusals
from domain.imports import EXTERNAL_ID
from domain.permissions import Actor, Permission
from domain.refusals import refusals_of
from gateway.cli.importing.reading import CsvFile, Record
from gateway.cli.importing.rows import Form
from gateway.cli.importing.scratch import Scratch
from gateway.commands._imports import (
    TRIAL_NUMBERS,
    Imported,
    begin_batch,
    holders_of,
    import_row,
    imported_rows,
    learn,
)
from gateway.commands.customers import Circumstances
from gateway.commands.duplicates import FindAlike

BATCH = 100
IMPORTER = Actor.of_job(
    "import",
    (
        Permission.CUSTOMER_READ,
        Permission.CUSTOMER_READ_INACTIVE,
        Permission.CUSTOMER_WRITE,
        Permission.PROTECTED_DATA,
    ),
)
_TRIAL_ID = re.compile(rf"[IO]-1\d{{{len(str(TRIAL_NUMBERS)) - 1}}}")
_ANOTHER_ROW = "another row of this file"


@dataclass(slots=True)
class Row:
    """A row of the file and what became of it: `reasons` where it was refused, else the record."""

    record: Record
    said: Mapping[str, str] = field(default_factory=dict)
    identity: bytes = b""
    digest: bytes = b""
    reasons: tuple[str, ...] = ()
    imported: Imported | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """How a file is imported. A `trial` stores nothing, and says what would come of it."""

    store: AsyncEngine
    form: Form
    here: Callable[[datetime], Circumstances]
    find_alike: FindAlike
    refuse_alike: bool
    trial: bool
    clock: Callable[[], datetime]
    scratch: Scratch

    async def run(self, file: CsvFile, tell: Callable[[Row], None], progress: Callable[[int], None]) -> None:
        """Import the rows in their order; `tell` hears of each what became of it, once that is so for good."""
        records = iter(file)
        for number in count(1):
            rows = [self._identified(record) for record in islice(records, BATCH)]
            if not rows:
                break
            await self._stored([row for row in rows if not row.reasons])
            # Whenever the file has brought as much again as before.
            if number & (number - 1) == 0 and not self.trial:
                await learn(self.store)
            for row in rows:
                tell(_of_trial(row) if self.trial else row)
            progress(file.position)

    def _identified(self, record: Record) -> Row:
        if record.problem is not None:
            return Row(record, reasons=(record.problem,))
        said = self.form.row(record.cells)
        return Row(record, said, *self.form.identified(said, self.scratch))

    async def _stored(self, rows: Sequence[Row]) -> None:
        """Store rows in one transaction; where it fails as a whole, each half in one of its own."""
        if not rows:
            return
        try:
            with suppress(_Undone):
                async with self._work() as tx:
                    await self._imported(tx, rows)
                    if self.trial or not any(row.is_new for row in rows):
                        raise _Undone
        except DBAPIError as failure:
            if failure.connection_invalidated:
                raise
            for row in rows:
                row.reasons, row.imported, row.is_new = (), None, False
            if len(rows) == 1:
                rows[0].reasons = (_told(failure),)
                return
            half = len(rows) // 2
            await self._stored(rows[:half])
            await self._stored(rows[half:])

    def _work(self) -> AbstractAsyncContextManager[Work]:
        return begin_work(
            self.store, actor=IMPORTER, now=self.clock(), correlation_id=uuid4().hex, method=Method.IMPORT
        )

    async def _imported(self, tx: Work, rows: Sequence[Row]) -> None:
        await begin_batch(tx, trial=self.trial)
        held = await imported_rows(tx, [row.identity for row in rows])
        named = [
            row.said[EXTERNAL_ID] for row in rows if row.identity not in held and EXTERNAL_ID in row.said
        ]
        holders = await holders_of(tx, self.form.system, named) if named else {}
        here = self.here(tx.now)
        for row in rows:
            known = held.get(row.identity)
            holder = holders.get(row.said.get(EXTERNAL_ID, ""))
            if known is not None and known.digest == row.digest:
                row.imported = known
            elif known is not None or holder is not None:
                of = holder if known is None else known.friendly_id
                row.reasons = (f"{of} has this external id and was not imported from a row like this.",)
            elif not (self.trial and self._met_before(row)):
                await self._one(tx, row, here)
            if row.is_new and row.imported is not None:
                held[row.identity] = row.imported

    async def _one(self, tx: Work, row: Row, here: Circumstances) -> None:
        try:
            problems = Problems()
            new = self.form.incoming(row.said, problems)
            # What may still be refused when something of it is stored has to be undone alone.
            async with tx.part() if new.has_more_steps else nullcontext():
                row.imported = await import_row(
                    tx,
                    row.identity,
                    row.digest,
                    new,
                    problems,
                    here=here,
                    find_alike=self.find_alike,
                    refuse_alike=self.refuse_alike,
                )
            row.is_new = True
            if self.trial:
                for mark in _marks(row):
                    self.scratch.times(mark)
        except (Refusal, Refusals) as refused:
            row.reasons = self.form.reasons(refusals_of(refused), row.said)

    def _met_before(self, row: Row) -> bool:
        """Whether an earlier row clashes with this one. A trial has to remember: it left nothing in the store."""
        identity, same, *email = _marks(row)
        if self.scratch.holds(same):
            row.imported = Imported(row.digest, "", ())
        elif self.scratch.holds(identity):
            row.reasons = ("Another row of this file has this external id.",)
        elif any(map(self.scratch.holds, email)):
            row.reasons = ("Another row of this file has this email address.",)
        return row.imported is not None or bool(row.reasons)


def _marks(row: Row) -> list[bytes]:
    email = email_key(row.said.get("email", ""))
    marks = [b"identity " + row.identity, b"row " + row.identity + row.digest]
    return [*marks, b"email " + email.encode()] if email else marks


def _of_trial(row: Row) -> Row:
    """The row without the ids of records that are gone again."""
    row.reasons = tuple(_TRIAL_ID.sub(_ANOTHER_ROW, reason) for reason in row.reasons)
    if row.imported is not None:
        alike = tuple(_TRIAL_ID.sub(_ANOTHER_ROW, each) for each in row.imported.alike)
        row.imported = Imported(row.digest, _TRIAL_ID.sub("", row.imported.friendly_id), alike)
    return row


class _Undone(Exception):
    """There is nothing to keep of this transaction."""


def _told(failure: DBAPIError) -> str:
    cause = getattr(failure.orig, "__cause__", None) or failure.orig
    return f"The store refused it: {str(cause).partition(chr(10))[0]}."
