"""The primary's connections, which sign-in reads accounts from."""

from __future__ import annotations

import pytest

from db.store import Pool
from tests.database import Database


@pytest.fixture(scope="session")
def primary(database: Database) -> Pool:
    return database.store.primary
