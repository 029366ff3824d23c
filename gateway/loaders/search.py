"""How customers are searched and listed: the text of each statement, built once a shape, and its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.models import Address, AttributeDefinition, Customer
from db.scope import visible_customer
from domain.customers import Kind
from domain.searching import Term
from gateway.engine.declared import LARGEST_PAGE
from gateway.engine.statements import Statement, compiled
from gateway.loaders._criteria import Condition
from gateway.loaders._terms import ONE_TOO_MANY, Path, Shape, of_kind, paths_of, shape_of, values_of

_customer = Customer.__table__
_c = _customer.c
_requested = Customer.__table__.alias("requested")
_survivor = Customer.__table__.alias("survivor")
_address = Address.__table__
_definition = AttributeDefinition.__table__

_MOST_NEAR = 5

# What follows in the order of hits, and what follows in the order of activity.
HitPlace = tuple[int, datetime, UUID]
ListPlace = tuple[datetime, UUID]
HIT_PLACE = (int, datetime, UUID)
LIST_PLACE = (datetime, UUID)


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement and the values that it is run with."""

    statement: Statement
    values: Mapping[str, Any] = field(default_factory=dict)


_SIZE, _PLACE = sa.bindparam("size", type_=sa.Integer), sa.bindparam("place", type_=sa.BigInteger)
_ACTIVE_AT = sa.bindparam("active_at", type_=sa.DateTime(timezone=True))
_BEYOND_ID = sa.bindparam("beyond_id", type_=sa.Uuid)
_LARGEST: sa.ColumnClause[int] = sa.literal_column(str(LARGEST_PAGE + 1))
_PLACED = ("id", "last_activity_at")


def hits(
    kind: Kind, term: Term, where: Sequence[Condition], *, first: int, after: HitPlace | None
) -> Reading:
    """One page of the candidates, and how many there are: rows of (total, id, place, last_activity_at).

    At least one row, whose id is null where the page is empty. The ways are read one after another, and no further
    than one candidate beyond the most.
    """
    shape = shape_of(kind, term)
    # What a filter asks is different every time; without one there are few texts, each built once.
    build = _build_hits.__wrapped__ if where else _build_hits
    values = {**values_of(kind, term), "size": first + 1}
    if after is not None:
        values |= {"place": after[0], "active_at": after[1], "beyond_id": after[2]}
    return Reading(build(shape, tuple(where), after=after is not None), values)


def listed(
    kind: Kind | None, where: Sequence[Condition], *, first: int, after: ListPlace | None, counted: bool
) -> Reading:
    """One page of all customers whom the conditions hold for: rows of (id, last_activity_at).

    Where they are `counted` each row begins with how many there are, up to one beyond the cap, and there is at least
    one, whose id is null where the page is empty.
    """
    build = _build_listed.__wrapped__ if where else _build_listed
    values: dict[str, Any] = {"size": first + 1}
    if after is not None:
        values |= {"active_at": after[0], "beyond_id": after[1]}
    return Reading(build(kind, tuple(where), after=after is not None, counted=counted), values)


def by_number(number: int, where: Sequence[Condition]) -> Reading:
    """The record that a customer id leads to, seen or not, with the id that was asked for (SRC-P03, MRG-P10)."""
    build = _build_by_number.__wrapped__ if where else _build_by_number
    return Reading(build(tuple(where)), {"number": number})


def merged_away(kind: Kind, term: Term) -> Reading:
    """Records that the term would have found had they not been merged into one that the actor may see."""
    return Reading(_build_merged_away(shape_of(kind, term)), values_of(kind, term))


def near_postcodes(kind: Kind, keys: Sequence[str]) -> Reading:
    """Those of these postcodes at which a customer of the kind is, as they are written."""
    return Reading(_build_near_postcodes(kind), {"postcodes": list(keys)})


def attribute_definitions(keys: Sequence[UUID]) -> Reading:
    """Which of these attributes there are, and whether they are protected."""
    wanted = _definition.c.id == sa.any_(sa.literal(list(keys), sa.ARRAY(sa.Uuid)))
    return Reading(compiled(sa.select(_definition.c.id, _definition.c.protected).where(wanted)))


@lru_cache(maxsize=256)
def _build_hits(shape: Shape, where: tuple[Condition, ...], *, after: bool) -> Statement:
    found = _candidates(paths_of(shape, (visible_customer(_c), *where)), ONE_TOO_MANY)
    total = sa.select(sa.func.count().label("total")).select_from(found).subquery("counted")
    order = (found.c.place, found.c.last_activity_at.desc(), found.c.id)
    shown = sa.select(found).order_by(*order).limit(_SIZE)
    if after:
        later = sa.and_(found.c.place == _PLACE, _beyond(found.c))
        shown = shown.where(sa.or_(found.c.place > _PLACE, later))
    return compiled(_with_total(total, shown, ("id", "place", "last_activity_at")))


@lru_cache(maxsize=256)
def _build_listed(
    kind: Kind | None, where: tuple[Condition, ...], *, after: bool, counted: bool
) -> Statement:
    every = [visible_customer(_c), *where]
    if kind is not None:
        every.append(of_kind(kind))
    rows = sa.select(_c.id, _c.last_activity_at).where(*every)
    order = (_c.last_activity_at.desc(), _c.id)
    if counted and not after:
        # Counted and shown from one reading, since what holds for few may be found by going through many.
        found = rows.order_by(*order).limit(ONE_TOO_MANY).cte("candidate").prefix_with("MATERIALIZED")
        total = sa.select(sa.func.count().label("total")).select_from(found).subquery("counted")
        shown = sa.select(found).order_by(found.c.last_activity_at.desc(), found.c.id).limit(_SIZE)
        return compiled(_with_total(total, shown, _PLACED))
    # Planned for the largest page, whatever the size of this one: of a parameter nobody knows how many rows it means.
    page = (rows.where(_beyond(_c)) if after else rows).order_by(*order).limit(_LARGEST).subquery("largest")
    shown = sa.select(page).limit(_SIZE)
    if not counted:
        return compiled(shown)
    some = rows.limit(ONE_TOO_MANY).subquery("some")
    total = sa.select(sa.func.count().label("total")).select_from(some).subquery("counted")
    return compiled(_with_total(total, shown, _PLACED))


@lru_cache(maxsize=8)
def _build_by_number(where: tuple[Condition, ...]) -> Statement:
    leads_to = _c.id == sa.func.coalesce(_requested.c.merged_into, _requested.c.id)
    return compiled(
        sa.select(
            _c.id,
            _c.kind,
            _c.number,
            _c.last_activity_at,
            _requested.c.kind.label("asked_kind"),
            _requested.c.merged_into.is_not(None).label("merged"),
            visible_customer(_c).label("seen"),
            sa.and_(sa.true(), *where).label("fits"),
        )
        .join_from(_requested, _customer, leads_to)
        .where(_requested.c.number == sa.bindparam("number", type_=sa.BigInteger))
    )


@lru_cache(maxsize=256)
def _build_merged_away(shape: Shape) -> Statement:
    survives = sa.exists().where(_survivor.c.id == _c.merged_into, visible_customer(_survivor.c))
    paths = paths_of(shape, (_c.merged_into.is_not(None), survives))
    found = _candidates(paths, sa.literal_column(str(_MOST_NEAR), sa.Integer))
    query = sa.select(_c.kind, _c.number, _c.merged_into.label("customer_id"))
    return compiled(query.join_from(found, _customer, _c.id == found.c.id).order_by(_c.number))


@lru_cache(maxsize=8)
def _build_near_postcodes(kind: Kind) -> Statement:
    keys = sa.bindparam("postcodes", type_=sa.ARRAY(sa.Text(collation="C")))
    there = sa.exists().where(_c.id == _address.c.customer_id, of_kind(kind), visible_customer(_c))
    written = sa.func.min(_address.c.postcode).label("postcode")
    query = sa.select(written).where(_address.c.postcode_key == sa.any_(keys), there)
    key = _address.c.postcode_key
    return compiled(query.group_by(key).order_by(key).limit(sa.literal_column(str(_MOST_NEAR))))


def _candidates(paths: Sequence[Path], most: sa.ColumnElement[int]) -> sa.CTE:
    each = sa.union_all(*paths) if len(paths) > 1 else paths[0]
    return sa.select(each.subquery("read")).limit(most).cte("candidate").prefix_with("MATERIALIZED")


def _beyond(c: Any) -> Condition:
    """What follows in the order of activity; the first condition alone is where an index can begin."""
    later = sa.or_(c.last_activity_at < _ACTIVE_AT, c.id > _BEYOND_ID)
    return sa.and_(c.last_activity_at <= _ACTIVE_AT, later)


def _with_total(total: sa.Subquery, shown: sa.Select[Any], columns: Sequence[str]) -> sa.Select[Any]:
    page = shown.subquery("page")
    query = sa.select(total.c.total, *(page.c[name] for name in columns))
    sorted_by = [page.c.place] if "place" in columns else []
    found = query.select_from(total.outerjoin(page, sa.true()))
    return found.order_by(*sorted_by, page.c.last_activity_at.desc(), page.c.id)
