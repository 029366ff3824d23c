"""What the engine makes of a document, told without executing it: the plan, its statements and its functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    NonNullTypeNode,
    OperationDefinitionNode,
    OperationType,
    VariableDefinitionNode,
)
from graphql.execution import Executor

from gateway.engine.compile import Compiler
from gateway.engine.documents import prepare
from gateway.engine.schema import GatewaySchema
from gateway.engine.telling import Telling


class NotExplained(Exception):
    """There is no plan of this document; the message has what is wrong with it, each with its place."""


def explain(
    schema: GatewaySchema, source: str, given: Mapping[str, Any], operation: str | None = None
) -> str:
    """What is made of each operation of a document, or of the one named, with the values that are given."""
    prepared = prepare(schema.graphql, source, schema.limits)
    if prepared.document is None:
        raise _not_explained(prepared.errors)
    found = [node for node in prepared.document.definitions if isinstance(node, OperationDefinitionNode)]
    if operation is not None:
        found = [node for node in found if node.name and node.name.value == operation]
        if not found:
            raise NotExplained(f"The document has no operation named '{operation}'.")
    try:
        return "\n\n".join("\n".join(_operation(schema, prepared.document, node, given)) for node in found)
    except GraphQLError as error:
        raise _not_explained([error]) from None


def _not_explained(errors: Iterable[GraphQLError]) -> NotExplained:
    return NotExplained("\n".join(map(_placed, errors)))


def _placed(error: GraphQLError) -> str:
    place = "".join(f"{each.line}:{each.column}: " for each in (error.locations or ())[:1])
    return f"{place}{error.message}"


def _operation(
    schema: GatewaySchema, document: DocumentNode, node: OperationDefinitionNode, given: Mapping[str, Any]
) -> Iterator[str]:
    title = f"{node.operation.value} {node.name.value if node.name else '(without a name)'}"
    yield title
    yield "=" * len(title)
    if node.operation is not OperationType.QUERY:
        yield "graphql-core executes it, and its resolvers write; what they return is read tab by tab."
        return
    missing = [
        definition
        for definition in node.variable_definitions or ()
        if isinstance(definition.type, NonNullTypeNode)
        and definition.default_value is None
        and definition.variable.name.value not in given
    ]
    if missing:
        names = ", ".join(f"${definition.variable.name.value}" for definition in missing)
        yield f"No value is given for {names}: what depends on it is told as if it were left out."
    executor = _executor(schema, document, node, missing, given)
    yield from Telling(schema.limits, Compiler(schema, executor).plan(), executor.variable_values).lines()


def _executor(
    schema: GatewaySchema,
    document: DocumentNode,
    node: OperationDefinitionNode,
    missing: list[VariableDefinitionNode],
    given: Mapping[str, Any],
) -> Executor[Any]:
    """graphql-core's execution of the operation, which does without the variables that are missing."""
    relaxed = OperationDefinitionNode(
        operation=node.operation,
        name=node.name,
        variable_definitions=tuple(
            VariableDefinitionNode(variable=each.variable, type=each.type.type, loc=each.loc)  # type: ignore[attr-defined]
            if each in missing
            else each
            for each in node.variable_definitions or ()
        ),
        directives=node.directives,
        selection_set=node.selection_set,
        loc=node.loc,
    )
    built = Executor.build(
        schema.graphql,
        DocumentNode(
            definitions=tuple(relaxed if each is node else each for each in document.definitions),
            loc=document.loc,
        ),
        raw_variable_values=dict(given),
        operation_name=node.name.value if node.name else None,
    )
    if not isinstance(built, Executor):
        raise _not_explained(built)
    return built
