"""Criteria of autotags as JSON, the form in which they are stored, and back."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from domain import autotag_predicates as about
from domain import autotag_sales as sales
from domain.autotag_criteria import All, AnyOf, Criterion, Not
from domain.autotag_periods import Moment, Period
from domain.autotag_predicates import Predicate

QUESTIONS: Mapping[str, type[Predicate]] = {
    each.kind: each
    for each in (
        about.HasEmail,
        about.PostcodeStartsWith,
        about.AgeBetween,
        about.CustomerType,
        about.HasTag,
        about.PreferenceIs,
        about.MembershipIs,
        sales.OrderCount,
        sales.OrderTotal,
        sales.LastOrder,
        sales.Attended,
        sales.DonationTotal,
        about.GiftAidCovers,
        about.CreditBalance,
        about.HouseholdSize,
        about.IsPrimaryHouseholder,
        about.AttributeEquals,
        about.PotentialDuplicate,
        about.Created,
        about.LastActivity,
    )
}
"""Every question by its name, in the order in which people are told of them."""


class UnknownCriteria(ValueError):
    """What is stored is no tree that this code knows: it was written by a later release."""


def dumped(tree: Criterion) -> dict[str, Any]:
    """The tree as plain JSON values, each part an object with one key: {"all": [{"hasEmail": {"holds": true}}]}."""
    match tree:
        case All(parts):
            return {"all": [dumped(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [dumped(part) for part in parts]}
        case Not(part):
            return {"not": dumped(part)}
        case _:
            return {tree.kind: _values(tree)}


def parsed(stored: Mapping[str, Any]) -> Criterion:
    """The tree that was dumped. Raises UnknownCriteria."""
    try:
        [(name, value)] = stored.items()
        match name:
            case "all":
                return All(tuple(map(parsed, value)))
            case "any":
                return AnyOf(tuple(map(parsed, value)))
            case "not":
                return Not(parsed(value))
            case _:
                return _made(QUESTIONS[name], value)  # type: ignore[no-any-return]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnknownCriteria(f"These are no criteria of this release: {stored!r}") from error


def _values(made: Any) -> dict[str, Any]:
    given = {field.name: getattr(made, field.name) for field in fields(made)}
    return {name: _plain(value) for name, value in given.items() if value is not None}


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case UUID():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case Period() | Moment():
            return _values(value)
        case _:
            return value


def _made(cls: type, stored: Mapping[str, Any]) -> Any:
    types_of = _types(cls)
    return cls(**{name: _read(types_of[name], value) for name, value in stored.items()})


def _read(kind: Any, value: Any) -> Any:
    if kind is date:
        return date.fromisoformat(value)
    if get_origin(kind) is tuple:
        return tuple(value)
    if kind in (Period, Moment):
        return _made(kind, value)
    return kind(value)


@cache
def _types(cls: type) -> dict[str, Any]:
    """The type of each field, without the None that it may be."""
    hints = get_type_hints(cls)
    return {field.name: _but_none(hints[field.name]) for field in fields(cls)}


def _but_none(kind: Any) -> Any:
    if get_origin(kind) not in (Union, types.UnionType):
        return kind
    [other] = (each for each in get_args(kind) if each is not type(None))
    return other
