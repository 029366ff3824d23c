"""The criteria of an autotag as people are shown them: in one line, and as a list of parts with their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from uuid import UUID

from domain.autotag_criteria import All, AnyOf, Criterion, Not, Place, places
from domain.autotag_predicates import Predicate
from domain.autotag_words import Speech


@unique
class PartKind(StrEnum):
    """What a part of a tree is."""

    ALL = "ALL"
    ANY = "ANY"
    NOT = "NOT"
    QUESTION = "QUESTION"


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of a tree with its place in it, and its words."""

    path: str
    depth: int
    kind: PartKind
    text: str
    asked: Predicate | None


@dataclass(frozen=True, slots=True)
class ShownCriteria:
    """A tree in words, and as the list of its parts."""

    text: str
    parts: tuple[ShownPart, ...]


_KINDS = {All: PartKind.ALL, AnyOf: PartKind.ANY, Not: PartKind.NOT}


def speech_of(names: Mapping[str, str] | None, currency: str) -> Speech:
    """The words, with the names as the store tells them."""
    return Speech({UUID(key): name for key, name in (names or {}).items()}, currency)


def show_part(place: Place, speech: Speech) -> ShownPart:
    """A part as it is shown."""
    asked = place.part if isinstance(place.part, Predicate) else None
    kind = _KINDS.get(type(place.part), PartKind.QUESTION)
    return ShownPart(place.name, len(place.way), kind, speech.part(place.part), asked)


def show(tree: Criterion, speech: Speech) -> ShownCriteria:
    """The whole as it is shown."""
    return ShownCriteria(speech.whole(tree), tuple(show_part(place, speech) for place in places(tree)))
