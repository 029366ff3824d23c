"""One request from text to answer: prepared, planned once, executed by the plan, or else by graphql-core."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from graphql import (
    ExecutionResult,
    FieldNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    Visitor,
    visit,
)
from graphql.execution import Executor
from graphql.pyutils import Path

from domain.errors import Refusal, Refusals
from gateway.context import Context
from gateway.engine.answers import Answer, GraphQLRequest
from gateway.engine.away import database_troubles
from gateway.engine.compile import Compiler
from gateway.engine.documents import Documents, Prepared, selected
from gateway.engine.errors import RequestCode, RequestError, coded, presented
from gateway.engine.fallback import Loaders
from gateway.engine.plan import Bail, Plan
from gateway.engine.price import price
from gateway.engine.reader import Reader
from gateway.engine.run import Run
from gateway.engine.schema import GatewaySchema

_NO_PLAN = Plan((), (), (), {})

# Told when everything was read: whether the answer may be shown, or is to be made again, with what must not be
# shown withheld by then.
AfterReading = Callable[[Context], Awaitable[bool]]


async def _show(_: Context) -> bool:
    return True


class Pipeline:
    """Executes requests against one schema, keeping what it compiled."""

    def __init__(
        self,
        schema: GatewaySchema,
        *,
        after_reading: AfterReading = _show,
        most_plans: int = 512,
        planning: bool = True,
    ) -> None:
        """`planning=False` leaves everything to graphql-core: the referee of what the plans answer."""
        self._planning = planning
        self._after_reading = after_reading
        self.schema = schema
        self.documents = Documents(schema.graphql, schema.limits)
        self._plans: OrderedDict[Any, Plan] = OrderedDict()
        self._most_plans = most_plans
        self._steering: WeakKeyDictionary[Prepared, tuple[str, ...]] = WeakKeyDictionary()

    async def answer(self, request: GraphQLRequest, context: Context) -> Answer:
        """The answer to one request of one actor. Never raises for what a client sent."""
        if not request.query:
            return Answer.refused(
                RequestError(RequestCode.BAD_REQUEST, "Send a GraphQL document as `query`.")
            )
        prepared = self.documents.prepare(request.query)
        if prepared.document is None:
            return Answer.refused(*prepared.errors)
        try:
            operation = selected(prepared.document, request)
        except RequestError as error:
            return Answer.refused(error)
        executor = Executor.build(
            self.schema.graphql,
            prepared.document,
            context_value=context,
            raw_variable_values=dict(request.variables),
            operation_name=request.operation_name,
        )
        if isinstance(executor, list):
            return Answer.refused(*(coded(error, RequestCode.BAD_USER_INPUT) for error in executor))
        try:
            with database_troubles():
                if operation.operation is OperationType.QUERY:
                    return await self._query(prepared, executor, context)
                return await self._mutation(executor, context)
        except RequestError as error:
            return Answer.refused(error)

    def plan(self, prepared: Prepared, executor: Executor[Any]) -> Plan:
        """The plan of an operation, compiled on its first use with these values of `@skip` and `@include`."""
        steering = self._steering.get(prepared)
        if steering is None:
            steering = self._steering[prepared] = _steering(prepared)
        values = executor.variable_values.coerced
        key = (
            prepared,
            executor.operation.name and executor.operation.name.value,
            *map(values.get, steering),
        )
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = Compiler(self.schema.graphql, executor).plan()
            if len(self._plans) > self._most_plans:
                self._plans.popitem(last=False)
        else:
            self._plans.move_to_end(key)
        return plan

    def compiled(self, source: str, variables: Mapping[str, Any] | None = None) -> Plan:
        """The plan of a document with one operation, for whoever wants to look at it."""
        prepared = self.documents.prepare(source)
        assert prepared.document is not None, prepared.errors
        executor = Executor.build(
            self.schema.graphql, prepared.document, raw_variable_values=dict(variables or {})
        )
        assert not isinstance(executor, list), executor
        return self.plan(prepared, executor)

    async def _query(self, prepared: Prepared, executor: Executor[Any], context: Context) -> Answer:
        plan = self.plan(prepared, executor) if self._planning else _NO_PLAN
        cost, most = price(plan, executor.variable_values), self.schema.limits.cost
        if cost > most:
            return Answer.refused(_too_dear(cost, most))
        several = plan.statements > 1 or plan.answers_itself or bool(plan.declined)

        async def read(executor: Executor[Any]) -> tuple[dict[str, Any] | None, list[GraphQLError]]:
            _read_with(context, Reader(context.store.reads, context.parameters, snapshot=several))
            try:
                return await self._data(plan, executor, context)
            finally:
                await context.reader.close()

        return await self._shown(read, executor, context)

    async def _data(
        self, plan: Plan, executor: Executor[Any], context: Context
    ) -> tuple[dict[str, Any] | None, list[GraphQLError]]:
        run = Run(self.schema, plan, context, executor.variable_values)
        try:
            if plan is _NO_PLAN:
                raise Bail("graphql-core is asked for its own answer")
            planned = await run.data(lambda root: _info(executor, root))
        except (Bail, GraphQLError, Refusal, Refusals):
            # Reads may be run again; several statements need a snapshot that one did not.
            await context.reader.close()
            context.reader.snapshot = True
            result = await _on_graphql_core(executor)
            return result.data, result.errors or []
        errors = list(run.errors(planned))
        if not plan.declined:
            return {name: planned[name] for name in plan.order}, errors
        nodes = [node for found, _ in plan.declined.values() for node in found]
        result = await _on_graphql_core(_only(executor, nodes))
        errors += result.errors or []
        if result.data is None:
            return None, errors
        return {name: planned[name] if name in planned else result.data[name] for name in plan.order}, errors

    async def _mutation(self, executor: Executor[Any], context: Context) -> Answer:
        """Resolvers write; what they return is read after the commit, on the primary."""

        async def written(executor: Executor[Any]) -> tuple[dict[str, Any] | None, list[GraphQLError]]:
            _read_with(context, Reader(context.store.primary, context.parameters))
            try:
                result = await _on_graphql_core(executor)
            finally:
                await context.reader.close()
            return result.data, result.errors or []

        return await self._shown(written, executor, context)

    async def _shown(
        self,
        execute: Callable[[Executor[Any]], Awaitable[tuple[dict[str, Any] | None, list[GraphQLError]]]],
        executor: Executor[Any],
        context: Context,
    ) -> Answer:
        """The answer of an execution; of a second one where the first may not be shown. A mutation is done once."""
        data, errors = await execute(executor)
        if not await self._after_reading(context):
            data, errors = await execute(executor.build_per_event_executor(None))
        return Answer(data, presented(errors), context.extensions or None)


async def forget_what_was_read(context: Context) -> None:
    """After a write, so that its payload shows what is stored now."""
    await context.reader.close()
    _read_with(context, Reader(context.store.primary, context.parameters))


def _read_with(context: Context, reader: Reader) -> None:
    context.reader = reader
    context.loader = Loaders(reader)


async def _on_graphql_core(executor: Executor[Any]) -> ExecutionResult:
    result = executor.execute_operation()
    if not isinstance(result, ExecutionResult):
        result = await result  # type: ignore[misc]
    assert isinstance(result, ExecutionResult), "nothing here is incremental"
    return result


def _only(executor: Executor[Any], nodes: list[FieldNode]) -> Executor[Any]:
    """The same operation with nothing but these root fields."""
    operation = executor.operation
    narrowed = executor.build_per_event_executor(None)
    narrowed.operation = OperationDefinitionNode(
        operation=operation.operation,
        name=operation.name,
        variable_definitions=operation.variable_definitions,
        directives=operation.directives,
        selection_set=SelectionSetNode(selections=tuple(nodes)),
    )
    return narrowed


def _too_dear(cost: int, most: int) -> RequestError:
    return RequestError(
        RequestCode.COST_LIMIT_EXCEEDED,
        f"The operation may read too much: it costs {cost:,}, and one request may cost {most:,}. "
        "Ask for smaller pages, or for fewer lists inside lists.",
        cost=cost,
        limit=most,
    )


def _info(executor: Executor[Any], root: Any) -> Any:
    query = executor.schema.query_type
    assert query is not None, "the schema has queries"
    return executor.build_resolve_info(root.definition, root.nodes, query, Path(None, root.name, query.name))


class _Steering(Visitor):
    """Finds the variables that decide a `@skip` or `@include`."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: Any, *_: Any) -> None:
        for argument in node.arguments or ():
            if node.name.value in ("skip", "include") and argument.value.kind == "variable":
                self.names.add(argument.value.name.value)


def _steering(prepared: Prepared) -> tuple[str, ...]:
    """The names of the variables that decide which fields an execution has."""
    assert prepared.document is not None, "only documents that may run are planned"
    visitor = _Steering()
    visit(prepared.document, visitor)
    return tuple(sorted(visitor.names))
