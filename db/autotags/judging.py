"""The statements by which customers are judged: whom a verdict would change, how many, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by, array

from db.autotags.asked import Condition, When
from db.autotags.records import attribute_is_open
from db.autotags.trees import measured, verdict
from db.models import Customer, CustomerTag, Order
from domain.autotag_criteria import Criterion, places
from domain.autotag_predicates import AttributeEquals, Predicate

_customer = Customer.__table__
_tagged = CustomerTag.__table__
_order = Order.__table__
SAMPLED = 20
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


def _held(ids: Sequence[UUID]) -> sa.ColumnElement[Any]:
    held = sa.select(_tagged.c.tag_id).where(
        _tagged.c.customer_id == _customer.c.id,
        _tagged.c.tag_id == sa.any_(sa.literal(ids, sa.ARRAY(sa.Uuid))),
    )
    return sa.func.array(held.scalar_subquery(), type_=sa.ARRAY(sa.Uuid))


def counted(
    tree: Criterion, tag_id: UUID | None, when: When, after: UUID | None, at_once: int
) -> sa.Select[Any]:
    """What the criteria would change on the next `at_once` customers beyond `after`, in one row.

    How many they are and the `last` of them; how many `added` and `removed` there would be, and who the first
    SAMPLED of each are: their keys in `adding` and `removing`. A tag that is not made yet is on nobody.
    """
    page = (
        sa.select(*_customer.c)
        .where(JUDGED, *(() if after is None else (_customer.c.id > after,)))
        .order_by(_customer.c.id)
        .limit(at_once)
        .subquery("page")
    )
    held = (
        sa.false()
        if tag_id is None
        else sa.exists().where(_tagged.c.customer_id == page.c.id, _tagged.c.tag_id == tag_id)
    )
    judged = (
        sa.select(page.c.id, verdict(tree, page, when).label("met"), held.label("held"))
        .cte("judged")
        .prefix_with("materialized")
    )
    adds = sa.and_(judged.c.met, ~judged.c.held)
    removes = sa.and_(judged.c.held, ~judged.c.met)
    keys = aggregate_order_by(judged.c.id, judged.c.id)

    def first(which: Condition) -> sa.ColumnElement[Any]:
        found = sa.func.array_agg(keys, type_=sa.ARRAY(sa.Uuid)).filter(which)
        return sa.func.coalesce(found[1:SAMPLED], sa.literal([], sa.ARRAY(sa.Uuid)), type_=sa.ARRAY(sa.Uuid))

    every = sa.func.array_agg(keys, type_=sa.ARRAY(sa.Uuid))
    return sa.select(
        sa.func.count().label("judged"),
        every[sa.func.count()].label("last"),
        sa.func.count().filter(adds).label("added"),
        sa.func.count().filter(removes).label("removed"),
        first(adds).label("adding"),
        first(removes).label("removing"),
    )


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
