"""graphql-core's executions: of whole operations, and of the root fields that a plan declines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphql import ExecutionResult, FieldNode, OperationDefinitionNode, SelectionSetNode
from graphql.execution import Executor

from gateway.engine.away import TROUBLES


async def executed(executor: Executor[Any]) -> ExecutionResult:
    """What an execution came to."""
    result = executor.execute_operation()
    if not isinstance(result, ExecutionResult):
        result = await result  # type: ignore[misc]
    assert isinstance(result, ExecutionResult), "nothing here is incremental"
    return result


async def read(executor: Executor[Any]) -> ExecutionResult:
    """What a query came to. Raises what the database itself says no to: whatever is read after it is in doubt too."""
    result = await executed(executor)
    for error in result.errors or ():
        if isinstance(error.original_error, TROUBLES):
            raise error.original_error
    return result


def only(executor: Executor[Any], nodes: Sequence[FieldNode]) -> Executor[Any]:
    """The same operation with nothing but these root fields."""
    operation = executor.operation
    executor.operation = OperationDefinitionNode(
        operation=operation.operation,
        name=operation.name,
        variable_definitions=operation.variable_definitions,
        directives=operation.directives,
        selection_set=SelectionSetNode(selections=tuple(nodes)),
    )
    return executor
