"""When a civil date begins, as PostgreSQL counts it."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

_ZONE = sa.bindparam("zone", type_=sa.Text)


def start_of(day: date, *, days: int = 0) -> sa.ColumnElement[datetime]:
    """Midnight of a civil date in the system's zone, so many days on: counted by PostgreSQL, which has no last day."""
    midnight = sa.cast(sa.cast(sa.literal(day), sa.Date) + days, sa.DateTime)
    return sa.func.timezone(_ZONE, midnight, type_=sa.DateTime(timezone=True))
