"""Stores for demo data: each an own database, migrated, on the server of the run."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import make_url

from db import embedded, migrate
from db.demo import Figures, load
from db.store import connection_arguments

TODAY = date(2026, 11, 22)
_names = (f"demo_{number}" for number in count(1))


@dataclass(frozen=True, slots=True)
class DemoStore:
    """One database. `sealed` remembers what was handed over to be encrypted, by its place."""

    url: str
    owner_url: str
    connection: asyncpg.Connection[asyncpg.Record]
    sealed: dict[tuple[UUID, UUID], str] = field(default_factory=dict)
    progress: list[tuple[int, int]] = field(default_factory=list)

    def seal(self, text: str, customer_id: UUID, definition_id: UUID) -> bytes:
        self.sealed[customer_id, definition_id] = json.loads(text)
        return text.encode()[::-1]

    async def load(self, customers: int, **given: Any) -> Figures:
        def note(done: int, total: int) -> None:
            self.progress.append((done, total))

        return await load(
            self.url,
            **{"customers": customers, "today": TODAY, "seal": self.seal, "progress": note, **given},
        )

    async def rows(self, query: str, *values: Any) -> list[asyncpg.Record]:
        return await self.connection.fetch(query, *values)

    async def value(self, query: str, *values: Any) -> Any:
        return await self.connection.fetchval(query, *values)

    async def counts(self, *tables: str) -> dict[str, int]:
        return {table: await self.value(f"select count(*) from {table}") for table in tables}


NewStore = Callable[[], Awaitable[DemoStore]]


@pytest.fixture(scope="session")
async def new_store(services: embedded.Services) -> AsyncIterator[NewStore]:
    """Makes an empty store."""
    opened: list[asyncpg.Connection[asyncpg.Record]] = []

    async def make() -> DemoStore:
        name = next(_names)
        boss = await asyncpg.connect(**connection_arguments(services.superuser_url))
        await boss.execute(f"create database {name} owner {make_url(services.owner_url).username}")
        await boss.close()
        url, owner_url = (
            make_url(each).set(database=name).render_as_string(hide_password=False)
            for each in (services.database_url, services.owner_url)
        )
        await migrate.upgrade(owner_url)
        opened.append(await asyncpg.connect(**connection_arguments(url)))
        return DemoStore(url, owner_url, opened[-1])

    yield make
    for connection in opened:
        await connection.close()


@pytest.fixture(scope="session")
async def demo(new_store: NewStore) -> DemoStore:
    """A store with 600 demo customers, which tests only read."""
    store = await new_store()
    await store.load(600)
    return store
