"""Types whose values are rows, and enums of the rules with a description for every value."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar, dataclass_transform

import strawberry

T = TypeVar("T", bound=type)
E = TypeVar("E", bound=type[Enum])


@dataclass_transform(kw_only_default=True)
def row_type(*, description: str, kind: str | None = None) -> Callable[[T], T]:
    """A type of rows. graphql-core asks each implementer of an interface whether a row is one of its own."""

    def decorate(cls: T) -> T:
        def is_type_of(row: Any, _info: Any) -> bool:
            return kind is None or bool(row["kind"] == kind)

        cls.is_type_of = staticmethod(is_type_of)  # type: ignore[attr-defined]
        made: T = strawberry.type(cls, description=description)
        return made

    return decorate


@dataclass_transform(kw_only_default=True)
def value_type(*, description: str, of: type | None = None) -> Callable[[T], T]:
    """A type of plain values, of the class `of` where the rules have one."""

    def decorate(cls: T) -> T:
        if of is not None:
            cls.represents = of  # type: ignore[attr-defined]

            def is_type_of(value: Any, _info: Any) -> bool:
                return type(value) is of

            cls.is_type_of = staticmethod(is_type_of)  # type: ignore[attr-defined]
        made: T = strawberry.type(cls, description=description)
        return made

    return decorate


def enum_type(cls: E, description: str, named: str | None = None, **values: str) -> E:
    """`cls` in the schema, under its own name or another; each value described, or it is an error at start."""
    made = strawberry.enum(cls, name=named, description=description)
    definition = made.__strawberry_definition__  # type: ignore[attr-defined]
    assert {value.name for value in definition.values} == set(values), (
        f"describe every value of {cls.__name__}"
    )
    for value in definition.values:
        value.description = values[value.name]
    return made
