"""A store with so many invented customers, for proofs about merging."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from db import embedded, migrate
from db.demo import load
from db.store import Store, open_store
from gateway.keys import protected_keys
from gateway.settings import Limits, Settings
from gateway.vault import Vault

TODAY = date(2026, 11, 22)


def settings_of(services: embedded.Services, data: Path, **given: object) -> Settings:
    """The settings of a gateway on the store: merges can be turned back, and nobody is in a hurry."""
    usual = {
        "database_url": services.database_url,
        "redis_url": services.redis_url,
        "data": data,
        "demo": True,
        "worker": False,
        "unmerge_days": 30,
        "limits": Limits(statement_seconds=30, deadline_seconds=60),
    }
    return Settings(**{**usual, **given})  # type: ignore[arg-type]


@asynccontextmanager
async def store_of(services: embedded.Services, settings: Settings, customers: int) -> AsyncIterator[Store]:
    """The store, migrated and filled."""
    await migrate.upgrade(services.owner_url)
    await load(
        services.database_url,
        customers=customers,
        seal=Vault(*protected_keys(settings)).seal,
        today=TODAY,
        progress=lambda done, total: None,
    )
    async with open_store(
        database_url=services.database_url,
        read_url=None,
        redis_url=services.redis_url,
        pool_size=2,
        statement_seconds=30,
    ) as store:
        yield store
