"""Making and changing one row of set-up: found, locked, at the version read, its name free, and audited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.exc import IntegrityError
from uuid_utils.compat import uuid7

from db.base import Base
from db.models import AuditEntry
from db.work import Work
from domain.audit import Change, changes_between, narrative_of
from domain.errors import NotFound, Problems
from domain.set_up import LAST_POSITION, Cleaner, checked
from gateway.commands._constraints import refusal_of
from gateway.commands._records import stale

R = TypeVar("R", bound=Base)


@dataclass(frozen=True, slots=True)
class SetUp(Generic[R]):
    """One kind of set-up row: its table, the mutations' input of it, the word in its ids, and what it is called.

    `label` is the column by which people tell one row from another.
    """

    model: type[R]
    input: str
    word: str
    event: str
    called: str
    label: str = "name"

    def checked(self, given: Mapping[str, Any], cleaners: Mapping[str, Cleaner]) -> dict[str, Any]:
        """The given values as they are stored, by their columns."""
        with self.at_fault():
            return checked(given, cleaners)

    @contextmanager
    def at_fault(self) -> Iterator[None]:
        """Refusals raised inside are of the input, and name it."""
        problems = Problems()
        with problems.at(self.input):
            yield
        problems.raise_any()

    def place(self, row_id: UUID) -> str:
        """Where the audit files the versions of one row, as the sections of a record have theirs."""
        return f"{self.word}:{row_id}"

    def subject(self, row: R, verb: str) -> str:
        """The row in the audit's narrative; set-up is nobody's personal data, so it is named."""
        return f'{self.called} "{getattr(row, self.label)}" {verb}'


async def make(
    tx: Work, of: SetUp[R], values: Mapping[str, Any], *, also: Sequence[Change] = (), **fixed: Any
) -> R:
    """A new row of checked `values`, recorded with them; `fixed` columns are stored but not told of.

    Refused: NameTaken. `also` are changes of other tables that belong to it.
    """
    row = of.model(id=uuid7(), version=1, created_at=tx.now, **values, **fixed)
    tx.session.add(row)
    await settle(tx, of.input)
    changes = (*changes_between({}, dict(values)), *also)
    _record(tx, of, row, "created", changes)
    return row


async def open_row(
    tx: Work, of: SetUp[R], row_id: UUID, expected_version: int, yours: Mapping[str, Any]
) -> R:
    """The row, locked until the end of the work. Refused: NotFound, StaleVersion with theirs and yours."""
    model: Any = of.model
    row: Any = await tx.session.scalar(select(model).where(model.id == row_id).with_for_update())
    if row is None:
        raise NotFound("There is nothing with this id that you may see.", (f"{of.input}Id",))
    if row.version != expected_version:
        history = and_(AuditEntry.customer_id.is_(None), AuditEntry.section == of.place(row_id))
        raise await stale(tx, history, row.version, expected_version, yours)
    found: R = row
    return found


async def save_row(
    tx: Work, of: SetUp[R], row: R, values: Mapping[str, Any], *, also: Sequence[Change] = ()
) -> tuple[Change, ...]:
    """Put checked `values` in place of the row's own; a save that changes nothing leaves no trace (AUD-P05)."""
    kept: Any = row
    changes = (*changes_between({name: getattr(row, name) for name in values}, dict(values)), *also)
    if not changes:
        tx.nothing_changed()
        return ()
    for name, value in values.items():
        setattr(kept, name, value)
    kept.version += 1
    await settle(tx, of.input)
    _record(tx, of, row, "changed", changes)
    return changes


async def settle(tx: Work, path: str) -> None:
    """Store what was changed so far; the database has the last word on names that two people choose at once."""
    try:
        await tx.session.flush()
    except IntegrityError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        refusal.path = (path, *refusal.path)
        raise refusal from error


async def next_position(tx: Work, model: Any, *conditions: Any) -> int:
    """The place after the last one of a list."""
    last = await tx.session.scalar(select(func.max(model.position)).where(*conditions))
    return 0 if last is None else min(last + 1, LAST_POSITION)


def _record(tx: Work, of: SetUp[R], row: Any, verb: str, changes: Sequence[Change]) -> None:
    tx.record(
        f"{of.event}.{verb}",
        None,
        narrative=narrative_of(of.subject(row, verb), changes),
        changes=changes,
        section=of.place(row.id),
        section_version=row.version,
    )
