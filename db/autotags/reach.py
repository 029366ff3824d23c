"""Whose verdicts hang on another's record: those of one household."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.autotags.judging import JUDGED
from db.models import Address, Customer, CustomerTag, HouseholdMembership
from domain.autotag_criteria import Criterion, predicates
from domain.autotag_predicates import Input

_customer = Customer.__table__
_one = Customer.__table__.alias("one")
_address = Address.__table__
_stay = HouseholdMembership.__table__
_tagged = CustomerTag.__table__


def reach(customers: Sequence[UUID], criteria: dict[UUID, Criterion]) -> sa.CompoundSelect[Any]:
    """The ids of these customers, and of all others whose verdicts what happened to these may change.

    A household is told to whoever lives in it now, also when somebody has left it. Who looks like somebody, or did, is
    known to whoever compared them.
    """
    given = _any(customers)
    ways = [sa.select(_customer.c.id).where(_customer.c.id == given)]
    if any(
        Input.HOUSEHOLDS in predicate.reads for tree in criteria.values() for predicate in predicates(tree)
    ):
        ways += _of_their_households(given)
    return sa.union(*ways)


def _of_their_households(given: Any) -> list[sa.Select[Any]]:
    now = sa.select(_one.c.household_id).where(_one.c.id == given, _one.c.household_id.is_not(None))
    ever = sa.select(_stay.c.household_id).where(_stay.c.customer_id == given)
    return [
        sa.select(_customer.c.id).where(JUDGED, _customer.c.household_id.in_(households))
        for households in (now, ever)
    ]


def _any(keys: Sequence[UUID]) -> Any:
    return sa.any_(sa.literal(list(keys), sa.ARRAY(sa.Uuid)))
