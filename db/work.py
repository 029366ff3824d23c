"""One write: one transaction, at least one audit entry, the jobs that it causes, and the only commit in the project."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.event import listen
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.unitofwork import UOWTransaction
from uuid_utils.compat import uuid7

from db.jobs import Job, enqueue
from db.models import (
    AuditChange,
    AuditEntry,
    AuditValue,
    Customer,
    DuplicateKey,
    DuplicateLook,
    DuplicatePair,
    IdempotencyRecord,
    OutboxEvent,
)
from domain.audit import Change, Link, Method, digest, link_hash
from domain.autotag_events import touched
from domain.jobs import EVALUATE_AUTOTAGS
from domain.permissions import Actor

# Which requests came before is no part of what was done, nor is what was found by comparing records: nobody's record
# is another for it, and it can be found again.
_UNRECORDED = {each.__tablename__ for each in (IdempotencyRecord, DuplicateKey, DuplicateLook, DuplicatePair)}


class UnrecordedWork(Exception):
    """A write was about to commit without an audit entry: a bug, so it is rolled back (AUD-P03)."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who is recorded to have done something, and how, where it is not whoever opened the work."""

    actor: Actor
    method: Method


@dataclass(frozen=True, slots=True)
class _Record:
    event: str
    customer_id: UUID | None
    narrative: str
    changes: tuple[Change, ...]
    section: str | None
    section_version: int | None
    restricted: bool
    by: Author


@dataclass(slots=True)
class Work:
    """An open transaction. Commands take it, lock, decide, write and record; they never commit."""

    session: AsyncSession
    actor: Actor
    now: datetime
    correlation_id: str
    method: Method = Method.USER
    _records: list[_Record] = field(default_factory=list)
    _jobs: list[Job] = field(default_factory=list)
    _idle: bool = False
    _wrote: bool = False

    def __post_init__(self) -> None:
        session = self.session.sync_session
        listen(session, "after_flush", self._see_flush)
        listen(session, "do_orm_execute", self._see_statement)

    def _see_flush(self, session: Session, _: UOWTransaction) -> None:
        changed = any(session.is_modified(row) for row in session.dirty)
        self._wrote |= bool(session.new or session.deleted or changed)

    def _see_statement(self, state: ORMExecuteState) -> None:
        if state.is_insert or state.is_update or state.is_delete:
            self._wrote |= state.statement.table.name not in _UNRECORDED  # type: ignore[attr-defined]

    def record(
        self,
        event: str,
        customer_id: UUID | None,
        *,
        narrative: str,
        changes: Sequence[Change] = (),
        section: str | None = None,
        section_version: int | None = None,
        restricted: bool = False,
        by: Author | None = None,
    ) -> None:
        """Say what was done: `noun.verb-past`, the customer it was done to, and a line that names no value.

        `by` is who did it, where a part of somebody's work is done by the system.
        """
        author = by or Author(self.actor, self.method)
        self._records.append(
            _Record(
                event, customer_id, narrative, tuple(changes), section, section_version, restricted, author
            )
        )

    def enqueue(self, entrypoint: str, payload: Mapping[str, Any]) -> None:
        """Have a job done once this is committed: `payload` is JSON, and says no more than the job must know.

        It is done at least once, perhaps by a newer version of this code. Equal jobs of one work are one.
        """
        job = Job.of(entrypoint, payload, self.correlation_id)
        if job not in self._jobs:
            self._jobs.append(job)

    def announce(self, event: str, customer_id: UUID, payload: Mapping[str, Any]) -> None:
        """Put an event into the outbox, for other systems: once, in the transaction that it tells of."""
        self.session.add(
            OutboxEvent(id=uuid7(), event=event, customer_id=customer_id, payload=dict(payload), at=self.now)
        )

    @asynccontextmanager
    async def part(self) -> AsyncIterator[None]:
        """A part of the work that fails by itself: it is undone, and with it what it recorded, and the rest stands."""
        recorded, enqueued = len(self._records), len(self._jobs)
        try:
            async with self.session.begin_nested():
                yield
        except BaseException:
            del self._records[recorded:]
            del self._jobs[enqueued:]
            raise

    def nothing_changed(self) -> None:
        """This save changed nothing, so it leaves no entry (AUD-P05). One that wrote all the same is rolled back."""
        self._idle = True

    async def write_audit(self) -> None:
        """Append the entries to their customers' chains, each chain's end held until the commit."""
        await self.session.flush()
        if not self._records and (self._wrote or not self._idle):
            raise UnrecordedWork("This write recorded nothing.")
        ends = await self._ends({record.customer_id for record in self._records if record.customer_id})
        entries, changes, values = [], [], []
        for record in self._records:
            sequence, previous = ends.get(record.customer_id, (0, None))
            salts = [secrets.token_bytes(16) for _ in record.changes]
            digests = tuple(
                (change.path, change.redacted, digest(salt, change.before, change.after))
                for change, salt in zip(record.changes, salts, strict=True)
            )
            link = Link(
                sequence=sequence + 1,
                at=self.now,
                user_id=record.by.actor.user_id,
                username=record.by.actor.username,
                method=record.by.method,
                interface=record.by.actor.interface,
                event=record.event,
                narrative=record.narrative,
                section=record.section,
                section_version=record.section_version,
                restricted=record.restricted,
                changes=digests,
            )
            entry_id, hash_ = uuid7(), link_hash(previous, link)
            if record.customer_id:
                ends[record.customer_id] = (sequence + 1, hash_)
            entries.append(_entry(entry_id, record, link, previous, hash_, self.correlation_id))
            for ordinal, (change, salt) in enumerate(zip(record.changes, salts, strict=True)):
                place = {"entry_id": entry_id, "ordinal": ordinal}
                changes.append(
                    {**place, "path": change.path, "redacted": change.redacted, "digest": digests[ordinal][2]}
                )
                values.append({**place, "before": change.before, "after": change.after, "salt": salt})
        for table, rows in ((AuditEntry, entries), (AuditChange, changes), (AuditValue, values)):
            if rows:
                await self.session.execute(insert(table), rows)

    async def write_jobs(self) -> None:
        """Enqueue what was asked for, and the evaluation of those whose autotags what was recorded may change."""
        causes = [each for each in self._records if each.customer_id and touched(each.event)]
        if causes:
            payload = {
                "customers": sorted({str(each.customer_id) for each in causes}),
                "cause": causes[0].event,
                "events": sorted({each.event for each in causes}),
            }
            self.enqueue(EVALUATE_AUTOTAGS, payload)
        if self._jobs:
            await enqueue(self.session, self._jobs)

    async def _ends(self, customers: set[UUID]) -> dict[UUID | None, tuple[int, bytes | None]]:
        """The last link of each customer's chain; the customers stay locked, in the order of their ids."""
        if not customers:
            return {}
        await self.session.execute(
            select(Customer.id)
            .where(Customer.id.in_(customers))
            .order_by(Customer.id)
            .with_for_update(key_share=True)
        )
        last = await self.session.execute(
            select(AuditEntry.customer_id, AuditEntry.sequence, AuditEntry.hash)
            .ext(distinct_on(AuditEntry.customer_id))
            .where(AuditEntry.customer_id.in_(customers))
            .order_by(AuditEntry.customer_id, AuditEntry.sequence.desc())
        )
        return {customer_id: (sequence, hash_) for customer_id, sequence, hash_ in last}


def _entry(
    entry_id: UUID, record: _Record, link: Link, previous: bytes | None, hash_: bytes, correlation_id: str
) -> dict[str, object]:
    return {
        "id": entry_id,
        "customer_id": record.customer_id,
        "sequence": link.sequence,
        "at": link.at,
        "user_id": link.user_id,
        "username": link.username,
        "method": link.method,
        "interface": link.interface,
        "event": link.event,
        "narrative": link.narrative,
        "section": link.section,
        "section_version": link.section_version,
        "restricted": link.restricted,
        "paths": list(dict.fromkeys(path for path, _, _ in link.changes)),
        "correlation_id": correlation_id,
        "previous_hash": previous,
        "hash": hash_,
    }


@asynccontextmanager
async def begin_work(
    engine: AsyncEngine,
    *,
    actor: Actor,
    now: datetime,
    correlation_id: str,
    method: Method = Method.USER,
) -> AsyncIterator[Work]:
    """A transaction that commits when the block ends well and has recorded what it did, and else leaves nothing."""
    async with AsyncSession(engine, expire_on_commit=False, autoflush=False) as session:
        work = Work(session, actor, now, correlation_id, method)
        yield work
        await work.write_audit()
        await work.write_jobs()
        await session.commit()
