"""The queue of the tests' store."""

from __future__ import annotations

import pytest

from tests.database import Database
from tests.jobs.queue import Queue


@pytest.fixture
def queue(database: Database) -> Queue:
    return Queue(database)
