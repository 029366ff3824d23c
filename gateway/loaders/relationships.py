"""How relationships are read: from the side of the record that is looked at, the most important first (REL-P02)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Customer, Order, Relationship, RelationshipType
from db.scope import SEES_INACTIVE
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_relationship = Relationship.__table__
_type = RelationshipType.__table__
_other = Customer.__table__.alias("other")
_order = Order.__table__
_TODAY = sa.bindparam("today", type_=sa.Date)

# An unknown start comes after every known one (REL-P03).
BEFORE_ALL = sa.literal_column("date '0001-01-01'", sa.Date)


def _side(this: str, that: str) -> sa.Select[Any]:
    c = _relationship.c
    return sa.select(
        c.id,
        c.type_id,
        c[f"{this}_id"].label("customer_id"),
        c[f"{that}_id"].label("other_id"),
        sa.literal_column("true" if this == "a" else "false", sa.Boolean).label("forward"),
        c[f"importance_{this}"].label("importance"),
        c.starts,
        c.ends,
        c.created_at,
    )


# Each relationship twice: as seen from either of its customers.
SIDES = sa.union_all(_side("a", "b"), _side("b", "a")).subquery("side")


def _orders(owner: sa.ColumnElement[Any], facilitator: sa.ColumnElement[Any]) -> sa.ScalarSelect[int]:
    """How many orders the one has placed for the other, whatever became of them (REL-P06)."""
    return (
        sa.select(sa.func.count())
        .select_from(_order)
        .where(_order.c.owner_id == owner, _order.c.facilitator_id == facilitator)
        .correlate(SIDES)
        .scalar_subquery()
    )


_source = (
    sa.select(
        *SIDES.c,
        _type.c.forward_label,
        _type.c.reverse_label,
        _type.c.a_may_facilitate_for_b,
        _type.c.b_may_facilitate_for_a,
        _other.c.active.label("other_active"),
        sa.func.coalesce(SIDES.c.starts, BEFORE_ALL, type_=sa.Date).label("starts_or_first"),
        (
            _orders(SIDES.c.customer_id, SIDES.c.other_id) + _orders(SIDES.c.other_id, SIDES.c.customer_id)
        ).label("transactions_on_behalf"),
    )
    .join_from(SIDES, _type, _type.c.id == SIDES.c.type_id)
    .join(_other, sa.and_(_other.c.id == SIDES.c.other_id, _other.c.merged_into.is_(None)))
    .subquery("relationship_read")
)

# Left out where the other customer may not be seen (ROL-P07, REL-P09).
_SEEN = sa.or_(_source.c.other_active, SEES_INACTIVE)
_ORDER = (_source.c.importance.desc(), _source.c.starts_or_first.desc(), _source.c.id)


def is_current(c: Any) -> sa.ColumnElement[bool]:
    """Whether the relationship has begun and has not ended today (REL-P04)."""
    return sa.and_(sa.or_(c.starts.is_(None), c.starts <= _TODAY), sa.or_(c.ends.is_(None), c.ends > _TODAY))


OTHER_IS_ACTIVE = _source.c.other_active

RELATIONSHIPS = Tab(
    "relationships",
    _source,
    key=_source.c.customer_id,
    order=_ORDER,
    scope=_SEEN,
    default=(OTHER_IS_ACTIVE,),
    entity="rla",
)


def _acting(name: str, mine: sa.ColumnElement[bool], theirs: sa.ColumnElement[bool]) -> Tab:
    """Current relationships in which the one side may book for the other, which both are active (REL-P08)."""
    may = sa.case((_source.c.forward, mine), else_=theirs)
    return Tab(
        name,
        _source,
        key=_source.c.customer_id,
        order=_ORDER,
        scope=sa.and_(OTHER_IS_ACTIVE, is_current(_source.c), may),
        entity="rla",
    )


FACILITATORS = _acting("facilitators", _source.c.b_may_facilitate_for_a, _source.c.a_may_facilitate_for_b)
FACILITATES = _acting("may-act-for", _source.c.a_may_facilitate_for_b, _source.c.b_may_facilitate_for_a)


def _by_id(name: str, entity: str, side: sa.ColumnElement[bool]) -> Tab:
    return Tab(
        name,
        _source,
        key=_source.c.id,
        order=(_source.c.id,),
        scope=sa.and_(_SEEN, side),
        root_scope=of_visible_customer(_source.c.customer_id),
        entity=entity,
    )


RELATIONSHIP_FORWARD = _by_id("relationship-forward", "rla", _source.c.forward)
RELATIONSHIP_BACKWARD = _by_id("relationship-backward", "rlb", ~_source.c.forward)

RELATIONSHIP_TYPE = Tab("relationship-type", _type, key=_type.c.id, order=(_type.c.id,), entity="rlt")
RELATIONSHIP_TYPES = Tab(
    "relationship-types",
    _type,
    key=None,
    order=(_type.c.position, _type.c.forward_label, _type.c.id),
    default=(_type.c.active,),
    entity="rlt",
    usual=30,
)
