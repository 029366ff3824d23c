"""What a key of a timeline is: whose entry, when, of which kind and of what, and in which part somebody has it.

There is nothing else in the keys: what is shown of an entry is looked up beside it, once the page is cut out.
`part_id` tells the entries of one subject apart: of an order the instance or the product, of a term or an invitation
the step of it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.models import Order
from db.scope import SEES_RESTRICTED
from domain.orders import ItemState
from domain.timeline import TimelineKind
from gateway.loaders._parties import parties

_order = Order.__table__
_ZONE = sa.bindparam("zone", type_=sa.Text)

# In the text, so that a lookup stays one: a plan that began with the items would go through everybody's.
LOOKED_UP = sa.literal_column("0", sa.Integer)
SOLD = ItemState.SOLD.value
BACK = (ItemState.RETURNED.value, ItemState.EXCHANGED.value)

PARTY = parties(_order.c.placed_at, _order.c.restricted)
OPEN = sa.or_(~PARTY.c.restricted, SEES_RESTRICTED)
OF_PARTY = {"order_id": PARTY.c.order_id, "owner": PARTY.c.owner, "facilitator": PARTY.c.facilitator}


def keys(
    kind: TimelineKind | sa.ColumnElement[int],
    customer_id: Any,
    at: Any,
    subject_id: Any,
    *,
    part_id: Any = None,
    order_id: Any = None,
    owner: Any = None,
    facilitator: Any = None,
) -> sa.Select[Any]:
    """The keys of entries of a kind; without a part of an order they are the customer's own."""
    ordinal = number(kind) if isinstance(kind, TimelineKind) else kind
    return sa.select(
        customer_id.label("customer_id"),
        at.label("occurred_at"),
        ordinal.label("ordinal"),
        subject_id.label("subject_id"),
        (part_of_step(0) if part_id is None else part_id).label("part_id"),
        (sa.cast(sa.null(), sa.Uuid) if order_id is None else order_id).label("order_id"),
        (sa.true() if owner is None else owner).label("owner"),
        (sa.false() if facilitator is None else facilitator).label("facilitator"),
        # Where rows of a branch are of more than one kind, asking for others would not tell that none of it is.
        (sa.false() if isinstance(kind, TimelineKind) else sa.true()).label("of_items"),
    )


def number(kind: TimelineKind) -> sa.ColumnElement[int]:
    """The ordinal of a kind, in the text: so no branch of other kinds is read where kinds are asked for."""
    return sa.literal_column(str(kind.ordinal), sa.Integer)


def part_of_step(step: int) -> sa.ColumnElement[UUID]:
    """The `part_id` of a step; an entry that is all there is of its subject is of step 0."""
    return sa.literal_column(f"'{UUID(int=step)}'::uuid", sa.Uuid)


def midnight(day: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The instant at which a civil date begins in the system's zone."""
    return sa.func.timezone(_ZONE, sa.cast(day, sa.DateTime), type_=sa.DateTime(timezone=True))


def civil(instant: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The civil date of an instant in the system's zone."""
    return sa.cast(sa.func.timezone(_ZONE, instant), sa.Date)


def steps(*taken: tuple[int, sa.ColumnElement[Any]], of: sa.FromClause) -> sa.FromClause:
    """Of these steps of a row those that were taken, each with its instant: the others have none."""
    each = (
        sa.select(part_of_step(step).label("step_id"), at.label("at")).where(at.is_not(None)).correlate(of)
        for step, at in taken
    )
    return sa.union_all(*each).lateral("steps")


def is_one_of(state: sa.ColumnElement[Any], *values: str) -> sa.ColumnElement[bool]:
    return sa.or_(*(state == value for value in values))
