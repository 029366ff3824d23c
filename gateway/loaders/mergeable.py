"""How it is read whether a record can be merged: how it stands, and whether a merge has it just now."""

from __future__ import annotations

import sqlalchemy as sa

from db.merge_locks import under_way
from db.models import Customer
from gateway.engine.declare import Tab

_customer = Customer.__table__

_standing = sa.select(
    _customer.c.id, _customer.c.active, under_way(_customer.c.number).label("merge_in_progress")
).subquery("mergeable")

MERGEABLE = Tab("mergeable", _standing, key=_standing.c.id, order=(_standing.c.id,), usual=1)
