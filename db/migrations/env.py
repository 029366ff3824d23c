"""Runs the migrations on the connection that db.migrate opened."""

from __future__ import annotations

from alembic import context

import db.models  # noqa: F401 - registers the tables
from db.base import Base


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """The tables of the queue are in no model: pgqueuer says what they are, and a test asks it."""
    return not (kind == "table" and name is not None and name.startswith("pgqueuer"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    compare_server_default=True,
    include_name=is_ours,
)
with context.begin_transaction():
    context.run_migrations()
