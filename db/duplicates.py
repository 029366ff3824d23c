"""What the store knows of records that are alike: what each is recognised by, and whom its keys lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.models import Address, Customer, DuplicateDismissal, DuplicateKey, DuplicateLook, DuplicatePair
from domain.customers import Kind
from domain.duplicates import Body, Person

NEIGHBOURS = 25
"""How many before and after a record, in the order of their ids, each of its keys leads to.

Of a key that thousands share every record meets as many as of one that fifty share, so that looking through a store
takes as long for each record however large the store is.
"""

_customer = Customer.__table__
_address = Address.__table__
_key = DuplicateKey.__table__
_look = DuplicateLook.__table__
_pair = DuplicatePair.__table__
_dismissal = DuplicateDismissal.__table__
_one, _other = (Customer.__table__.alias(name) for name in ("one", "other"))
_GIVEN = sa.any_(sa.bindparam("customers", type_=sa.ARRAY(sa.Uuid)))
_IN_USE = sa.and_(_customer.c.active, _customer.c.merged_into.is_(None))


def _keys(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    of_customer = sa.select(column).where(_address.c.customer_id == _customer.c.id).correlate(_customer)
    return sa.func.array(of_customer.scalar_subquery(), type_=sa.ARRAY(sa.Text))


RECOGNISED = (
    _customer.c.id,
    _customer.c.kind,
    _customer.c.first_name,
    _customer.c.last_name,
    _customer.c.name,
    _customer.c.email,
    _customer.c.birth_date,
    _customer.c.phone_e164,
    _customer.c.mobile_e164,
    _keys(_address.c.postcode_key).label("postcodes"),
    _keys(_address.c.line1_key).label("lines"),
)
"""What a record is recognised by, as `as_known` reads it."""


def as_known(row: Mapping[str, Any]) -> Person | Body:
    """A row of RECOGNISED as the rules compare it."""
    phones = frozenset(filter(None, (row["phone_e164"], row["mobile_e164"])))
    postcodes, lines = frozenset(filter(None, row["postcodes"])), frozenset(filter(None, row["lines"]))
    if row["kind"] == Kind.ORGANISATION:
        return Body(row["id"], row["name"], phones, postcodes, lines)
    return Person(
        row["id"],
        row["first_name"],
        row["last_name"],
        row["email"],
        row["birth_date"],
        phones,
        postcodes,
        lines,
    )


LOOKED_FOR = sa.select(*RECOGNISED, _customer.c.updated_at, _IN_USE.label("in_use")).where(
    _customer.c.id == _GIVEN
)
"""What `customers` are recognised by, whether they are in use, and when they were last changed."""


def not_looked_at(after: UUID | None, rules: str, at_once: int) -> sa.Select[Any]:
    """The ids of the next records beyond `after` that were changed since they were looked at, or by other rules.

    The look at each is asked for by itself: a join would be planned by reading all looks for every page.
    """
    beyond = () if after is None else (_customer.c.id > after,)
    look = sa.select(_look.c.as_of).where(_look.c.customer_id == _customer.c.id, _look.c.rules == rules)
    seen = look.correlate(_customer).scalar_subquery()
    return (
        sa.select(_customer.c.id)
        .where(*beyond, seen.is_distinct_from(_customer.c.updated_at))
        .order_by(_customer.c.id)
        .limit(at_once)
    )


def names_and_addresses(first: UUID, second: UUID) -> sa.Select[Any]:
    """What a dismissal of the two holds for: a digest of the names and addresses of both."""
    both = _one.join(_other, _other.c.id == second)
    return sa.select(_looked_at()).select_from(both).where(_one.c.id == first)


def _looked_at() -> sa.ColumnElement[bytes]:
    told = sa.cast(sa.func.jsonb_build_array(_told(_one), _told(_other)), sa.Text)
    return sa.func.sha256(sa.func.convert_to(told, sa.literal_column("'UTF8'")), type_=sa.LargeBinary)


def _told(who: sa.FromClause) -> sa.ColumnElement[Any]:
    homes = (
        sa.select(sa.func.jsonb_agg(sa.text("address_key order by address_key"), type_=JSONB))
        .select_from(_address)
        .where(_address.c.customer_id == who.c.id)
        .correlate(who)
        .scalar_subquery()
    )
    return sa.func.jsonb_build_array(who.c.first_key, who.c.last_key, homes)


_shared = DuplicateKey.__table__.alias("shared")


def _neighbours(*, before: bool) -> sa.Select[Any]:
    own = _shared.c.customer_id
    beyond = _key.c.customer_id < own if before else _key.c.customer_id > own
    nearest = _key.c.customer_id.desc() if before else _key.c.customer_id.asc()
    found = sa.select(_key.c.customer_id).where(_key.c.key == _shared.c.key, beyond)
    return sa.select(found.order_by(nearest).limit(NEIGHBOURS).correlate(_shared).subquery().c.customer_id)


_near = sa.union_all(_neighbours(before=True), _neighbours(before=False)).lateral("near")
ALIKE = sa.union(
    sa.select(_shared.c.customer_id.label("one"), _near.c.customer_id.label("other"))
    .select_from(_shared.join(_near, sa.true()))
    .where(_shared.c.customer_id == _GIVEN),
    sa.select(_pair.c.first_id, _pair.c.second_id).where(_pair.c.first_id == _GIVEN),
    sa.select(_pair.c.second_id, _pair.c.first_id).where(_pair.c.second_id == _GIVEN),
)
"""Whom the keys of `customers` lead to, and whom they are paired with now: `one` of these, and the `other`."""


DISMISSED = (
    sa.select(_dismissal.c.first_id, _dismissal.c.second_id)
    .join(_one, _one.c.id == _dismissal.c.first_id)
    .join(_other, _other.c.id == _dismissal.c.second_id)
    .where(
        sa.or_(_dismissal.c.first_id == _GIVEN, _dismissal.c.second_id == _GIVEN),
        _dismissal.c.looked_at == _looked_at(),
    )
)
"""The pairs with one of `customers` that were dismissed, with names and addresses as they are now (MRG-P21)."""


def any_of(customers: Sequence[UUID]) -> Any:
    """These ids, as the one parameter of a comparison."""
    return sa.any_(sa.literal(list(customers), sa.ARRAY(sa.Uuid)))
