"""The criteria of an autotag: a tree of questions, all, any or none of which are to hold (TAG-P02)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from domain.autotag_predicates import HasTag, Input, Predicate
from domain.errors import CriterionRequired, Problems, TooMany

DEEPEST = 6
MOST_QUESTIONS = 50


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part at least holds."""

    parts: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Criterion


Criterion: TypeAlias = "All | AnyOf | Not | Predicate"


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the tree, and the way to it: the number of the part at each step down."""

    way: tuple[int, ...]
    part: Criterion

    @property
    def name(self) -> str:
        """The way as text, such as "0.2"; the whole tree is ""."""
        return ".".join(map(str, self.way))


def parts_of(criterion: Criterion) -> tuple[Criterion, ...]:
    """What stands directly below; nothing below a question."""
    match criterion:
        case All(parts) | AnyOf(parts):
            return parts
        case Not(part):
            return (part,)
        case _:
            return ()


def places(tree: Criterion, way: tuple[int, ...] = ()) -> Iterator[Place]:
    """The tree and every part of it, each before what is below it."""
    yield Place(way, tree)
    for number, part in enumerate(parts_of(tree)):
        yield from places(part, (*way, number))


def predicates(tree: Criterion) -> Iterator[Predicate]:
    """The questions of the tree, in their order."""
    return (place.part for place in places(tree) if isinstance(place.part, Predicate))


def inputs(tree: Criterion) -> frozenset[Input]:
    """The kinds of data that the tree reads: what touches none of them cannot change its verdict (TAG-P03)."""
    return frozenset(each for predicate in predicates(tree) for each in predicate.reads)


def is_time_based(tree: Criterion) -> bool:
    """Whether the verdict may change because a day passes, so that the nightly sweep must look (TAG-P03)."""
    return any(predicate.moves for predicate in predicates(tree))


def tags_named(tree: Criterion) -> frozenset[UUID]:
    """The tags that the tree asks for, which must all be normal ones (TAG-P04)."""
    return frozenset(predicate.tag_id for predicate in predicates(tree) if isinstance(predicate, HasTag))


def rows_named(tree: Criterion) -> frozenset[UUID]:
    """The rows of set-up that the tree names: tags, preferences, attributes with their options,
    membership types, events and funds."""
    return frozenset(key for predicate in predicates(tree) for key in predicate.refers_to)


def checked(tree: Criterion) -> Criterion:
    """The tree, which asks something everywhere and is of a size to evaluate.

    Refused, all at once and each with the way to it: CriterionRequired for an empty group, TooMany for a tree too deep
    or too large, and what is wrong with single questions.
    """
    problems = Problems()
    with problems.at():
        _check_size(tree)
    problems.raise_any()
    _check_parts(tree, problems, ())
    problems.raise_any()
    return tree


def _check_size(tree: Criterion) -> None:
    every = list(places(tree))
    if max(len(place.way) for place in every) >= DEEPEST:
        raise TooMany(f"Put groups into groups to at most {DEEPEST} levels; this goes deeper.")
    count = sum(not isinstance(place.part, Not) for place in every)
    if count > MOST_QUESTIONS:
        raise TooMany(f"Ask at most {MOST_QUESTIONS} things, groups counted; these are {count}.")


def _check_parts(criterion: Criterion, problems: Problems, path: tuple[str, ...]) -> None:
    match criterion:
        case All(parts) | AnyOf(parts):
            name = "all" if isinstance(criterion, All) else "any"
            with problems.at(*path, name):
                if not parts:
                    raise CriterionRequired("Put something into the group, or leave it out.")
            for number, part in enumerate(parts):
                _check_parts(part, problems, (*path, name, str(number)))
        case Not(part):
            _check_parts(part, problems, (*path, "not"))
        case _:
            for fault in criterion.faults():
                with problems.at(*path, criterion.kind):
                    raise fault


def path_of(tree: Criterion, way: tuple[int, ...]) -> tuple[str, ...]:
    """The way to a part as inputs spell it: ("all", "0", "not", "hasTag")."""
    match tree:
        case All(parts) | AnyOf(parts):
            name = ("all" if isinstance(tree, All) else "any",)
        case Not(part):
            parts, name = (part,), ("not",)
        case _:
            return (tree.kind,)
    if not way:
        return name
    number = () if isinstance(tree, Not) else (str(way[0]),)
    return (*name, *number, *path_of(parts[way[0]], way[1:]))
