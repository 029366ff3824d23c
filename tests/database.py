"""The store as tests prepare it and look at it afterwards."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AuditEntry
from db.store import Store

_PATIENCE = 20  # seconds


@dataclass(frozen=True, slots=True)
class Database:
    """Every test works on records of its own, so nothing needs to be cleaned and tests may run side by side."""

    store: Store

    async def save(self, *rows: Any) -> None:
        """Store rows, in the order given, in one transaction."""
        async with AsyncSession(self.store.writes, expire_on_commit=False) as session:
            for row in rows:
                session.add(row)
                await session.flush()
            await session.commit()

    async def all(self, query: Select[Any]) -> list[Any]:
        """The rows or values that a query finds now."""
        async with AsyncSession(self.store.writes) as session:
            return list((await session.scalars(query)).all())

    async def one(self, query: Select[Any]) -> Any:
        """The only row or value that a query finds now."""
        (found,) = await self.all(query)
        return found

    async def events(self, customer_id: UUID) -> list[str]:
        """What the audit tells of a customer, oldest first."""
        return await self.all(
            select(AuditEntry.event)
            .where(AuditEntry.customer_id == customer_id)
            .order_by(AuditEntry.sequence)
        )

    async def waits_for(self, holder: AsyncSession) -> None:
        """Return when somebody waits for a lock of this session."""
        backend = await holder.scalar(text("select pg_backend_pid()"))
        waiting = text("select count(*) from pg_stat_activity where :backend = any(pg_blocking_pids(pid))")
        async with asyncio.timeout(_PATIENCE), self.store.writes.connect() as connection:
            while not await connection.scalar(waiting, {"backend": backend}):
                await connection.rollback()

    async def snapshot(self, customer_id: UUID) -> dict[str, str]:
        """Everything stored under a customer, table by table: equal before and after a call that changed nothing."""
        tables = {
            "customer": "id",
            "address": "customer_id",
            "attribute_value": "customer_id",
            "preference_answer": "customer_id",
            "customer_tag": "customer_id",
            "note": "customer_id",
            "gift_aid_declaration": "customer_id",
            "gift_aid_cancellation": "customer_id",
            "document": "customer_id",
            "outgoing_mail": "customer_id",
            "audit_entry": "customer_id",
        }
        found = {}
        async with AsyncSession(self.store.writes) as session:
            for table, key in tables.items():
                rows = await session.scalar(
                    text(
                        f"select coalesce(jsonb_agg(t order by t::text), '[]')::text from {table} t where {key} = :id"
                    ),
                    {"id": customer_id},
                )
                found[table] = str(rows)
        return found

    async def count(self, table: Any) -> int:
        """How many rows a table has."""
        return int(await self.one(select(func.count()).select_from(table)))
