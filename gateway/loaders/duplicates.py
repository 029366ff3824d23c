"""Which records may be the same as one that is being typed: found by index, for the rules to score (MRG-P20)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from db.models import Address, Customer
from db.scope import visible_customer
from domain.customers import Kind
from domain.duplicates import Body, Person
from domain.emails import email_key
from domain.searching import name_key
from domain.texts import words_of

# Each way to find somebody gives its closest names only, so that a crowded place or day stays cheap.
MOST_EACH = 100
# The beginning that alike names of organisations share; what follows may be written differently.
_BEGINNING = 5
_LAST_CHARACTER = "\U0010ffff"
_IN_EMAILS = "abcdefghijklmnopqrstuvwxyz0123456789.-_"

_customer = Customer.__table__
_address = Address.__table__


def candidates(who: Person | Body) -> sa.Select[Any] | None:
    """The records of the same kind, among those whom the actor may see, that share something with `who`.

    None when there is nothing yet to go by.
    """
    kind = Kind.INDIVIDUAL if isinstance(who, Person) else Kind.ORGANISATION
    name = " ".join((who.first_name, who.last_name)) if isinstance(who, Person) else who.name
    ways = [_way(condition, kind, name_key(name)) for condition in _conditions(who)]
    if not ways:
        return None
    found = sa.union(*(way.select() for way in ways)).subquery("found")
    return sa.select(
        _customer.c.id,
        _customer.c.kind,
        _customer.c.number,
        _customer.c.title,
        _customer.c.first_name,
        _customer.c.last_name,
        _customer.c.name,
        _customer.c.email,
        _customer.c.birth_date,
        _customer.c.phone_e164,
        _customer.c.mobile_e164,
        _keys(_address.c.postcode_key).label("postcodes"),
        _keys(_address.c.line1_key).label("lines"),
    ).join(found, found.c.id == _customer.c.id)


def _way(condition: sa.ColumnElement[bool], kind: Kind, name: str) -> sa.Subquery:
    closeness = sa.func.similarity(_customer.c.first_key + " " + _customer.c.last_key, name)
    return (
        sa.select(_customer.c.id)
        .where(_customer.c.kind == kind.value, visible_customer(_customer.c), condition)
        .order_by(closeness.desc(), _customer.c.id)
        .limit(MOST_EACH)
        .subquery()
    )


def _conditions(who: Person | Body) -> Iterable[sa.ColumnElement[bool]]:
    if who.phones:
        phones = _any(who.phones)
        yield _customer.c.phone_e164 == phones
        yield _customer.c.mobile_e164 == phones
    if who.postcodes:
        yield _lives_at(_address.c.postcode_key == _any(who.postcodes))
    if who.lines:
        yield _lives_at(_address.c.line1_key == _any(who.lines))
    if isinstance(who, Person):
        yield from _of_a_person(who)
    else:
        yield from _of_an_organisation(name_key(who.name))


def _of_a_person(who: Person) -> Iterable[sa.ColumnElement[bool]]:
    local, _, domain = email_key(who.email or "").partition("@")
    if domain:
        local, _, _ = local.partition("+")
        email = sa.func.lower(_customer.c.email)
        yield email == _any(_one_edit_away(f"{local}@{domain}"))
        yield email.like(_literally(f"{local}+") + "%" + _literally(f"@{domain}"))
    if who.birth_date:
        yield _customer.c.birth_date == who.birth_date
    last, initial = name_key(who.last_name), name_key(who.first_name)[:1]
    if last:
        named = _customer.c.last_key == _any(_spellings(last))
        yield sa.and_(named, *_begins(_customer.c.first_key, initial)) if initial else named


def _of_an_organisation(name: str) -> Iterable[sa.ColumnElement[bool]]:
    words = words_of(name)
    if words:
        all_of_them = sa.cast(" & ".join(f"'{word}'" for word in words), TSQUERY)
        yield _customer.c.words.op("@@", is_comparison=True)(all_of_them)
        yield sa.and_(*_begins(_customer.c.last_key, name[:_BEGINNING]))


def _spellings(last: str) -> set[str]:
    """How a last name may stand in the store: a double one in either order, with a hyphen or a space (SRC-B01)."""
    halves = last.split("-")
    return {
        spelling
        for way in (halves, halves[::-1])
        for joined in ("-".join(way), " ".join(way))
        for spelling in (joined, joined.replace("'", ""))
    }


def _one_edit_away(email: str) -> set[str]:
    """The address, and all that come of a character more, less or other, or of two neighbours exchanged.

    Some thousand exact look-ups are quick at any size; the trigrams of an address are those of its mail provider,
    which half of all customers share.
    """
    cuts = [(email[:place], email[place:]) for place in range(len(email) + 1)]
    return {
        email,
        *(before + after[1:] for before, after in cuts if after),
        *(before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1),
        *(before + other + after[1:] for before, after in cuts if after for other in _IN_EMAILS),
        *(before + other + after for before, after in cuts for other in _IN_EMAILS),
    }


def _literally(text: str) -> str:
    """The text as a pattern of LIKE."""
    return re.sub(r"([\\%_])", r"\\\1", text)


def _begins(column: sa.ColumnElement[str], beginning: str) -> tuple[sa.ColumnElement[bool], ...]:
    # A range and not LIKE: it uses the index also when the statement is planned before its values are known.
    return column >= beginning, column <= beginning + _LAST_CHARACTER


def _lives_at(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return _customer.c.id.in_(sa.select(_address.c.customer_id).where(condition))


def _any(values: Iterable[str]) -> Any:
    return sa.any_(sa.literal(sorted(values), sa.ARRAY(sa.Text)))


def _keys(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    of_customer = sa.select(column).where(_address.c.customer_id == _customer.c.id).correlate(_customer)
    return sa.func.array(of_customer.scalar_subquery(), type_=sa.ARRAY(sa.Text))
