"""The scope of rows that are reached without their customer: only those of a customer whom the actor may see."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Customer
from db.scope import visible_customer

_owner = Customer.__table__.alias("owner")


def of_visible_customer(customer_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the customer with this key is one whom the actor may see."""
    return sa.exists().where(_owner.c.id == customer_id, visible_customer(_owner.c))
