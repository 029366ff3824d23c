"""Which records may be the same as one that is being typed: found by index, for the rules to score (MRG-P20)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from db.duplicates import DISMISSED, RECOGNISED
from db.models import Address, Customer
from db.models.customers import UNTAGGED
from db.scope import visible_customer
from domain.customers import Kind
from domain.duplicates import Body, Person
from domain.emails import email_key
from domain.searching import name_key
from domain.texts import words_of
from gateway.engine.statements import Statement, compiled, kept
from gateway.loaders._scope import led_to

# Each way to find somebody gives its closest names only, so that a crowded place or day stays cheap.
MOST_EACH = 100
# The beginning that alike names of organisations share; what follows may be written differently.
_BEGINNING = 5
_LAST_CHARACTER = "\U0010ffff"

_customer = Customer.__table__
_address = Address.__table__


@dataclass(frozen=True, slots=True)
class Look:
    """How records alike to somebody are found: a statement, and the values of its parameters.

    There are few such statements, one for each set of things that somebody is known by, so that they are written
    once; `shape` is what they differ in.
    """

    shape: tuple[Kind, frozenset[str]]
    values: Mapping[str, Any]

    @property
    def query(self) -> sa.Select[Any]:
        return _query(*self.shape)

    @property
    def statement(self) -> Statement:
        """The same for the driver."""
        return kept(("alike", self.shape), lambda: compiled(self.query))


def candidates(who: Person | Body) -> Look | None:
    """The records of the same kind, among those whom the actor may see, that share something with `who`.

    None when there is nothing yet to go by.
    """
    known = dict(_of_places_and_phones(who))
    if isinstance(who, Person):
        kind, name = Kind.INDIVIDUAL, " ".join((who.first_name, who.last_name))
        known |= _of_a_person(who)
    else:
        kind, name = Kind.ORGANISATION, who.name
        known |= _of_an_organisation(name_key(name))
    if not known:
        return None
    return Look((kind, frozenset(known)), {"alike_name": name_key(name), **known})


def recognised(ref: UUID | int) -> Statement:
    """What the record with this key or number is recognised by, if the actor may see it."""
    column = _customer.c.number if isinstance(ref, int) else _customer.c.id
    asked = sa.bindparam("ref", type_=column.type)
    leads_there = led_to(lambda named: named[column.key] == asked)
    query = sa.select(*RECOGNISED).where(leads_there, visible_customer(_customer.c))
    return kept(("recognised", column.key), lambda: compiled(query))


DISMISSED_FOR = compiled(DISMISSED)
"""The pairs with one of `customers` that somebody dismissed (MRG-P21)."""


def _of_places_and_phones(who: Person | Body) -> Iterable[tuple[str, list[str]]]:
    for name, values in (("phones", who.phones), ("postcodes", who.postcodes), ("lines", who.lines)):
        if values:
            yield name, list(values)


def _of_a_person(who: Person) -> Mapping[str, Any]:
    known: dict[str, Any] = {}
    local, _, domain = email_key(who.email or "").partition("@")
    if domain:
        known["email"] = f"{local.partition('+')[0]}@{domain}"
    if who.birth_date:
        known["born"] = who.birth_date
    last, initial = name_key(who.last_name), name_key(who.first_name)[:1]
    if last:
        # Without a first name its range is that of all names.
        known |= {
            "last_names": list(_spellings(last)),
            "first_from": initial,
            "first_to": initial + _LAST_CHARACTER,
        }
    return known


def _of_an_organisation(name: str) -> Mapping[str, Any]:
    words = words_of(name)
    if not words:
        return {}
    return {
        "words": " & ".join(f"'{word}'" for word in words),
        "begins_from": name[:_BEGINNING],
        "begins_to": name[:_BEGINNING] + _LAST_CHARACTER,
    }


@cache
def _query(kind: Kind, known: frozenset[str]) -> sa.Select[Any]:
    ways = [_way(condition, kind) for name, condition in _CONDITIONS.items() if name in known]
    found = sa.union(*(way.select() for way in ways)).subquery("found")
    named = (_customer.c.number, _customer.c.title)
    return sa.select(*RECOGNISED, *named).join(found, found.c.id == _customer.c.id)


def _way(condition: sa.ColumnElement[bool], kind: Kind) -> sa.Subquery:
    name = sa.bindparam("alike_name", type_=sa.Text)
    closeness = sa.func.similarity(_customer.c.first_key + " " + _customer.c.last_key, name)
    return (
        sa.select(_customer.c.id)
        .where(_customer.c.kind == _kind(kind), visible_customer(_customer.c), condition)
        .order_by(closeness.desc(), _customer.c.id)
        .limit(MOST_EACH)
        .subquery()
    )


def _spellings(last: str) -> set[str]:
    """How a last name may stand in the store: a double one in either order, with a hyphen or a space (SRC-B01)."""
    halves = last.split("-")
    return {
        spelling
        for way in (halves, halves[::-1])
        for joined in ("-".join(way), " ".join(way))
        for spelling in (joined, joined.replace("'", ""))
    }


def _kind(kind: Kind) -> sa.ColumnElement[str]:
    # As a literal, for the indexes of one kind are of use only to a plan that knows it.
    return sa.literal_column(f"'{kind.value}'", sa.Text)


def _lives_at(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return _customer.c.id.in_(sa.select(_address.c.customer_id).where(condition))


def _any(name: str) -> Any:
    return sa.any_(sa.bindparam(name, type_=sa.ARRAY(sa.Text)))


def _text(name: str) -> sa.BindParameter[str]:
    return sa.bindparam(name, type_=sa.Text)


# The address, and all that come of a character more, less or other, or of two neighbours exchanged. Some thousand exact
# look-ups are quick at any size; the trigrams of an address are those of its mail provider, which half of all customers
# share.
_ONE_EDIT_AWAY = sa.text(
    """
    with typed as (select cast(:email as text) as e),
         other as (select unnest(string_to_array('abcdefghijklmnopqrstuvwxyz0123456789.-_', null)) as c),
         edit as (select '' as c, 1 as gone union all select c, 1 from other union all select c, 0 from other)
    select left(e, i - 1) || c || substr(e, i + gone) as email
      from typed, edit, generate_series(1, length(e) + 1) as i
     union all
    select left(e, i - 1) || substr(e, i + 1, 1) || substr(e, i, 1) || substr(e, i + 2)
      from typed, generate_series(1, length(e) - 1) as i
    """
).bindparams(sa.bindparam("email", type_=sa.Text))
_near = sa.select(_ONE_EDIT_AWAY.columns(email=sa.Text).subquery("near").c.email).scalar_subquery()
_named = _customer.c.last_key == _any("last_names")
# By what somebody is known -> who is found by it. All go by an index when they are planned for any values: to plan them
# for their own takes longer than to look. So a beginning is a range and not LIKE.
_CONDITIONS: dict[str, sa.ColumnElement[bool]] = {
    "phones": sa.or_(_customer.c.phone_e164 == _any("phones"), _customer.c.mobile_e164 == _any("phones")),
    "postcodes": _lives_at(_address.c.postcode_key == _any("postcodes")),
    "lines": _lives_at(_address.c.line1_key == _any("lines")),
    "email": sa.literal_column(UNTAGGED, sa.Text) == sa.any_(sa.func.array(_near, type_=sa.ARRAY(sa.Text))),
    "born": _customer.c.birth_date == sa.bindparam("born", type_=sa.Date),
    "first_from": sa.and_(
        _named, _customer.c.first_key >= _text("first_from"), _customer.c.first_key <= _text("first_to")
    ),
    "words": _customer.c.words.op("@@", is_comparison=True)(sa.cast(_text("words"), TSQUERY)),
    "begins_from": sa.and_(
        _customer.c.last_key >= _text("begins_from"), _customer.c.last_key <= _text("begins_to")
    ),
}
