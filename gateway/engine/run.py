"""Executes a plan: each level once for all its parents, then one function call for the whole level."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from graphql import GraphQLError
from graphql.execution import VariableValues
from graphql.execution.values import get_argument_values
from strawberry.types.arguments import convert_arguments

from gateway.context import Context
from gateway.engine import cursors, ids, statements
from gateway.engine.declare import LARGEST_PAGE, Narrowing, Shape, Tab
from gateway.engine.denial import denied
from gateway.engine.plan import Answered, Bail, Constant, Guard, Level, Nodes, Plan, Root, Template
from gateway.engine.schema import GatewaySchema

Getter = Callable[[Any], Any]


class Run:
    """One execution of a plan with its variables, for one actor on one day."""

    def __init__(
        self, schema: GatewaySchema, plan: Plan, context: Context, variables: VariableValues
    ) -> None:
        self.schema = schema
        self.plan = plan
        self.context = context
        self.variables = variables
        self.denied = [not context.actor.may(guard.needs) for guard in plan.guards]

    async def data(self, info: Callable[[Any], Any]) -> dict[str, Any]:
        """The planned root fields by response name. Raises Bail where graphql-core must answer."""
        found = {}
        for root in self.plan.roots:
            found[root.name] = await self._root(root, info)
        return found

    def errors(self, data: Mapping[str, Any]) -> Iterator[GraphQLError]:
        """One error for every place in the answer that the actor may not see."""
        for guard, is_denied in zip(self.plan.guards, self.denied, strict=True):
            if is_denied and guard.path:
                for path in _occurrences(guard.path, data):
                    error = denied(self.context.actor, guard.needs)
                    yield GraphQLError(
                        error.message, list(guard.nodes), path=path, extensions=error.extensions
                    )

    async def _root(self, root: Root, info: Callable[[Any], Any]) -> Any:
        if isinstance(root, Constant):
            return root.value
        guard = self.plan.guards[root.guard]
        if self.denied[root.guard]:
            return _nothing(guard)
        if isinstance(root, Answered):
            return await self._answered(root, info)
        if isinstance(root, Nodes):
            return await self._nodes(root)
        if root.use.key_of is not None:
            key = root.use.key_of(**self._arguments(root, root.use.key_of))
            return None if key is None else (await self.level(root, [key.value], key.tab))(key.value)
        return (await self.level(root, [None]))(None)

    async def _answered(self, root: Answered, info: Callable[[Any], Any]) -> Any:
        assert root.definition.resolve is not None, "an answered field has a resolver"
        arguments = get_argument_values(root.definition, root.nodes[0], self.variables)
        value = root.definition.resolve(None, info(root), **arguments)
        if inspect.isawaitable(value):
            value = await value
        below = []
        for child in root.children:
            assert isinstance(child.parent_key, tuple), "a link from a value knows its way"
            below.append(await self.level(child, _unique(_along(child.parent_key, value))))
        return root.make(below, self.denied, self.context.ambient)(value)

    async def _nodes(self, root: Nodes) -> Any:
        arguments = get_argument_values(root.definition, root.nodes[0], self.variables)
        asked = arguments["ids"] if root.many else [arguments["id"]]
        if len(asked) > self.schema.limits.ids:
            raise Bail("too many ids")
        decoded = [ids.decode(text) for text in asked]
        if None in decoded:
            raise Bail("an id that is not ours")
        getters = {}
        for word, level in root.entities.items():
            keys = _unique(key for entity, key in filter(None, decoded) if entity == word)
            getters[word] = await self.level(level, keys)
        found = [getters.get(entity, _none)(key) for entity, key in filter(None, decoded)]
        return found if root.many else found[0]

    async def level(self, level: Level, keys: Sequence[Any], tab: Tab | None = None) -> Getter:
        """Read a level for these keys, and all below it; the answer to each key comes from the function returned."""
        if self.denied[level.guard]:
            _nothing(self.plan.guards[level.guard])
            return _none
        if not keys:
            return _none
        if level.shape is Shape.PAGE:
            return await self._pages(level, keys)
        tab = tab or level.use.tab
        read = self._statement(
            level, tab.name, lambda: statements.rows(tab, level.columns, level.shape, rooted=level.rooted)
        )
        rows = await self.context.reader.rows(read, keys=keys)
        written = level.make(await self._below(level, rows), self.denied, self.context.ambient)(rows)
        if level.shape is Shape.ONE:
            return {row[-1]: value for row, value in zip(rows, written, strict=True)}.get
        if keys == [None]:
            return lambda _: written
        lists: dict[Any, list[Any]] = {key: [] for key in keys}
        for row, value in zip(rows, written, strict=True):
            lists[row[-1]].append(value)
        return lists.__getitem__

    async def _pages(self, level: Level, keys: Sequence[Any]) -> Getter:
        arguments = self._arguments(level, None)
        first, after = arguments.get("first", 25), arguments.get("after")
        if not 1 <= first <= LARGEST_PAGE:
            raise Bail("a page of that size")
        narrowing = None
        if level.use.narrow is not None:
            narrowing = level.use.narrow(**self._arguments(level, level.use.narrow))
        tab = level.use.tab
        order = statements.order_columns(narrowing.order if narrowing and narrowing.order else tab.order)
        values: dict[str, Any] = {"keys": keys, "first": first + 1}
        if after is not None:
            for place, value in enumerate(
                cursors.read(tab.name, after, [c.type.python_type for c, _ in order])
            ):
                values[f"after{place}"] = value
        read = self._statement(
            level,
            (after is not None,),
            lambda: statements.rows(
                tab, level.columns, Shape.PAGE, after=after is not None, narrowing=narrowing
            ),
            narrowing,
        )
        rows = await self.context.reader.rows(read, **values)
        pages: dict[Any, list[Any]] = {key: [] for key in keys}
        for row in rows:
            pages[row[-1]].append(row)
        shown = [row for found in pages.values() for row in found[:first]]
        totals = await self._totals(level, keys, narrowing)
        build = level.make(await self._below(level, shown), self.denied, self.context.ambient)
        written = {
            key: build(found[:first], len(found) > first, after is not None, totals.get(key, 0))
            for key, found in pages.items()
        }
        return written.__getitem__

    async def _totals(
        self, level: Level, keys: Sequence[Any], narrowing: Narrowing | None
    ) -> Mapping[Any, int]:
        if not level.counted:
            return {}
        count = self._statement(
            level, ("count",), lambda: statements.counts(level.use.tab, narrowing=narrowing), narrowing
        )
        return {key: number for number, key in await self.context.reader.rows(count, keys=keys)}

    async def _below(self, level: Level, rows: Sequence[Any]) -> list[Getter]:
        below = []
        for child in level.children:
            place = child.parent_key
            assert isinstance(place, int), "a row's child knows its column"
            below.append(await self.level(child, _unique(row[place] for row in rows)))
        return below

    def _statement(
        self, level: Level, variant: Any, make: Callable[[], statements.Statement], narrowing: Any = None
    ) -> statements.Statement:
        if narrowing is not None:
            return make()
        if variant not in level.statements:
            level.statements[variant] = make()
        statement: statements.Statement = level.statements[variant]
        return statement

    def _arguments(self, level: Level, function: Callable[..., Any] | None) -> dict[str, Any]:
        """The arguments of a field: all as graphql-core coerced them, or those of `function` as it takes them."""
        coerced = get_argument_values(level.definition, level.nodes[0], self.variables)
        if function is None:
            return coerced
        made = level.definition.extensions["strawberry-definition"]
        taken = inspect.signature(function).parameters
        arguments = [argument for argument in made.arguments if argument.python_name in taken]
        return convert_arguments(coerced, arguments, self.schema.scalars, self.schema.config)


def _none(_: Any) -> Any:
    return None


def _nothing(guard: Guard) -> None:
    if not guard.nullable:
        raise Bail("a denied field that is never null")


def _unique(keys: Iterable[Any]) -> list[Any]:
    return [key for key in dict.fromkeys(keys) if key is not None]


def _along(way: tuple[str | None, ...], value: Any) -> Iterator[Any]:
    """What stands at the end of a way through plain values, every item of each list."""
    if value is None:
        return
    if not way:
        yield value
    elif way[0] is None:
        for item in value:
            yield from _along(way[1:], item)
    else:
        yield from _along(way[1:], getattr(value, way[0]))


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
