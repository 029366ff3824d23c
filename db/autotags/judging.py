"""The statements by which customers are judged: whom a verdict would change, how many, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import array

from db.autotags.asked import Condition, When
from db.autotags.records import attribute_is_open
from db.autotags.trees import measured, verdict
from db.models import Customer, CustomerTag, Order
from domain.autotag_criteria import Criterion, places
from domain.autotag_predicates import AttributeEquals, Predicate

_customer = Customer.__table__
_tagged = CustomerTag.__table__
_order = Order.__table__
# An inactive record keeps the tags that it has, and so does one that was merged away (TAG-P06).
JUDGED: Condition = sa.and_(_customer.c.active, _customer.c.merged_into.is_(None))


def flips(criteria: Mapping[UUID, Criterion], when: When, *which: Condition) -> sa.Select[Any]:
    """The customers of `which` whose autotags among these are not those that they meet: id, `met` and `held`."""
    ids = list(criteria)
    met = [
        sa.case((verdict(tree, _customer, when), sa.literal(tag_id, sa.Uuid)))
        for tag_id, tree in criteria.items()
    ]
    # Judged once, and compared afterwards.
    judged = (
        sa.select(
            _customer.c.id,
            sa.func.array_remove(array(met), None, type_=sa.ARRAY(sa.Uuid)).label("met"),
            _held(ids).label("held"),
        )
        .where(JUDGED, *which)
        .cte("judged")
        .prefix_with("materialized")
    )
    same = sa.and_(
        judged.c.met.op("<@", is_comparison=True)(judged.c.held),
        judged.c.held.op("<@", is_comparison=True)(judged.c.met),
    )
    return sa.select(judged.c.id, judged.c.met, judged.c.held).where(~same).order_by(judged.c.id)


def page_after(last: UUID | None, at_once: int) -> sa.Select[Any]:
    """The ids of the next `at_once` customers that are judged, beyond `last`.

    What is asked of a page is asked by its ids: PostgreSQL plans a page of a range, whose ends it does not know, by
    reading whole tables.
    """
    beyond = () if last is None else (_customer.c.id > last,)
    return sa.select(_customer.c.id).where(JUDGED, *beyond).order_by(_customer.c.id).limit(at_once)


def one_of(customers: Sequence[UUID]) -> Condition:
    """That the customer is one of these."""
    return _customer.c.id == sa.any_(sa.literal(list(customers), sa.ARRAY(sa.Uuid)))


def _held(ids: Sequence[UUID]) -> sa.ColumnElement[Any]:
    held = sa.select(_tagged.c.tag_id).where(
        _tagged.c.customer_id == _customer.c.id,
        _tagged.c.tag_id == sa.any_(sa.literal(ids, sa.ARRAY(sa.Uuid))),
    )
    return sa.func.array(held.scalar_subquery(), type_=sa.ARRAY(sa.Uuid))


def explained(tree: Criterion, customer_id: UUID, tag_id: UUID, when: When) -> sa.Select[Any]:
    """The one row of why a customer bears a tag or not.

    The verdict of each part as `verdict<n>` in the order of `places`, what each question was answered with as
    `answer<n>`, `judged` for whether the customer is judged at all, `held` for whether the tag is there, since when,
    and whether any order or attribute is among the data that not everybody may see.
    """
    columns: list[sa.ColumnElement[Any]] = []
    for number, place in enumerate(places(tree)):
        columns.append(verdict(place.part, _customer, when).label(f"verdict{number}"))
        if isinstance(place.part, Predicate):
            columns.append(measured(place.part, _customer, when).answer.label(f"answer{number}"))
        if isinstance(place.part, AttributeEquals):
            columns.append(attribute_is_open(place.part).label(f"open{number}"))
    applied = (
        sa.select(_tagged.c.applied_at)
        .where(_tagged.c.customer_id == _customer.c.id, _tagged.c.tag_id == tag_id)
        .scalar_subquery()
    )
    restricted = sa.exists().where(_order.c.owner_id == _customer.c.id, _order.c.restricted)
    return sa.select(
        JUDGED.label("judged"),
        applied.label("applied_at"),
        restricted.label("restricted"),
        *columns,
    ).where(_customer.c.id == customer_id)
