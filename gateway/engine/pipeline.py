"""One request from text to answer: prepared, planned once, executed by the plan, or else by graphql-core."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from logging import INFO, WARNING
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

import structlog
from graphql import GraphQLError
from graphql.execution import VariableValues

from domain.errors import Refusal, Refusals
from gateway.auth import ActorChanged
from gateway.context import Context
from gateway.engine import core
from gateway.engine.answers import Answer, GraphQLRequest
from gateway.engine.away import TROUBLES, database_troubles
from gateway.engine.compile import Compiler
from gateway.engine.documents import Documents, Prepared
from gateway.engine.errors import RequestCode, RequestError, coded, presented
from gateway.engine.opening import beside, confirm, read_with
from gateway.engine.operations import Operation, operation_of
from gateway.engine.plan import Bail, Plan, Size
from gateway.engine.price import size_of
from gateway.engine.reader import Reader
from gateway.engine.records import MOST_ROWS
from gateway.engine.run import Run
from gateway.engine.schema import GatewaySchema

log = structlog.get_logger(__name__)

# What an execution came to.
Executed: TypeAlias = tuple[dict[str, Any] | None, list[GraphQLError]]

# Told when everything was read: whether the answer may be shown, or is to be made again, with what must not be
# shown withheld by then.
AfterReading = Callable[[Context], Awaitable[bool]]


async def _show(_: Context) -> bool:
    return True


class Pipeline:
    """Executes requests against one schema, keeping what it compiled.

    `tally` counts the ways that queries went: `planned`, `declined` in part, or `bailed` at run time, with the reason.
    """

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
        self.tally: Counter[tuple[str, str]] = Counter()
        self._operations: WeakKeyDictionary[Prepared, dict[str | None, Operation]] = WeakKeyDictionary()
        self._plans: OrderedDict[Any, Plan] = OrderedDict()
        self._most_plans = most_plans

    async def answer(self, request: GraphQLRequest, context: Context) -> Answer:
        """The answer to one request of one actor. Never raises for what a client sent.

        Raises ActorChanged where the context's actor was presumed, and is another by now.
        """
        if not request.query:
            return Answer.refused(
                RequestError(RequestCode.BAD_REQUEST, "Send a GraphQL document as `query`.")
            )
        prepared = self.documents.prepare(request.query)
        if prepared.document is None:
            return Answer.refused(*prepared.errors)
        try:
            operation = self._operation(prepared, request.operation_name)
            operation.check_method(request)
            context.columns = operation.columns
            variables = operation.variables(request.variables)
            if isinstance(variables, list):
                return Answer.refused(*(coded(error, RequestCode.BAD_USER_INPUT) for error in variables))
            with database_troubles():
                if operation.is_query:
                    return await self._query(operation, request.variables, variables, context)
                return await self._mutation(operation, request.variables, context)
        except RequestError as error:
            return Answer.refused(error)

    def plan(self, operation: Operation, given: Mapping[str, Any], variables: VariableValues) -> Plan:
        """The plan of an operation, compiled on its first use with these values of `@skip` and `@include`."""
        key = (operation, *map(variables.coerced.get, operation.steering))
        plan = self._plans.get(key)
        if plan is None:
            # For those that are null a default does: nothing that they decide is executed.
            nulls = operation.undecided(variables)
            given = {name: value for name, value in given.items() if name not in nulls}
            plan = self._plans[key] = Compiler(self.schema, operation.executor(given)).plan()
            if len(self._plans) > self._most_plans:
                self._plans.popitem(last=False)
            for name, (_, reason) in plan.declined.items():
                log.info("engine.declined", field=name, reason=reason)
        else:
            self._plans.move_to_end(key)
        return plan

    def compiled(self, source: str, variables: Mapping[str, Any] | None = None) -> Plan:
        """The plan of a document with one operation, for whoever wants to look at it."""
        prepared = self.documents.prepare(source)
        assert prepared.document is not None, prepared.errors
        operation = self._operation(prepared, None)
        coerced = operation.variables(variables or {})
        assert isinstance(coerced, VariableValues), coerced
        return self.plan(operation, variables or {}, coerced)

    def _operation(self, prepared: Prepared, name: str | None) -> Operation:
        known = self._operations.setdefault(prepared, {})
        if name not in known:
            assert prepared.document is not None, "only documents that may run have operations"
            known[name] = operation_of(self.schema.graphql, prepared.document, name)
        return known[name]

    async def _query(
        self, operation: Operation, given: Mapping[str, Any], variables: VariableValues, context: Context
    ) -> Answer:
        if not self._planning:
            return await self._shown(lambda: self._on_graphql_core(operation, given, context), context)
        plan = self.plan(operation, given, variables)
        size, most = size_of(plan, variables), self.schema.limits.cost
        if size.cost > most:
            return Answer.refused(_too_dear(size.cost, most))
        if operation.undecided(variables):
            self._bailed(Bail("a null is to decide what is included"), context)
            return await self._shown(lambda: self._on_graphql_core(operation, given, context), context)

        async def read() -> Executed:
            read_with(context, Reader(context.store.reads, context.parameters))
            try:
                try:
                    return await self._planned(plan, size, operation, given, variables, context)
                except (ActorChanged, *TROUBLES):
                    raise
                except Exception as error:
                    # Reads may be run again, and graphql-core knows what an error makes of an answer.
                    self._bailed(error, context)
                await context.reader.close()
                return await self._on_graphql_core(operation, given, context)
            finally:
                await context.reader.close()

        return await self._shown(read, context)

    async def _planned(
        self,
        plan: Plan,
        size: Size,
        operation: Operation,
        given: Mapping[str, Any],
        variables: VariableValues,
        context: Context,
    ) -> Executed:
        run = Run(plan, context, variables, self.schema.limits.ids)
        at_once = plan.record is not None and size.rows <= MOST_ROWS
        if context.trace is not None:
            context.trace.planned(plan, at_once=at_once)
        if plan.record is not None and at_once:
            context.reader.snapshot = False
            planned, found = await run.record(plan.record, beside(context))
            await context.confirm(found)
        else:
            context.reader.snapshot = plan.needs_snapshot
            await confirm(context)
            planned = await run.data()
        errors = list(run.errors(planned))
        if not plan.declined:
            self.tally["planned", ""] += 1
            return {name: planned[name] for name in plan.order}, errors
        for _, reason in plan.declined.values():
            self.tally["declined", reason] += 1
        nodes = [node for found, _ in plan.declined.values() for node in found]
        result = await core.read(core.only(operation.executor(given, context), nodes))
        errors += result.errors or []
        if result.data is None:
            return None, errors
        return {name: planned[name] if name in planned else result.data[name] for name in plan.order}, errors

    async def _on_graphql_core(
        self, operation: Operation, given: Mapping[str, Any], context: Context
    ) -> Executed:
        """The whole query as graphql-core answers it, over the loaders."""
        await context.confirm()
        read_with(context, Reader(context.store.reads, context.parameters))
        try:
            result = await core.read(operation.executor(given, context))
        finally:
            await context.reader.close()
        return result.data, result.errors or []

    async def _mutation(self, operation: Operation, given: Mapping[str, Any], context: Context) -> Answer:
        """Resolvers write; what they return is read after the commit, on the primary."""

        async def written() -> Executed:
            read_with(context, Reader(context.store.primary, context.parameters))
            try:
                result = await core.executed(operation.executor(given, context))
            finally:
                await context.reader.close()
            return result.data, result.errors or []

        await context.confirm()
        return await self._shown(written, context)

    async def _shown(self, execute: Callable[[], Awaitable[Executed]], context: Context) -> Answer:
        """The answer of an execution; of a second one where the first may not be shown. A mutation is done once."""
        data, errors = await execute()
        if not await self._after_reading(context):
            data, errors = await execute()
        if context.trace is not None:
            context.extensions["explain"] = context.trace.told()
        return Answer(data, presented(errors), context.extensions or None)

    def _bailed(self, error: Exception, context: Context) -> None:
        expected = isinstance(error, (Bail, GraphQLError, Refusal, Refusals))
        reason = str(error) if isinstance(error, Bail) else type(error).__name__
        self.tally["bailed", reason] += 1
        if context.trace is not None:
            context.trace.bailed = reason
        # What a rule or we did not foresee: graphql-core's answer has an error for it, or it is ours to mend.
        log.log(INFO if expected else WARNING, "engine.bailed", reason=reason, exc_info=not expected)


def _too_dear(cost: int, most: int) -> RequestError:
    return RequestError(
        RequestCode.COST_LIMIT_EXCEEDED,
        f"The operation may read too much: it costs {cost:,}, and one request may cost {most:,}. "
        "Ask for smaller pages, or for fewer lists inside lists.",
        cost=cost,
        limit=most,
    )
