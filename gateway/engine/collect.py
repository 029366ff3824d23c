"""Which fields an operation has: graphql-core's own collection of fragments, aliases, merging and directives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from graphql import FieldNode, GraphQLObjectType, GraphQLSchema, Visitor, visit
from graphql.execution import Executor
from graphql.execution.collect_fields import collect_fields
from graphql.language import DocumentNode

# All places of a document that ask for one field of the answer.
Details: TypeAlias = Sequence[Any]


class Collector:
    """The fields of one operation, whose `@skip` and `@include` are decided by the executor's variables."""

    def __init__(self, schema: GraphQLSchema, executor: Executor[Any]) -> None:
        self._schema = schema
        self._executor = executor

    def roots(self, root: GraphQLObjectType) -> Mapping[str, Details]:
        """The root fields, by response name."""
        executor = self._executor
        return collect_fields(
            self._schema, executor.fragments, executor.variable_values, root, executor.operation
        ).grouped_field_set

    def below(self, type_: GraphQLObjectType, details: Details) -> Mapping[str, Details]:
        """The fields selected of an object, by response name."""
        return self._executor.collect_subfields(type_, list(details)).grouped_field_set


def nodes_of(details: Details) -> tuple[FieldNode, ...]:
    """The places of the document, by which errors tell where they come from."""
    return tuple(detail.node for detail in details)


def steering(document: DocumentNode) -> tuple[str, ...]:
    """The names of the variables that decide which fields an execution of the document has."""
    visitor = _Steering()
    visit(document, visitor)
    return tuple(sorted(visitor.names))


class _Steering(Visitor):
    """Finds the variables that decide a `@skip` or `@include`."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: Any, *_: Any) -> None:
        for argument in node.arguments or ():
            if node.name.value in ("skip", "include") and argument.value.kind == "variable":
                self.names.add(argument.value.name.value)
