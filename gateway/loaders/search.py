"""How customers are searched: each reading of a term is a way through an index, which reads no more than it may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from db.models import Address, AttributeDefinition, Customer
from db.scope import visible_customer
from domain.customers import Kind
from domain.searching import Term, TermKind
from gateway.engine.declare import COUNT_CAP, LARGEST_PAGE, PAGE
from gateway.engine.statements import Statement, compiled
from gateway.loaders._criteria import Condition

_customer = Customer.__table__
_c = _customer.c
_requested = Customer.__table__.alias("requested")
_survivor = Customer.__table__.alias("survivor")
_address = Address.__table__
_definition = AttributeDefinition.__table__

MOST_CANDIDATES = COUNT_CAP
# No name goes on with the last character that there is, so this ends all that begin alike.
_END = "\U0010ffff"
# In the text, not as a parameter: for a number that it does not know the planner expects a tenth of everything.
_ONE_TOO_MANY = sa.literal_column(str(MOST_CANDIDATES + 1), sa.Integer)
_MOST_NEAR = 5

Path = sa.Select[Any]


class Place(IntEnum):
    """What a hit is in the order of hits (SRC-P04)."""

    KEY = 0  # the id, the email address, the postcode
    NAME = 1
    BEGINNING = 2
    WORD = 3


# The order of hits: of each place those that were last active first, and a unique column in the end.
ORDER_TYPES = (int, datetime, UUID)


# For this transaction every statement is planned for its values. A plan for any value of a criterion goes through all
# customers in the hope of a page's worth soon, and goes on to the end where a criterion holds for few.
PLANNED_FOR_VALUES = compiled(sa.select(sa.func.set_config("plan_cache_mode", "force_custom_plan", True)))


def hits(kind: Kind, term: Term, where: Sequence[Condition], *, first: int, after: Any | None) -> Statement:
    """One page of the candidates, and how many there are: rows of (total, id, place, last_activity_at).

    At least one row, whose id is null where the page is empty. The ways are read one after another, and no further
    than one candidate beyond the most.
    """
    paths = paths_of(kind, term, (visible_customer(_c), *where))
    each = sa.union_all(*paths) if len(paths) > 1 else paths[0]
    read = each.subquery("read")
    found = sa.select(read).limit(_ONE_TOO_MANY).cte("candidate").prefix_with("MATERIALIZED")
    total = sa.select(sa.func.count().label("total")).select_from(found).subquery("counted")
    order = (found.c.place, found.c.last_activity_at.desc(), found.c.id)
    shown = sa.select(found).order_by(*order).limit(sa.literal(first + 1))
    if after is not None:
        shown = shown.where(_beyond_hit(found.c, after))
    return compiled(_with_total(total, shown, ("id", "place", "last_activity_at")))


def listed(
    kind: Kind | None, where: Sequence[Condition], *, first: int, after: tuple[datetime, UUID] | None
) -> Statement:
    """One page of all customers whom the conditions hold for, and how many there are up to one beyond the cap:
    rows of (total, id, last_activity_at), as those of `hits`."""
    every = [visible_customer(_c), *where]
    if kind is not None:
        every.append(_of_kind(kind))
    rows = sa.select(_c.id, _c.last_activity_at).where(*every)
    order = (_c.last_activity_at.desc(), _c.id)
    if after is None:
        # Counted and shown from one reading, since what holds for few may be found by going through many.
        found = rows.order_by(*order).limit(_ONE_TOO_MANY).cte("candidate").prefix_with("MATERIALIZED")
        total = sa.select(sa.func.count().label("total")).select_from(found).subquery("counted")
        shown = sa.select(found).order_by(found.c.last_activity_at.desc(), found.c.id)
        return compiled(_with_total(total, shown.limit(sa.literal(first + 1)), ("id", "last_activity_at")))
    counted = rows.limit(_ONE_TOO_MANY).subquery("some")
    total = sa.select(sa.func.count().label("total")).select_from(counted).subquery("counted")
    # Two sizes, so that there are two texts to be planned.
    size = PAGE if first <= PAGE else LARGEST_PAGE
    shown = rows.where(_beyond(_c, *after)).order_by(*order).limit(sa.literal_column(str(size + 1)))
    return compiled(_with_total(total, shown, ("id", "last_activity_at")))


def by_number(number: int, where: Sequence[Condition]) -> Statement:
    """The record that a customer id leads to, seen or not, with the id that was asked for (SRC-P03, MRG-P10)."""
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
        .join_from(
            _requested, _customer, _c.id == sa.func.coalesce(_requested.c.merged_into, _requested.c.id)
        )
        .where(_requested.c.number == number)
    )


def merged_away(kind: Kind, term: Term) -> Statement:
    """Records that the term would have found had they not been merged into one that the actor may see."""
    survives = sa.exists().where(_survivor.c.id == _c.merged_into, visible_customer(_survivor.c))
    paths = paths_of(kind, term, (_c.merged_into.is_not(None), survives))
    each = sa.union_all(*paths) if len(paths) > 1 else paths[0]
    found = sa.select(each.subquery("read")).limit(_MOST_NEAR).cte("candidate").prefix_with("MATERIALIZED")
    return compiled(
        sa.select(_c.kind, _c.number, _c.merged_into.label("customer_id"))
        .join_from(found, _customer, _c.id == found.c.id)
        .order_by(_c.number)
    )


def near_postcodes(kind: Kind, keys: Sequence[str]) -> Statement:
    """Those of these postcodes at which a customer of the kind is, as they are written."""
    keyed = _address.c.postcode_key == sa.any_(sa.literal(list(keys), sa.ARRAY(sa.Text(collation="C"))))
    there = sa.exists().where(_c.id == _address.c.customer_id, _of_kind(kind), visible_customer(_c))
    written = sa.func.min(_address.c.postcode).label("postcode")
    query = sa.select(written).where(keyed, there).group_by(_address.c.postcode_key)
    return compiled(query.order_by(_address.c.postcode_key).limit(_MOST_NEAR))


def attribute_definitions(keys: Sequence[UUID]) -> Statement:
    """Which of these attributes there are, and whether they are protected."""
    wanted = _definition.c.id == sa.any_(sa.literal(list(keys), sa.ARRAY(sa.Uuid)))
    return compiled(sa.select(_definition.c.id, _definition.c.protected).where(wanted))


def paths_of(kind: Kind, term: Term, scope: Sequence[Condition]) -> list[Path]:
    """The ways to the records that a term means, none of which finds what one before it finds."""
    within = (_of_kind(kind), *scope)
    match term.kind:
        case TermKind.CUSTOMER_NUMBER:
            return [_path(Place.KEY, within, _c.number == term.number)]
        case TermKind.EMAIL:
            return [_path(Place.KEY, within, sa.func.lower(_c.email) == term.email)]
        case TermKind.POSTCODE:
            assert term.postcode is not None, "a postcode has a key"
            return [_path(Place.KEY, within, _at_postcode(term.postcode))]
    if term.by_parts:
        return _by_parts(within, term)
    named = _begins(_c.last_key, term.last)
    paths = [
        # The last active first: a name that thousands bear is cut off in the order in which it is shown.
        _path(Place.NAME, within, _c.last_key == term.last).order_by(_c.last_activity_at.desc(), _c.id),
        _path(Place.BEGINNING, within, *_goes_on(_c.last_key, term.last)).order_by(_c.last_key, _c.first_key),
    ]
    others = ~sa.and_(*named)
    if term.words:
        wanted = _words(term.words, beginnings=kind is Kind.ORGANISATION)
        paths.append(_by_words(within, wanted, others))
        others = sa.and_(others, ~wanted)
    if term.postcode is not None:
        paths.append(_path(Place.WORD, within, _at_postcode(term.postcode), others))
    return paths


def _by_parts(within: Sequence[Condition], term: Term) -> list[Path]:
    """Surname, comma, first name: either may be left out, and both are beginnings."""
    if not term.last:
        order = (_c.first_key, _c.last_key)
        return [
            _path(Place.NAME, within, _c.first_key == term.first).order_by(*order),
            _path(Place.BEGINNING, within, *_goes_on(_c.first_key, term.first)).order_by(*order),
        ]
    first = _begins(_c.first_key, term.first) if term.first else ()
    exact = _path(Place.NAME, within, _c.last_key == term.last, *first)
    return [
        exact.order_by(_c.first_key) if term.first else exact.order_by(_c.last_activity_at.desc(), _c.id),
        _path(Place.BEGINNING, within, *_goes_on(_c.last_key, term.last), *first).order_by(
            _c.last_key, _c.first_key
        ),
    ]


def _path(place: Place, within: Sequence[Condition], *where: Condition) -> Path:
    placed = sa.literal_column(str(place.value), sa.BigInteger).label("place")
    return sa.select(_c.id, placed, _c.last_activity_at).where(*within, *where).limit(_ONE_TOO_MANY)


def _by_words(within: Sequence[Condition], wanted: Condition, others: Condition) -> Path:
    """By words in any part of a name. Planned as if all were to be read, and so through their index: the planner
    takes any word for a common one, and for the first of many it would read the table."""
    found = _path(Place.WORD, within, wanted, others).limit(None).cte("worded").prefix_with("MATERIALIZED")
    return sa.select(found).limit(_ONE_TOO_MANY)


def _words(words: Sequence[str], *, beginnings: bool) -> Condition:
    # Words are letters, marks and digits only, so that nothing in them is an operator.
    query = " & ".join(f"'{word}':*" if beginnings else f"'{word}'" for word in words)
    return _c.words.op("@@", is_comparison=True)(sa.cast(sa.literal(query), TSQUERY))


def _begins(column: sa.ColumnElement[Any], key: str) -> tuple[Condition, ...]:
    return column >= key, column < key + _END


def _goes_on(column: sa.ColumnElement[Any], key: str) -> tuple[Condition, ...]:
    return column > key, column < key + _END


def _at_postcode(key: str) -> Condition:
    return _c.id.in_(sa.select(_address.c.customer_id).where(_address.c.postcode_key == key))


def _of_kind(kind: Kind) -> Condition:
    # In the text, since some indexes hold one kind only.
    return _c.kind == sa.literal_column(f"'{kind.value}'", sa.Text)


def _beyond(c: Any, active: datetime, id: UUID) -> Condition:
    """What follows in the order of activity; the first condition alone is where an index can begin."""
    return sa.and_(c.last_activity_at <= active, sa.or_(c.last_activity_at < active, c.id > id))


def _beyond_hit(c: Any, after: tuple[int, datetime, UUID]) -> Condition:
    place = sa.literal(after[0], sa.BigInteger)
    return sa.or_(c.place > place, sa.and_(c.place == place, _beyond(c, *after[1:])))


def _with_total(total: sa.Subquery, shown: sa.Select[Any], order: Sequence[str]) -> sa.Select[Any]:
    page = shown.subquery("page")
    query = sa.select(total.c.total, *(page.c[name] for name in order))
    query = query.select_from(total.outerjoin(page, sa.true()))
    sorted_by = [page.c.place] if "place" in order else []
    return query.order_by(*sorted_by, page.c.last_activity_at.desc(), page.c.id)
