"""What the written functions lean on: leaves as the answer shows them, and the guards against null."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeGuard

import sqlalchemy as sa
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLLeafType,
    GraphQLNonNull,
    GraphQLObjectType,
    Undefined,
)
from graphql.pyutils import is_iterable

from gateway.engine.declared import declared
from gateway.engine.plan import Bail

# Which values, "@" here, are what the answer shows already: orjson writes dates and instants as graphql-core would.
# Any other is for the type's own writer, which turns it into one of these or refuses it.
SHOWN_AS_IT_IS: Mapping[str, str] = {
    "String": "type(@) is str",
    "ID": "type(@) is str",
    "Boolean": "type(@) is bool",
    "Int": "type(@) is int and -2147483648 <= @ <= 2147483647",
    "Float": "type(@) is float and -1e999 < @ < 1e999",
    "Date": "type(@) is date",
    "DateTime": "type(@) is datetime",
}

# The columns that have no other values.
_STORED: Mapping[str, type[sa.types.TypeEngine[Any]]] = {
    "String": sa.String,
    "ID": sa.String,
    "Boolean": sa.Boolean,
    "Int": sa.Integer,
    "Date": sa.Date,
    "DateTime": sa.DateTime,
}


def not_null(value: Any) -> Any:
    """The value of a field that the schema says is never null."""
    if value is None:
        raise Bail("null in a field that is never null")
    return value


def none_null(values: Any) -> Any:
    """A list, or null, in which no value is null."""
    if values is not None and None in values:
        raise Bail("null in a list that has none")
    return values


def listed(values: Any) -> Any:
    """What graphql-core takes for a list: neither a text nor a map."""
    if not is_iterable(values):
        raise Bail(f"{type(values).__name__} where a list must be")
    return values


def is_shown_instant(column: Any, type_: Any) -> bool:
    """Whether a column holds instants that are shown as they are.

    PostgreSQL writes these: the driver takes ten times as long for an instant as for a text.
    """
    named = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    return bool(getattr(column.type, "timezone", False)) and is_stored_as_shown(column, named)


# How long an instant is to the microsecond, and of a whole second; PostgreSQL leaves out zeros at the end.
_FULL, _SECOND = len("2026-11-22T10:00:00.123456+00:00"), len("2026-11-22T10:00:00+00:00")


def instant(text: str) -> str:
    """An instant that PostgreSQL wrote, such as "2026-11-22T10:00:00.5+00:00", as the answer shows it."""
    # Taken apart by hand, since datetime takes several times as long, and an answer may have thousands.
    length = len(text)
    if _SECOND <= length <= _FULL and text[4] == "-" and text[-6] == "+":
        if length in (_SECOND, _FULL):
            return text
        if text[19] == ".":
            return f"{text[:-6]}{'000000'[: _FULL - length]}{text[-6:]}"
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        raise Bail("an instant beyond the calendar") from None


def stranger(value: Any) -> Any:
    """A value of a class that the schema does not know."""
    raise Bail(f"{type(value).__name__} is of no type that may stand there")


def unknown(_: Any) -> Any:
    """A row of a kind that its tab does not tell of."""
    raise Bail("a row of a kind that its tab does not tell of")


def may_be_null(column: Any) -> bool:
    """Whether a column can be null. Only a table knows; what is selected from joins may be missing."""
    return not isinstance(column.table, sa.Table) or bool(column.nullable)


def is_stored_as_shown(column: Any, type_: GraphQLLeafType) -> bool:
    """Whether all that a column holds, or all the items of its lists, are what the answer shows already."""
    # What is selected from a table is known; what a statement computes is of a type that nobody has looked at.
    [known] = column.base_columns if len(column.base_columns) == 1 else [None]
    if not isinstance(getattr(known, "table", None), sa.Table):
        return False
    stored = column.type.item_type if isinstance(column.type, sa.ARRAY) else column.type
    expected = _STORED.get(type_.name)
    return expected is not None and isinstance(stored, expected) and not isinstance(stored, sa.BigInteger)


def writer_of(type_: GraphQLLeafType, *, never_null: bool) -> Callable[[Any], Any]:
    """The function that writes values of a scalar or enum as graphql-core does; null stays null."""
    write = type_.coerce_output_value

    def written(value: Any) -> Any:
        if value is None:
            return not_null(value) if never_null else None
        made = write(value)
        if made is None or made is Undefined:
            raise Bail(f"{type_.name} makes nothing of a value")
        return made

    return written


def writes_its_values(type_: Any) -> TypeGuard[GraphQLEnumType]:
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


def identifier(function: Callable[..., Any]) -> str:
    """The letters of a function's name that a name in the source may have."""
    return "".join(letter for letter in function.__name__ if letter.isidentifier() or letter.isdigit())
