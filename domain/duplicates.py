"""How likely two records are one person, or one organisation, and why (MRG-P20)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from uuid import UUID

from rapidfuzz.distance import OSA, JaroWinkler

from domain.emails import email_key
from domain.nicknames import are_alternatives
from domain.permissions import Actor
from domain.searching import name_key
from domain.texts import words_of

CLOSE = 0.9
FINDER = Actor.of_job("duplicates", ())
"""Who compares records with each other; nobody is asked for permission, so that it has none."""
AUTOTAG = "Potential duplicate"
"""The autotag that records like another one bear (TAG-P08)."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which score on a pair is possibly, or likely, the same; deployments may set it (SRC-C01)."""

    possible: int = 50
    likely: int = 80


STANDARD = Thresholds()


@unique
class Reason(StrEnum):
    """One thing that two records have in common, or that sets them apart."""

    EMAIL_NEAR_MATCH = "EMAIL_NEAR_MATCH"
    PHONE_EQUAL = "PHONE_EQUAL"
    BIRTH_DATE_EQUAL = "BIRTH_DATE_EQUAL"
    BIRTH_DATE_DIFFERENT = "BIRTH_DATE_DIFFERENT"
    LAST_NAME_EQUAL = "LAST_NAME_EQUAL"
    LAST_NAME_CLOSE = "LAST_NAME_CLOSE"
    FIRST_NAME_EQUAL = "FIRST_NAME_EQUAL"
    FIRST_NAME_NICKNAME = "FIRST_NAME_NICKNAME"
    FIRST_INITIAL_EQUAL = "FIRST_INITIAL_EQUAL"
    NAME_EQUAL = "NAME_EQUAL"
    NAME_CLOSE = "NAME_CLOSE"
    POSTCODE_EQUAL = "POSTCODE_EQUAL"
    ADDRESS_LINE_EQUAL = "ADDRESS_LINE_EQUAL"


_PERSON_POINTS = {
    Reason.EMAIL_NEAR_MATCH: 40,
    Reason.PHONE_EQUAL: 30,
    Reason.BIRTH_DATE_EQUAL: 25,
    Reason.BIRTH_DATE_DIFFERENT: -40,
    Reason.LAST_NAME_EQUAL: 15,
    Reason.LAST_NAME_CLOSE: 8,
    Reason.FIRST_NAME_EQUAL: 15,
    Reason.FIRST_NAME_NICKNAME: 10,
    Reason.FIRST_INITIAL_EQUAL: 5,
    Reason.POSTCODE_EQUAL: 15,
    Reason.ADDRESS_LINE_EQUAL: 10,
}
_BODY_POINTS = {
    Reason.NAME_EQUAL: 50,
    Reason.NAME_CLOSE: 30,
    Reason.PHONE_EQUAL: 30,
    Reason.POSTCODE_EQUAL: 20,
    Reason.ADDRESS_LINE_EQUAL: 15,
}
_SAME_PLACE = {Reason.POSTCODE_EQUAL, Reason.ADDRESS_LINE_EQUAL}


@dataclass(frozen=True, slots=True)
class Person:
    """What an Individual is recognised by: postcodes and first address lines as keys, phones in E.164."""

    id: UUID | None = None
    first_name: str = ""
    last_name: str = ""
    email: str | None = None
    birth_date: date | None = None
    phones: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Body:
    """What an Organisation is recognised by."""

    id: UUID | None = None
    name: str = ""
    phones: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """How alike two records are, 0 to 100; `metric_a` is the same initial, last name and place."""

    score: int
    likely: bool
    possible: bool
    metric_a: bool
    reasons: tuple[Reason, ...]

    @property
    def worth_a_look(self) -> bool:
        """Whether somebody who is about to create the one should see the other first (SRC-P08)."""
        return self.likely or self.possible


def score(a: Person | Body, b: Person | Body, thresholds: Thresholds = STANDARD) -> Match:
    """How likely the two are the same; records of different kinds never are."""
    if isinstance(a, Person) and isinstance(b, Person):
        reasons, points = tuple(_of_people(a, b)), _PERSON_POINTS
    elif isinstance(a, Body) and isinstance(b, Body):
        reasons, points = tuple(_of_bodies(a, b)), _BODY_POINTS
    else:
        return Match(0, False, False, False, ())
    total = max(0, min(100, sum(points[reason] for reason in reasons)))
    metric_a = isinstance(a, Person) and isinstance(b, Person) and _metric_a(a, b, reasons)
    likely = total >= thresholds.likely
    return Match(total, likely, not likely and (total >= thresholds.possible or metric_a), metric_a, reasons)


def _of_people(a: Person, b: Person) -> Iterator[Reason]:
    if a.email and b.email and _near(untagged(a.email), untagged(b.email)):
        yield Reason.EMAIL_NEAR_MATCH
    if a.phones & b.phones:
        yield Reason.PHONE_EQUAL
    if a.birth_date and b.birth_date:
        same = a.birth_date == b.birth_date
        yield Reason.BIRTH_DATE_EQUAL if same else Reason.BIRTH_DATE_DIFFERENT
    last_names = name_forms(a.last_name), name_forms(b.last_name)
    if not last_names[0].isdisjoint(last_names[1]):
        yield Reason.LAST_NAME_EQUAL
    elif _close(*last_names):
        yield Reason.LAST_NAME_CLOSE
    yield from _of_first_names(plain_name(a.first_name), plain_name(b.first_name))
    yield from _of_places(a, b)


def _of_bodies(a: Body, b: Body) -> Iterator[Reason]:
    names = name_forms(a.name), name_forms(b.name)
    if not names[0].isdisjoint(names[1]):
        yield Reason.NAME_EQUAL
    elif _close(*names):
        yield Reason.NAME_CLOSE
    if a.phones & b.phones:
        yield Reason.PHONE_EQUAL
    yield from _of_places(a, b)


def _of_first_names(a: str, b: str) -> Iterator[Reason]:
    if not a or not b:
        return
    if a == b:
        yield Reason.FIRST_NAME_EQUAL
    elif are_alternatives(a, b):
        yield Reason.FIRST_NAME_NICKNAME
    elif a[0] == b[0]:
        yield Reason.FIRST_INITIAL_EQUAL


def _of_places(a: Person | Body, b: Person | Body) -> Iterator[Reason]:
    if a.postcodes & b.postcodes:
        yield Reason.POSTCODE_EQUAL
    if a.lines & b.lines:
        yield Reason.ADDRESS_LINE_EQUAL


def _metric_a(a: Person, b: Person, reasons: tuple[Reason, ...]) -> bool:
    # A nickname may begin with another letter than the name (Bill, William), so the initials are asked for.
    same_initial = plain_name(a.first_name)[:1] == plain_name(b.first_name)[:1] != ""
    return same_initial and Reason.LAST_NAME_EQUAL in reasons and not _SAME_PLACE.isdisjoint(reasons)


def plain_name(name: str) -> str:
    """A name as names are compared: folded, without what people leave out."""
    return " ".join(words_of(name_key(name).replace("'", "")))


def name_forms(name: str) -> frozenset[str]:
    """The ways to write a name: a hyphenated one in either order, for people differ about it (SRC-B01)."""
    halves = [plain_name(half) for half in name_key(name).split("-")]
    return frozenset(form for form in (" ".join(halves), " ".join(reversed(halves))) if form.strip())


def _close(a: frozenset[str], b: frozenset[str]) -> bool:
    # Sorted, because the measure itself is not quite the same from both sides.
    pairs = (sorted((one, other)) for one in a for other in b)
    return any(JaroWinkler.similarity(one, other) >= CLOSE for one, other in pairs)


def _near(a: str, b: str) -> bool:
    """Equal, or one edit apart: a character more, less or other, or two neighbours exchanged."""
    return OSA.distance(a, b, score_cutoff=1) <= 1


def untagged(email: str) -> str:
    """The address without what stands between a plus sign and the @."""
    local, _, domain = email_key(email).partition("@")
    return f"{local.partition('+')[0]}@{domain}"
