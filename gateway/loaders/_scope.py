"""The scope of rows that are reached without their customer or order: only where the actor may see these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from db.models import Customer, Order
from db.scope import SEES_RESTRICTED, visible_customer

_owner = Customer.__table__.alias("owner")
_opened = Order.__table__.alias("opened")


def of_visible_customer(customer_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the customer with this key is one whom the actor may see."""
    return sa.exists().where(_owner.c.id == customer_id, visible_customer(_owner.c))


def of_open_order(order_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the order with this key is one that the actor may open (ORD-P13)."""
    return sa.exists().where(_opened.c.id == order_id, sa.or_(~_opened.c.restricted, SEES_RESTRICTED))


def led_to(named: Callable[[Any], sa.ColumnElement[bool]]) -> sa.ColumnElement[bool]:
    """That a customer is the one whom an id leads to: who is named, or the survivor of a merge (MRG-P10)."""
    requested = Customer.__table__.alias("requested")
    leads_to = sa.func.coalesce(requested.c.merged_into, requested.c.id)
    return Customer.__table__.c.id == sa.select(leads_to).where(named(requested.c)).scalar_subquery()
