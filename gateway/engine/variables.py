"""The variables of one operation, coerced as graphql-core does it, and at once where they are plain.

graphql-core works out the type of each variable anew for every request. What is a plain value of a built-in scalar
already is taken as it is; anything else, and whatever is wrong, is graphql-core's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLNonNull,
    GraphQLSchema,
    Undefined,
    VariableDefinitionNode,
)
from graphql.execution import VariableValues
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValueSource, get_variable_values
from graphql.utilities.coerce_input_value import coerce_default_value

from gateway.engine.hints import hinting

MOST_ERRORS = 50

# The Python type of a value that a scalar takes as it is.
_CLASSES: Mapping[str, type] = {"ID": str, "String": str, "Boolean": bool, "Int": int}
_LARGEST_INT = 2**31 - 1


class Variables:
    """What an operation says of its variables."""

    def __init__(self, schema: GraphQLSchema, definitions: Sequence[VariableDefinitionNode]) -> None:
        self._schema = schema
        self._definitions = definitions
        self._plain = self._all_plain()

    def coerced(self, given: Mapping[str, Any]) -> VariableValues | list[GraphQLError]:
        """The values of the variables, or what is wrong with those given."""
        taken = self._as_they_are(given)
        if taken is not None:
            return taken
        return hinting(
            lambda without: get_variable_values(
                self._schema, self._definitions, dict(given), MOST_ERRORS, hide_suggestions=without
            )
        )

    def _all_plain(self) -> list[_Plain] | None:
        """Every variable, where all are of built-in scalars."""
        plain = []
        for definition in self._definitions:
            signature = get_variable_signature(self._schema, definition)
            if isinstance(signature, GraphQLError):
                return None
            nullable = not isinstance(signature.type, GraphQLNonNull)
            type_ = signature.type if nullable else signature.type.of_type  # type: ignore[union-attr]
            class_ = _CLASSES.get(getattr(type_, "name", ""))
            if class_ is None:
                return None
            plain.append(_Plain(signature, class_, nullable))
        return plain

    def _as_they_are(self, given: Mapping[str, Any]) -> VariableValues | None:
        if self._plain is None:
            return None
        sources, values = {}, {}
        for variable in self._plain:
            signature = variable.signature
            value = given.get(signature.name, Undefined)
            sources[signature.name] = VariableValueSource(signature, value)
            if value is Undefined:
                value = variable.default
                if value is Undefined:
                    if not variable.nullable:
                        return None
                    continue
            elif not variable.takes(value):
                return None
            values[signature.name] = value
        return VariableValues(sources, values)


class _Plain:
    """A variable of a built-in scalar."""

    __slots__ = ("_class", "default", "nullable", "signature")

    def __init__(self, signature: GraphQLVariableSignature, class_: type, nullable: bool) -> None:
        self.signature = signature
        self.nullable = nullable
        self.default = coerce_default_value(signature)
        self._class = class_

    def takes(self, value: Any) -> bool:
        """Whether the value is what graphql-core would make of it."""
        if value is None:
            return self.nullable
        if type(value) is not self._class:
            return False
        return not isinstance(value, int) or -_LARGEST_INT - 1 <= value <= _LARGEST_INT
