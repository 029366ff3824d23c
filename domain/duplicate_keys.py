"""What two records must have in common to be compared: equal keys lead from one to the other (MRG-P20)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import product

from domain.duplicates import Body, Person, name_forms, plain_name, untagged

EDITION = 1
"""Goes up when the keys below are others than they were, so that every record is looked at again."""
# A slip of the keyboard spoils one end of an address and leaves the other.
_END_OF_ADDRESS = 3


def keys_of(who: Person | Body) -> frozenset[int]:
    """The keys of a record, each a whole number of 64 bits.

    Two records whose score reaches the standard thresholds share one, but for people whom nothing joins except an
    address with a typing error: those share one where the last name and the first initial are the same too.
    """
    parts = _of_a_person(who) if isinstance(who, Person) else _of_a_body(who)
    return frozenset(_number(part) for part in parts)


def _of_a_person(who: Person) -> Iterator[tuple[str, ...]]:
    lasts, initial = name_forms(who.last_name), plain_name(who.first_name)[:1]
    yield from _each("phone", who.phones)
    # Of a number that a hundred people gave, those of one name are compared.
    yield from _each("phone, last name", who.phones, lasts)
    if initial:
        yield from _each("initial, last name, postcode", [initial], lasts, who.postcodes)
        yield from _each("initial, last name, line", [initial], lasts, who.lines)
    yield from _each("last name, postcode, line", lasts, who.postcodes, who.lines)
    if who.birth_date:
        born = [who.birth_date.isoformat()]
        yield from _each("born, last name", born, lasts)
        yield from _each("born, postcode", born, who.postcodes)
        yield from _each("born, line", born, who.lines)
    if who.email:
        email = untagged(who.email)
        local = email.partition("@")[0]
        yield ("email", email)
        if initial:
            ends = [f"{local[:_END_OF_ADDRESS]}-", f"-{local[-_END_OF_ADDRESS:]}"]
            yield from _each("initial, last name, address", [initial], lasts, ends)


def _of_a_body(who: Body) -> Iterator[tuple[str, ...]]:
    yield from _each("body", name_forms(who.name))
    yield from _each("body, phone", who.phones)
    yield from _each("body, postcode", who.postcodes)


def _each(kind: str, *values: Iterable[str]) -> Iterator[tuple[str, ...]]:
    return ((kind, *chosen) for chosen in product(*values))


def _number(parts: tuple[str, ...]) -> int:
    digest = blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
