"""The statements by which customers are judged: whom a verdict would change, how many, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import array

from db.autotags.asked import Condition, When
from db.autotags.trees import verdict
from db.models import Customer, CustomerTag
from domain.autotag_criteria import Criterion

_customer = Customer.__table__
_tagged = CustomerTag.__table__
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
