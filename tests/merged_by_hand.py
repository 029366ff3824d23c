"""Merges for tests: written by hand through the ledger, so that a test says itself what one did."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from db.models import Customer, Note, Transformation, TransformationValue
from db.transformations import Ledger
from tests import factories as make
from tests.database import Database

MERGED_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
Act = Callable[[Ledger], Awaitable[Any]]
_customer = Customer.__table__
_note = Note.__table__


async def two(database: Database) -> tuple[Customer, Customer]:
    """Two people, of whom the second has an email, an online account and a note; each has an address."""
    (home, ada), (other, bob) = (
        make.individual(),
        make.individual(
            first_name="Bob", email=f"{make.unique('bob')}@example.org", online_account_active=True
        ),
    )
    await database.save(home, ada, other, bob, make.note(bob.id), make.address(ada.id), make.address(bob.id))
    return ada, bob


async def merged(
    database: Database,
    kept: Customer,
    gone: Customer,
    *acts: Act,
    values: dict[str, dict[str, Any]] | None = None,
    **given: Any,
) -> Transformation:
    """`gone` merged into `kept` by hand: its notes move, `acts` are done through the ledger, and it is retired."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "kind": "MERGE",
        "customer_id": kept.id,
        "other_id": gone.id,
        "username": "ade",
        "at": MERGED_AT,
        "choices": {},
        "reversible_until": MERGED_AT + timedelta(days=30),
    }
    merge = Transformation(**{**made, **given})
    async with AsyncSession(database.store.writes, expire_on_commit=False) as session:
        session.add(merge)
        await session.flush()
        ledger = Ledger(session, merge.id)
        await ledger.move(_note.c.customer_id, kept.id, _note.c.customer_id == gone.id, reason="moved")
        await ledger.move(
            _customer.c.merged_into, kept.id, _customer.c.merged_into == gone.id, reason="moved"
        )
        for act in acts:
            await act(ledger)
        retired = {"active": False, "email": None, "online_account_active": False, "merged_into": kept.id}
        await ledger.change(_customer, _customer.c.id == gone.id, retired, reason="merged away")
        for path, value in (values or {}).items():
            row = {
                "taken_from": "LOSER",
                "survivor": None,
                "loser": None,
                "result": None,
                "reason": "It was chosen.",
            }
            session.add(TransformationValue(transformation_id=merge.id, path=path, **{**row, **value}))
        await session.commit()
    return merge


def changed(record: Customer, **values: Any) -> Act:
    """The record gets other values."""
    return lambda ledger: ledger.change(
        _customer, _customer.c.id == record.id, values, reason="chosen in the wizard"
    )


async def rows_of(database: Database, table: Any, column: Any, *records: Customer) -> list[dict[str, Any]]:
    """The rows of a table that point at one of these records, as they are stored."""
    async with database.store.writes.connect() as connection:
        found = await connection.execute(
            sa.select(table)
            .where(column.in_([each.id for each in records]))
            .order_by(*table.primary_key.columns)
        )
        return [dict(row) for row in found.mappings()]
