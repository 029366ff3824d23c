"""Brings a database to the newest migration, and says whether it is there."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

_FOLDER = Path(__file__).parent / "migrations"


def config() -> Config:
    """The configuration of alembic, which needs no file."""
    made = Config()
    made.set_main_option("script_location", str(_FOLDER))
    return made


@cache
def newest() -> str:
    """The newest revision that this code knows."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    assert head is not None, "the project has migrations"
    return head


async def upgrade(owner_url: str) -> None:
    """Run every migration that the database lacks, as the owner of its tables; all of them or none."""
    await _with_connection(owner_url, lambda settings: command.upgrade(settings, "head"))


async def check(owner_url: str) -> None:
    """Raise when the models and the migrated database differ."""
    await _with_connection(owner_url, command.check)


async def is_current(connection: AsyncConnection) -> bool:
    """Whether the database stands at the newest revision."""

    def revision(sync: Connection) -> str | None:
        return MigrationContext.configure(sync).get_current_revision()

    return await connection.run_sync(revision) == newest()


async def _with_connection(url: str, task: object) -> None:
    engine = create_async_engine(url)
    settings = config()

    def run(sync: Connection) -> None:
        settings.attributes["connection"] = sync
        assert callable(task)
        task(settings)

    try:
        async with engine.begin() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()
