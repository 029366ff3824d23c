"""The queue's tables are those that the installed pgqueuer wants; the application may do what it needs there."""

from __future__ import annotations

import asyncpg
import pytest

from db import embedded
from db.jobs import queries_on
from db.store import connection_arguments
from tests.database import Database

MAY = {
    "pgqueuer": {"SELECT", "INSERT", "UPDATE", "DELETE"},
    "pgqueuer_log": {"SELECT", "INSERT", "DELETE"},
    "pgqueuer_statistics": {"SELECT"},
    "pgqueuer_schedules": set(),
    "nightly_run": {"SELECT", "INSERT"},
}


async def test_a_newer_pgqueuer_would_find_nothing_to_change(
    database: Database, services: embedded.Services
) -> None:
    owner = await asyncpg.connect(**connection_arguments(services.owner_url))
    try:
        plan = await queries_on(owner).plan_upgrade()
    finally:
        await owner.close()
    assert (list(plan.statements), list(plan.notes)) == ([], [])


@pytest.mark.parametrize("table", MAY)
async def test_the_application_may_do_with_the_queue_what_it_needs_and_no_more(
    database: Database, table: str
) -> None:
    granted = await database.store.primary.fetch(
        "select privilege from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES',"
        " 'TRIGGER', 'MAINTAIN']) privilege where has_table_privilege($1, privilege)",
        table,
    )
    assert {row["privilege"] for row in granted} == MAY[table]
