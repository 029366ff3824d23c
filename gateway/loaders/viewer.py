"""How a record in question stands, for the verdict whether something may be done with it."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Customer
from gateway.engine.declare import Tab

_customer = Customer.__table__
_live = _customer.c.merged_into.is_(None)


def _standing(name: str, key: sa.ColumnElement[object]) -> Tab:
    """Inactive records are read too: the rule decides who may know of them (ROL-P07)."""
    source = sa.select(key.label("key"), _customer.c.active).where(_live).subquery(name.replace("-", "_"))
    return Tab(name, source, key=source.c.key, order=(source.c.key,))


STANDING = _standing("standing", _customer.c.id)
STANDING_BY_NUMBER = _standing("standing-by-number", _customer.c.number)
