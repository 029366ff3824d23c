"""The schema as the engine uses it: strawberry builds it, graphql-core types and strawberry's converters run it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import strawberry
from graphql import GraphQLInputObjectType, GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from gateway.settings import Limits


def value_of(row: Any, name: str) -> Any:
    """A plain attribute: a column of a row, or an attribute of a value that is no row."""
    return row[name] if hasattr(row, "keys") else getattr(row, name)


SCALARS = {
    "Date": "A civil date in the time zone of the system, such as 2026-11-22.",
    "DateTime": "An instant with its offset from UTC, such as 2026-11-22T10:00:00+00:00.",
}
"""What strawberry's scalars mean here."""

CONFIG = StrawberryConfig(default_resolver=value_of)


class GatewaySchema:
    """A strawberry schema, and what of it the engine needs."""

    def __init__(self, schema: strawberry.Schema, limits: Limits) -> None:
        self.limits = limits
        self.config: StrawberryConfig = schema.config
        self.scalars: Mapping[object, Any] = schema.schema_converter.scalar_registry
        # Strawberry's own execution is replaced, so its inner schema is what we are after.
        self.graphql: GraphQLSchema = schema._schema
        for name, description in SCALARS.items():
            if name in self.graphql.type_map:
                self.graphql.type_map[name].description = description
        self.sdl: str = schema.as_str()
        for type_ in self.graphql.type_map.values():
            if isinstance(type_, GraphQLInputObjectType):
                # Strawberry keeps this to its own validation; told of it, graphql-core refuses literals as well.
                definition = (type_.extensions or {}).get("strawberry-definition")
                type_.is_one_of = definition is not None and definition.is_one_of
        # Strawberry's own resolver asks lists, and types that are never null, for what only named types have.
        introspected: Any = self.graphql.type_map["__Type"]
        introspected.fields["isOneOf"].resolve = _is_one_of


def _is_one_of(type_: Any, _info: Any) -> bool | None:
    return type_.is_one_of if isinstance(type_, GraphQLInputObjectType) else None
