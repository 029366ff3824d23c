"""What the written functions lean on: leaves as the answer shows them, and the guards against null."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from graphql import GraphQLEnumType, GraphQLField, GraphQLLeafType, GraphQLObjectType

from gateway.engine.declare import declared
from gateway.engine.plan import Bail

# Values of these types are what the answer shows already; orjson writes dates and instants as graphql-core would.
AS_THEY_ARE = frozenset({"String", "Boolean", "ID", "Int", "Date", "DateTime"})


def not_null(value: Any) -> Any:
    """The value of a field that the schema says is never null."""
    if value is None:
        raise Bail("null in a field that is never null")
    return value


def each(write: Callable[[Any], Any], values: Any) -> Any:
    """A list written item by item; null stays null."""
    return None if values is None else [write(value) for value in values]


def stranger(value: Any) -> Any:
    """A value of a class that the schema does not know."""
    raise Bail(f"{type(value).__name__} is of no type that may stand there")


def may_be_null(column: Any) -> bool:
    """Whether a column can be null. Only a table knows; what is selected from joins may be missing."""
    return not isinstance(column.table, sa.Table) or bool(column.nullable)


def writer_of(type_: GraphQLLeafType) -> Callable[[Any], Any]:
    """The function that writes values of a scalar or enum as graphql-core does; null stays null."""
    write = type_.coerce_output_value
    return lambda value: None if value is None else write(value)


def writes_its_values(type_: Any) -> bool:
    """Whether an enum's names are its values, so that what is stored is what is shown."""
    return isinstance(type_, GraphQLEnumType) and all(
        name == item.value for name, item in type_.values.items()
    )


def strawberry_definition(type_: GraphQLObjectType) -> Any:
    return (type_.extensions or {}).get("strawberry-definition")


def attribute_of(definition: Any) -> str | None:
    """The attribute that a plain field shows; None for one with a resolver."""
    made = (definition.extensions or {}).get("strawberry-definition")
    if made is None or not made.is_basic_field:
        return None
    name: str = made.python_name
    return name


def declaration(definition: GraphQLField) -> Any:
    """What was declared of a field; None for plain attributes and resolvers."""
    made = (definition.extensions or {}).get("strawberry-definition")
    return None if made is None else declared(made)
