"""The arguments of one field: worked out once where the document fixes them, else from the variables of a request."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLNonNull,
    Undefined,
    VariableNode,
    print_ast,
)
from graphql.execution import VariableValues
from graphql.execution.values import get_argument_values
from strawberry.types.arguments import StrawberryArgument, convert_argument

from gateway.engine.schema import GatewaySchema

# Types whose coerced values are what a function takes.
_PLAIN = frozenset({"ID", "String", "Int", "Float", "Boolean"})


class Arguments:
    """What a field was given in the document."""

    def __init__(self, schema: GatewaySchema, definition: GraphQLField, node: FieldNode) -> None:
        self._schema = schema
        self._definition = definition
        self._node = node
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        self.given = frozenset(given)
        self.text = tuple(sorted((name, print_ast(value)) for name, value in given.items()))
        self._variables = {
            name: value.name.value for name, value in given.items() if isinstance(value, VariableNode)
        }
        # A variable deep inside a literal makes it graphql-core's business, each time anew.
        self._literal = not any("$" in text for _, text in self.text)
        self._written = [name for name, text in self.text if "$" not in text]
        self._simple = len(self._variables) + len(self._written) == len(given)
        # The values of those that are written out, once they are known.
        self._literals: dict[str, Any] | None = None if self._written else {}
        self._fixed: dict[str, Any] | None = None
        self._known: dict[Callable[..., Any], Sequence[tuple[str, StrawberryArgument, bool]]] = {}

    def coerced(self, variables: VariableValues) -> dict[str, Any]:
        """The values by name, as graphql-core coerces them."""
        if self._fixed is not None:
            return self._fixed
        if self._simple and self._literals is not None:
            found = self._from_variables(variables.coerced, self._literals)
            if found is not None:
                return found
        values = get_argument_values(self._definition, self._node, variables)
        # Below `nodes` the node has arguments that the definition has not: the ids are no affair of a level's.
        self._literals = {name: values[name] for name in self._written if name in values}
        if self._literal:
            self._fixed = values
        return values

    def taken_by(self, function: Callable[..., Any], variables: VariableValues) -> dict[str, Any]:
        """The values that `function` takes, by its own names and as its own types."""
        coerced = self.coerced(variables)
        schema = self._schema
        return {
            argument.python_name: coerced[name]
            if plain
            else convert_argument(coerced[name], argument.type, schema.scalars, schema.config)
            for name, argument, plain in self._taken(function)
            if name in coerced
        }

    def _from_variables(
        self, coerced: Mapping[str, Any], literals: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        """The values of arguments that are variables, written out or left out; None where graphql-core has to look."""
        values = {}
        for name, definition in self._definition.args.items():
            variable = self._variables.get(name)
            if name in literals:
                values[name] = literals[name]
            elif variable is not None and variable in coerced:
                value = coerced[variable]
                if value is None and isinstance(definition.type, GraphQLNonNull):
                    return None
                values[name] = value
            elif definition.default_value is not Undefined:
                values[name] = definition.default_value
            elif isinstance(definition.type, GraphQLNonNull):
                return None
        return values

    def _taken(self, function: Callable[..., Any]) -> Sequence[tuple[str, StrawberryArgument, bool]]:
        """The arguments that a function takes, each with its name in the schema and whether it is plain."""
        known = self._known.get(function)
        if known is None:
            parameters = inspect.signature(function).parameters
            known = self._known[function] = [
                (name, made, _is_plain(argument))
                for name, argument in self._definition.args.items()
                if (made := argument.extensions["strawberry-definition"]).python_name in parameters
            ]
        return known


def _is_plain(argument: GraphQLArgument) -> bool:
    type_ = argument.type.of_type if isinstance(argument.type, GraphQLNonNull) else argument.type
    return getattr(type_, "name", None) in _PLAIN
