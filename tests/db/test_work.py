"""One write, one transaction, at least one audit entry: `db/work.py`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.demo.personas import PERSONAS
from db.models import Address, AuditEntry, Customer, CustomerTag, Note
from db.work import UnrecordedWork, Work, begin_work
from domain.permissions import Actor
from tests import factories as make
from tests.database import Database

Write = Callable[[Work, Customer], Awaitable[None]]

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
BEA = next(persona for persona in PERSONAS if persona.username == "bea")


@asynccontextmanager
async def working(database: Database) -> AsyncIterator[Work]:
    actor = Actor.of(BEA.id, username=BEA.username, name=BEA.name, interface=BEA.interface, roles=BEA.roles)
    async with begin_work(database.store.writes, actor=actor, now=NOW, correlation_id="test") as tx:
        yield tx


async def add_a_row(tx: Work, ada: Customer) -> None:
    tx.session.add(make.note(ada.id))


async def add_and_flush(tx: Work, ada: Customer) -> None:
    tx.session.add(make.address(ada.id, default_billing=False, default_delivery=False))
    await tx.session.flush()


async def change_a_row(tx: Work, ada: Customer) -> None:
    row = await tx.session.get(Customer, ada.id)
    assert row is not None
    row.phone = "0117 496 0123"


async def delete_a_row(tx: Work, ada: Customer) -> None:
    row = await tx.session.scalar(sa.select(Note).where(Note.customer_id == ada.id))
    await tx.session.delete(row)


async def insert_by_statement(tx: Work, ada: Customer) -> None:
    group = make.tag_group()
    tag = make.tag(group.id)
    tx.session.add(group)
    await tx.session.flush()
    tx.session.add(tag)
    await tx.session.flush()
    await tx.session.execute(sa.insert(CustomerTag).values(customer_id=ada.id, tag_id=tag.id))


async def update_by_statement(tx: Work, ada: Customer) -> None:
    await tx.session.execute(sa.update(Customer).where(Customer.id == ada.id).values(phone="1"))


async def update_a_table_by_statement(tx: Work, ada: Customer) -> None:
    table: Any = Address.__table__
    await tx.session.execute(sa.update(table).where(table.c.customer_id == ada.id).values(label="X"))


async def delete_by_statement(tx: Work, ada: Customer) -> None:
    await tx.session.execute(sa.delete(Note).where(Note.customer_id == ada.id))


WRITES: Sequence[Write] = (
    add_a_row,
    add_and_flush,
    change_a_row,
    delete_a_row,
    insert_by_statement,
    update_by_statement,
    update_a_table_by_statement,
    delete_by_statement,
)


async def a_record(database: Database) -> Customer:
    home, ada = make.individual()
    await database.save(home, ada, make.address(ada.id), make.note(ada.id))
    return ada


async def work(database: Database, ada: Customer, *steps: Write) -> None:
    """One work of these steps."""
    async with working(database) as tx:
        for step in steps:
            await step(tx, ada)


async def say_that_nothing_changed(tx: Work, _: Customer) -> None:
    tx.nothing_changed()


async def record_it(tx: Work, ada: Customer) -> None:
    tx.record("customer.updated", ada.id, narrative="Changed")


async def fail_at_the_end(tx: Work, _: Customer) -> None:
    await tx.write_audit()
    raise ZeroDivisionError


@pytest.mark.rule("AUD-P03")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(writes=st.lists(st.sampled_from(WRITES), min_size=1, max_size=3, unique=True), denies=st.booleans())
async def test_whatever_is_written_without_a_record_is_not_stored(
    database: Database, writes: Sequence[Write], denies: bool
) -> None:
    ada = await a_record(database)
    before = await database.snapshot(ada.id)

    steps = sorted(writes, key=WRITES.index, reverse=True)
    if delete_by_statement in steps and delete_a_row in steps:
        steps.remove(delete_a_row)  # there is one note

    with pytest.raises(UnrecordedWork):
        await work(database, ada, *steps, *([say_that_nothing_changed] if denies else []))

    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("AUD-P03")
@pytest.mark.parametrize("write", WRITES)
async def test_a_write_and_its_record_are_stored_in_one_transaction(database: Database, write: Write) -> None:
    ada = await a_record(database)

    async with working(database) as tx:
        await write(tx, ada)
        tx.record("customer.updated", ada.id, narrative="Changed")
        written = await tx.session.scalar(sa.text("select pg_current_xact_id()::xid::text"))

    xmin: sa.ColumnClause[str] = sa.literal_column("audit_entry.xmin::text")
    stored = await database.all(sa.select(xmin).where(AuditEntry.customer_id == ada.id))
    assert stored == [written]


async def test_a_work_that_only_looked_has_to_say_so(database: Database) -> None:
    async def look(tx: Work, ada: Customer) -> None:
        assert await tx.session.get(Customer, ada.id) is not None

    ada = await a_record(database)
    await work(database, ada, look, say_that_nothing_changed)
    with pytest.raises(UnrecordedWork):
        await work(database, ada, look)


async def test_a_failure_after_the_record_leaves_neither_the_change_nor_the_entry(database: Database) -> None:
    ada = await a_record(database)
    before = await database.snapshot(ada.id)
    with pytest.raises(ZeroDivisionError):
        await work(database, ada, add_and_flush, record_it, fail_at_the_end)
    assert await database.snapshot(ada.id) == before
