"""Whom a preview of a merge names: a record by its id or number, also one that was merged away already."""

from __future__ import annotations

import sqlalchemy as sa

from db.scope import visible_customer
from gateway.loaders.customers import CUSTOMERS

_read = CUSTOMERS.c

# Seen where the record is that it leads to, so that a merged one is told as such.
NAMED = sa.select(_read.requested_id.label("id")).where(
    sa.or_(
        _read.requested_id == sa.bindparam("customer", type_=sa.Uuid),
        _read.requested_number == sa.bindparam("number", type_=sa.BigInteger),
    ),
    visible_customer(_read),
)
