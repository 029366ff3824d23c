"""Which part of the audit, and from which end: arguments to conditions (AUD-P02, AUD-P06)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from db.models import AuditChange, AuditEntry, AuditValue
from gateway.engine.declare import Narrowing

_entry = AuditEntry.__table__
_change = AuditChange.__table__
_value = AuditValue.__table__
_NEWEST_FIRST = (_entry.c.at.desc(), _entry.c.id.desc())
_OLDEST_FIRST = (_entry.c.at.asc(), _entry.c.id.asc())
_ZONE = sa.bindparam("zone", type_=sa.Text)


def audit_narrowing(*, oldest_first: bool, filter: Any) -> Narrowing:
    """The conditions of an audit filter, which all must hold, and the order asked for."""
    where: list[sa.ColumnElement[bool]] = []
    if filter is not None:
        if filter.from_ is not None:
            where.append(_entry.c.at >= _start_of(filter.from_))
        if filter.to is not None:
            where.append(_entry.c.at < _start_of(filter.to + timedelta(days=1)))
        if filter.user is not None:
            where.append(_entry.c.username == filter.user)
        if filter.method is not None:
            where.append(_entry.c.method == filter.method.value)
        if filter.path is not None:
            where.append(_entry.c.paths.any(filter.path))
        if filter.text is not None:
            where.append(_mentions(filter.text))
    return Narrowing(tuple(where), _OLDEST_FIRST if oldest_first else _NEWEST_FIRST)


def _start_of(day: Any) -> sa.ColumnElement[datetime]:
    """Midnight of a civil date in the system's zone."""
    midnight = sa.cast(sa.literal(datetime.combine(day, time())), sa.DateTime)
    return sa.func.timezone(_ZONE, midnight, type_=sa.DateTime(timezone=True))


def _mentions(text: str) -> sa.ColumnElement[bool]:
    """Whether the line or one of its values contains the text; what is redacted or blanked has none to find."""
    values = sa.exists().where(
        _value.c.entry_id == _entry.c.id,
        sa.or_(_value.c.before.icontains(text, autoescape=True), _value.c.after.icontains(text, autoescape=True)),
    )
    return sa.or_(_entry.c.narrative.icontains(text, autoescape=True), values)
