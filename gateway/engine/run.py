"""Executes a plan: its root fields one after the other, each in the form that is quickest for it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import GraphQLError
from graphql.execution import VariableValues

from gateway.context import Context
from gateway.engine import ids, write
from gateway.engine.declared import Key
from gateway.engine.denial import denied
from gateway.engine.execution import Execution, Getter, check_nullable, nothing, unique
from gateway.engine.hidden import uncovered
from gateway.engine.leaves import not_null
from gateway.engine.levels import read_level
from gateway.engine.plan import Answered, Bail, Guard, Level, Nodes, Plan, Root, Step, Template, Typename
from gateway.engine.records import can_be_read_at_once, read_record
from gateway.engine.statements import Statement


class Run:
    """One execution of a plan with its variables, for one actor on one day."""

    def __init__(self, plan: Plan, context: Context, variables: VariableValues, most_ids: int) -> None:
        self._plan = plan
        self._context = context
        self._variables = variables
        self._most_ids = most_ids
        may = context.actor.may
        self._denied = [not may(guard.needs) for guard in plan.guards]
        for number in plan.of_rows:
            within = plan.guards[number].within
            # What is denied of all rows is not told of some of them.
            self._denied[number] &= within is None or not self._denied[within]
        self._execution = Execution(plan, context, variables, self._denied, context.ambient)

    async def record(self, root: Level, beside: Statement | None) -> tuple[dict[str, Any], Any]:
        """The data of a plan that is one record, read at once, and what was selected beside it.

        The latter is None where nothing had to be read.
        """
        if self._withholds(root):
            return {root.name: None}, None
        key = self._key(root)
        if key is None:
            return {root.name: self._sure_of(root, None)}, None
        value, found = await read_record(self._execution, root, key.tab, key.value, beside)
        return {root.name: self._sure_of(root, value)}, found

    async def data(self) -> dict[str, Any]:
        """The planned root fields by response name. Raises Bail where graphql-core must answer."""
        return {root.name: await self._root(root) for root in self._plan.roots}

    def errors(self, data: Mapping[str, Any]) -> Iterator[GraphQLError]:
        """One error for every place in the answer that the actor may not see."""
        if not self._execution.is_denied_any:
            return
        guards, is_denied = self._plan.guards, self._denied
        # One place may be withheld by several guards, of different kinds of rows: what stands there says by which.
        templates = dict.fromkeys(guards[number].path for number in self._plan.of_rows if is_denied[number])
        for number, at in uncovered(templates, data):
            yield self._error(guards[number], list(at))
        for guard, denies in zip(guards, is_denied, strict=True):
            if denies and guard.path and guard.rows is None:
                for path in _occurrences(guard.path, data):
                    if guard.ambiguous:
                        raise Bail("a denied place that kinds of objects use differently")
                    yield self._error(guard, path)

    def _error(self, guard: Guard, path: list[str | int]) -> GraphQLError:
        error = denied(self._context.actor, guard.needs)
        return GraphQLError(error.message, list(guard.nodes), path=path, extensions=error.extensions)

    def _withholds(self, root: Level | Answered | Nodes) -> bool:
        guard = root.views[0].guard if isinstance(root, Level) else root.guard
        if self._denied[guard]:
            # What is wrong with the arguments is told first, as graphql-core does it.
            root.arguments.coerced(self._variables)
            check_nullable(self._plan.guards[guard])
        return self._denied[guard]

    async def _root(self, root: Root) -> Any:
        if isinstance(root, Typename):
            return root.value
        if self._withholds(root):
            return None
        if isinstance(root, Answered):
            return await self._answered(root)
        if isinstance(root, Nodes):
            return await self._nodes(root)
        if root.use.key_of is not None:
            return self._sure_of(root, await self._found(root))
        return (await read_level(self._execution, root, [None]))[root.views[0]](None)

    def _sure_of(self, root: Level, value: Any) -> Any:
        """The row that was found; Bail where there is none, and the schema says that there always is."""
        return value if self._plan.guards[root.views[0].guard].nullable else not_null(value)

    def _key(self, root: Level) -> Key | None:
        assert root.use.key_of is not None, "a single record is found by its key"
        return root.use.key_of(**root.arguments.taken_by(root.use.key_of, self._variables))

    async def _found(self, root: Level) -> Any:
        key = self._key(root)
        if key is None:
            return None
        if can_be_read_at_once(self._execution, root):
            return (await read_record(self._execution, root, key.tab, key.value))[0]
        found = await read_level(self._execution, root, [key.value], key.tab)
        return found[root.views[0]](key.value)

    async def _answered(self, field: Answered) -> Any:
        arguments = field.arguments.taken_by(field.resolver, self._variables)
        value = field.resolver(self._context, **arguments)
        if inspect.isawaitable(value):
            value = await value
        below: dict[Any, Getter] = {}
        for child in field.children:
            assert isinstance(child.parent_key, tuple), "a link from a value knows its way"
            below |= await read_level(self._execution, child, unique(_along(child.parent_key, value)))
        for answered in field.answers:
            below[answered] = await self._answer_below(answered)
        made = self._execution.made(write.of_answer(field).make, [below[each] for each in field.below], None)
        return made(value)

    async def _answer_below(self, field: Answered) -> Getter:
        if self._withholds(field):
            return nothing
        value = await self._answered(field)
        return lambda: value

    async def _nodes(self, root: Nodes) -> Any:
        arguments = root.arguments.coerced(self._variables)
        asked = arguments["ids"] if root.many else [arguments["id"]]
        if len(asked) > self._most_ids:
            raise Bail("too many ids")
        decoded = [ids.decode(text) for text in asked]
        if None in decoded:
            raise Bail("an id that is not ours")
        getters: dict[str, Any] = {}
        for word, level in root.entities.items():
            keys = unique(key for entity, key in filter(None, decoded) if entity == word)
            getters[word] = (await read_level(self._execution, level, keys))[level.views[0]]
        found = [getters.get(entity, nothing)(key) for entity, key in filter(None, decoded)]
        return found if root.many else found[0]


def _along(way: tuple[Step, ...], value: Any) -> Iterator[Any]:
    """What stands at the end of a way through plain values, every item of each list."""
    if value is None:
        return
    if not way:
        yield value
        return
    step, onward = way[0], way[1:]
    if step is None:
        for item in value:
            yield from _along(onward, item)
    elif isinstance(step, str):
        yield from _along(onward, getattr(value, step))
    elif type(value) is step:
        yield from _along(onward, value)


def _occurrences(template: Template, value: Any, at: tuple[str | int, ...] = ()) -> Iterator[list[str | int]]:
    """The concrete paths of a place: every list index that the answer has."""
    if not template:
        yield list(at)
        return
    head, rest = template[0], template[1:]
    if value is None:
        return
    if head is None:
        for index, item in enumerate(value):
            yield from _occurrences(rest, item, (*at, index))
    elif head in value:
        yield from _occurrences(rest, value[head], (*at, head))
