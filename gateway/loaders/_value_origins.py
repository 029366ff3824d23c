"""What the ledger and the audit have about one value of a record."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.models import AuditEntry, Customer, Transformation
from db.scope import SEES_PINK
from gateway.loaders.merge_history import VALUES_READ

_made = Transformation.__table__
_entry = AuditEntry.__table__
_other = Customer.__table__.alias("other_record")


def value_of(customer_id: UUID, path: str) -> sa.Select[Any]:
    """What the last merge or conversion that was not turned back made of the value."""
    friendly_id = _other.c.kind + "-" + sa.func.lpad(sa.cast(_other.c.number, sa.Text), 7, "0")
    return (
        sa.select(
            _made.c.id,
            _made.c.kind,
            _made.c.number,
            _made.c.at,
            _made.c.username,
            friendly_id.label("other"),
            *(each for each in VALUES_READ.c if each.name not in ("transformation_id", "path")),
        )
        .join_from(_made, VALUES_READ, VALUES_READ.c.transformation_id == _made.c.id)
        .outerjoin(_other, _other.c.id == _made.c.other_id)
        .where(
            _made.c.customer_id == customer_id,
            _made.c.reversed_at.is_(None),
            VALUES_READ.c.path == path,
        )
        .order_by(_made.c.number.desc())
        .limit(1)
    )


def change_since(customer_id: UUID, path: str, at: datetime) -> sa.Select[Any]:
    """The last entry of the audit about the value after that instant, pink notes' for those who see them."""
    return (
        sa.select(_entry.c.at, _entry.c.username)
        .where(
            _entry.c.customer_id == customer_id,
            _entry.c.at > at,
            sa.literal(path) == sa.any_(_entry.c.paths),
            sa.or_(~_entry.c.restricted, SEES_PINK),
        )
        .order_by(_entry.c.at.desc(), _entry.c.id.desc())
        .limit(1)
    )
