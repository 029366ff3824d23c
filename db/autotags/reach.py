"""Whose verdicts hang on another's record: those of one household, and those who look like another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.autotags.judging import JUDGED
from db.models import Address, Customer, CustomerTag, HouseholdMembership
from domain.autotag_criteria import Criterion, predicates
from domain.autotag_predicates import Input, PotentialDuplicate
from domain.customers import Kind

_customer = Customer.__table__
_one = Customer.__table__.alias("one")
_address = Address.__table__
_stay = HouseholdMembership.__table__
_tagged = CustomerTag.__table__


def reach(customers: Sequence[UUID], criteria: dict[UUID, Criterion]) -> sa.CompoundSelect[Any]:
    """The ids of these customers, and of all others whose verdicts what happened to these may change.

    A household is told to whoever lives in it now, also when somebody has left it. Who looked like somebody until
    that one moved is found by the autotag that they bear; after a change of name it is the nightly sweep that looks.
    """
    given = _any(customers)
    ways = [sa.select(_customer.c.id).where(_customer.c.id == given)]
    if any(
        Input.HOUSEHOLDS in predicate.reads for tree in criteria.values() for predicate in predicates(tree)
    ):
        ways += _of_their_households(given)
    alike = [tag_id for tag_id, tree in criteria.items() if _asks_for_alikes(predicates(tree))]
    if alike:
        ways += _of_their_name(given, alike)
    return sa.union(*ways)


def _asks_for_alikes(asked: Iterable[Any]) -> bool:
    return any(isinstance(predicate, PotentialDuplicate) for predicate in asked)


def _of_their_households(given: Any) -> list[sa.Select[Any]]:
    now = sa.select(_one.c.household_id).where(_one.c.id == given, _one.c.household_id.is_not(None))
    ever = sa.select(_stay.c.household_id).where(_stay.c.customer_id == given)
    return [
        sa.select(_customer.c.id).where(JUDGED, _customer.c.household_id.in_(households))
        for households in (now, ever)
    ]


def _of_their_name(given: Any, tags: Sequence[UUID]) -> list[sa.Select[Any]]:
    here, there = (_address.alias(name) for name in ("here", "there"))
    named = (
        sa.select(_customer.c.id)
        .join_from(
            _one,
            _customer,
            sa.and_(
                _customer.c.kind == sa.literal_column("'I'", sa.Text),
                _customer.c.last_key == _one.c.last_key,
                sa.func.left(_customer.c.first_key, 1) == sa.func.left(_one.c.first_key, 1),
            ),
        )
        .where(_one.c.id == given, _one.c.kind == Kind.INDIVIDUAL.value, JUDGED)
    )
    at_their_place = (
        sa.exists(sa.literal_column("1"))
        .select_from(
            here.join(
                there,
                sa.or_(
                    here.c.postcode_key == there.c.postcode_key,
                    here.c.line1_key == there.c.line1_key,
                ),
            )
        )
        .where(here.c.customer_id == _one.c.id, there.c.customer_id == _customer.c.id)
        .correlate(_one, _customer)
    )
    bearing = sa.select(_tagged.c.customer_id).where(_tagged.c.tag_id == _any(tags))
    return [named.where(sa.or_(at_their_place, _customer.c.id.in_(bearing)))]


def _any(keys: Sequence[UUID]) -> Any:
    return sa.any_(sa.literal(list(keys), sa.ARRAY(sa.Uuid)))
