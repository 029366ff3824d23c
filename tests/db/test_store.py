"""The open connections: `db/store.py`."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from db.store import open_store
from gateway.settings import Settings
from tests.database import Database


@pytest.mark.rule("ATR-P03")
async def test_the_error_of_a_write_does_not_say_what_was_written(database: Database) -> None:
    async with database.store.writes.connect() as connection:
        with pytest.raises(DBAPIError) as failed:
            await connection.execute(sa.text("select 1 / 0, cast(:words as text)"), {"words": "Epilepsy"})
    assert "division by zero" in str(failed.value)
    assert "Epilepsy" not in str(failed.value)


async def test_a_new_connection_decodes_every_kind_of_array_within_a_record(settings: Settings) -> None:
    assert settings.database_url is not None
    kinds = "array[1::bigint], array[2], array[true], array[date '2026-11-22']"

    fresh = open_store(
        database_url=settings.database_url, read_url=None, redis_url=None, pool_size=1, statement_seconds=3
    )
    async with fresh as store, store.reads.acquire() as connection:
        found = await connection.fetchval(f"select row({kinds})")

    assert found == ([1], [2], [True], [date(2026, 11, 22)])


async def test_a_statement_of_any_length_stays_prepared_on_its_connection(database: Database) -> None:
    long = f"select 1 /* {'as long as that of a whole record ' * 3_000} */"

    async with database.store.reads.acquire() as connection:
        for _ in range(3):
            assert await connection.fetchval(long) == 1
        kept = await connection.fetch(
            "select generic_plans + custom_plans from pg_prepared_statements where statement = $1", long
        )

    assert [executions for (executions,) in kept] == [3]
