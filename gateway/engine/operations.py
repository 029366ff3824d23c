"""One operation of a document, with what is worked out of it once: how its variables coerce, and what steers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode, OperationType
from graphql.execution import Executor, VariableValues

from gateway.engine.answers import GraphQLRequest
from gateway.engine.collect import steering
from gateway.engine.errors import RequestCode, RequestError
from gateway.engine.naming import columns_named
from gateway.engine.variables import Variables


class Operation:
    """Compared by identity, so that what is compiled can be kept by it."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, node: OperationDefinitionNode) -> None:
        self._schema = schema
        self._document = document
        self._variables = Variables(schema, node.variable_definitions or ())
        self.node = node
        self.steering = steering(document)
        # What graphql-core may ask rows for.
        self.columns = columns_named(schema, document)

    @property
    def is_query(self) -> bool:
        return self.node.operation is OperationType.QUERY

    def check_method(self, request: GraphQLRequest) -> None:
        """Refuse to change anything for a request that came by a method for reading."""
        if request.read_only and not self.is_query:
            raise RequestError(
                RequestCode.METHOD_NOT_ALLOWED,
                f"A {self.node.operation.value} is sent by POST; only queries may be sent by GET.",
                allow=["POST"],
            )

    def variables(self, given: Mapping[str, Any]) -> VariableValues | list[GraphQLError]:
        """The values of the variables, or what is wrong with those given."""
        return self._variables.coerced(given)

    def undecided(self, variables: VariableValues) -> list[str]:
        """The variables that are to decide a `@skip` or `@include`, and are null against their default.

        graphql-core makes an error of all that stands beside the directive.
        """
        return [name for name in self.steering if variables.coerced.get(name, name) is None]

    def executor(self, given: Mapping[str, Any], context: Any = None) -> Executor[Any]:
        """graphql-core's execution of the operation, with variables that were found good."""
        executor = Executor.build(
            self._schema,
            self._document,
            context_value=context,
            raw_variable_values=dict(given),
            operation_name=self.node.name.value if self.node.name else None,
        )
        assert isinstance(executor, Executor), "the variables were found good"
        return executor


def operation_of(schema: GraphQLSchema, document: DocumentNode, name: str | None) -> Operation:
    """The operation of this name, or the only one; GRAPHQL_VALIDATION_FAILED where there is none or several."""
    found = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if name is not None:
        found = [node for node in found if node.name and node.name.value == name]
    if len(found) != 1:
        message = (
            f"The document has no operation named '{name}'."
            if name
            else "The document has several operations: name one in `operationName`."
        )
        raise RequestError(RequestCode.GRAPHQL_VALIDATION_FAILED, message)
    return Operation(schema, document, found[0])
