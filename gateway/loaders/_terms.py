"""What a term means, as ways through indexes to the records that it means, each of which reads no more than it may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from db.models import Address, Customer
from domain.customers import Kind
from domain.searching import Term, TermKind
from gateway.engine.declared import COUNT_CAP
from gateway.loaders._criteria import Condition

_c = Customer.__table__.c
_address = Address.__table__

MOST_CANDIDATES = COUNT_CAP
# No name goes on with the last character that there is, so this ends all that begin alike.
_END = "\U0010ffff"
# In the text, not as a parameter: for a number that it does not know the planner expects a tenth of everything.
ONE_TOO_MANY = sa.literal_column(str(MOST_CANDIDATES + 1), sa.Integer)

Path = sa.Select[Any]


class Place(IntEnum):
    """What a hit is in the order of hits (SRC-P04)."""

    KEY = 0  # the id, the email address, the postcode
    NAME = 1
    BEGINNING = 2
    WORD = 3


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a term decides the text of its statement; everything else is a parameter."""

    kind: Kind
    term: TermKind
    by_parts: bool
    last: bool
    first: bool
    words: bool
    postcode: bool


def _text(name: str) -> sa.BindParameter[str]:
    return sa.bindparam(name, type_=sa.Text(collation="C"))


_LAST, _LAST_END, _FIRST, _FIRST_END = map(_text, ("last", "last_end", "first_name", "first_end"))
_POSTCODE = _text("postcode")
_EMAIL, _WORDS = sa.bindparam("email", type_=sa.Text), sa.bindparam("words", type_=sa.Text)


def shape_of(kind: Kind, term: Term) -> Shape:
    given = (bool(term.last), bool(term.first), bool(term.words), term.postcode is not None)
    return Shape(kind, term.kind, term.by_parts, *given)


def values_of(kind: Kind, term: Term) -> dict[str, Any]:
    # Words are letters, marks and digits only, so that nothing in them is an operator.
    begin = ":*" if kind is Kind.ORGANISATION else ""
    return {
        "email": term.email,
        "postcode": term.postcode,
        "last": term.last,
        "last_end": term.last + _END,
        "first_name": term.first,
        "first_end": term.first + _END,
        "words": " & ".join(f"'{word}'{begin}" for word in term.words),
    }


def paths_of(shape: Shape, scope: Sequence[Condition]) -> list[Path]:
    """The ways to the records that a term means, none of which finds what one before it finds."""
    within = (of_kind(shape.kind), *scope)
    match shape.term:
        case TermKind.EMAIL:
            return [_path(Place.KEY, within, sa.func.lower(_c.email) == _EMAIL)]
        case TermKind.POSTCODE:
            return [_path(Place.KEY, within, _at_postcode())]
        case TermKind.CUSTOMER_NUMBER:
            raise ValueError("an id is looked up by `by_number`, which also tells where it leads")
    if shape.by_parts:
        return _by_parts(shape, within)
    # The last active first: a name that thousands bear is cut off in the order in which it is shown.
    named = _path(Place.NAME, within, _c.last_key == _LAST).order_by(_c.last_activity_at.desc(), _c.id)
    begun = _path(Place.BEGINNING, within, _c.last_key > _LAST, _c.last_key < _LAST_END)
    paths = [named, begun.order_by(_c.last_key, _c.first_key)]
    others = ~sa.and_(_c.last_key >= _LAST, _c.last_key < _LAST_END)
    if shape.words:
        worded = _c.words.op("@@", is_comparison=True)(sa.cast(_WORDS, TSQUERY))
        paths.append(_by_words(within, worded, others))
        others = sa.and_(others, ~worded)
    if shape.postcode:
        paths.append(_path(Place.WORD, within, _at_postcode(), others))
    return paths


def _by_parts(shape: Shape, within: Sequence[Condition]) -> list[Path]:
    """Surname, comma, first name: either may be left out, and both are beginnings."""
    if not shape.last:
        order = (_c.first_key, _c.last_key)
        exact = _path(Place.NAME, within, _c.first_key == _FIRST).order_by(*order)
        begun = _path(Place.BEGINNING, within, _c.first_key > _FIRST, _c.first_key < _FIRST_END)
        return [exact, begun.order_by(*order)]
    first = (_c.first_key >= _FIRST, _c.first_key < _FIRST_END) if shape.first else ()
    exact = _path(Place.NAME, within, _c.last_key == _LAST, *first)
    begun = _path(Place.BEGINNING, within, _c.last_key > _LAST, _c.last_key < _LAST_END, *first)
    by_activity = (_c.last_activity_at.desc(), _c.id)
    return [
        exact.order_by(_c.first_key) if shape.first else exact.order_by(*by_activity),
        begun.order_by(_c.last_key, _c.first_key),
    ]


def _path(place: Place, within: Sequence[Condition], *where: Condition) -> Path:
    placed = sa.literal_column(str(place.value), sa.BigInteger).label("place")
    return sa.select(_c.id, placed, _c.last_activity_at).where(*within, *where).limit(ONE_TOO_MANY)


def _by_words(within: Sequence[Condition], worded: Condition, others: Condition) -> Path:
    """By words in any part of a name. Planned as if all were to be read, and so through their index: the planner
    takes any word for a common one, and for the first of many it would read the table."""
    found = _path(Place.WORD, within, worded, others).limit(None).cte("worded").prefix_with("MATERIALIZED")
    return sa.select(found).limit(ONE_TOO_MANY)


def _at_postcode() -> Condition:
    return _c.id.in_(sa.select(_address.c.customer_id).where(_address.c.postcode_key == _POSTCODE))


def of_kind(kind: Kind) -> Condition:
    # In the text, since some indexes hold one kind only.
    return _c.kind == sa.literal_column(f"'{kind.value}'", sa.Text)
