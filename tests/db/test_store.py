"""The open connections: `db/store.py`."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tests.database import Database


@pytest.mark.rule("ATR-P03")
async def test_the_error_of_a_write_does_not_say_what_was_written(database: Database) -> None:
    async with database.store.writes.connect() as connection:
        with pytest.raises(DBAPIError) as failed:
            await connection.execute(sa.text("select 1 / 0, cast(:words as text)"), {"words": "Epilepsy"})
    assert "division by zero" in str(failed.value)
    assert "Epilepsy" not in str(failed.value)
