"""Writes the function that turns the rows of a level, or the value of a resolver, into the plain data of the answer.

What it writes is Python source over tuples: no resolver, info or promise a field. `explain` shows it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from graphql import (
    GraphQLEnumType,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

from gateway.engine import cursors
from gateway.engine.declare import ColumnField, ComputedField, Shape, Tab, TabField
from gateway.engine.plan import Answered, Bail, Level, NotPlannable, Template
from gateway.engine.statements import order_columns

if TYPE_CHECKING:
    from gateway.engine.compile import Compiler

# Values of these types are what the answer shows already; orjson writes dates and instants as graphql-core would.
_AS_THEY_ARE = frozenset({"String", "Boolean", "ID", "Int", "Date", "DateTime"})


def not_null(value: Any) -> Any:
    """The value of a field that the schema says is never null."""
    if value is None:
        raise Bail("null in a field that is never null")
    return value


def each(write: Callable[[Any], Any], values: Any) -> Any:
    """A list written item by item; null stays null."""
    return None if values is None else [write(value) for value in values]


class Writer:
    """The source of one function: the columns it needs, the names it uses, the levels below it."""

    def __init__(self, compiler: Compiler, tab: Tab | None) -> None:
        self.compiler = compiler
        self.tab = tab
        self.columns: list[Any] = []
        self.children: list[Level] = []
        self._names: dict[str, Any] = {"not_null": not_null, "each": each}
        self._ambient: set[str] = set()
        self._guards: set[int] = set()
        self._functions: list[str] = []
        self._body = ""

    # --- what the compiler asks for

    def rows(self, item: str) -> None:
        """The function takes all rows and gives one object a row, in their order."""
        self._body = f"    def build(rows): return [{item} for {self._unpacked()} in rows]"

    def value(self, expression: str) -> None:
        """The function takes the resolver's value."""
        self._body = f"    def build(value): return {expression}"

    def page(self, level: Level, type_: Any, details: Sequence[Any], path: Template) -> None:
        """The function takes the rows of one parent and what is known of the page, and gives the connection."""
        parts = []
        for name, found in self.compiler.subfields(type_, details).items():
            parts.append(f"{name!r}: {self._page_part(level, type_, name, found, path)}")
        body = f"{{{', '.join(parts)}}}".replace("{row}", self._unpacked())
        self._body = f"    def build(rows, more, previous, total): return {body}"

    def finish(self, target: Level | Answered) -> None:
        """Compile the source and hand everything to the level."""
        lines = ["def make(below, denied, ambient):"]
        lines += [f"    b{place} = below[{place}]" for place in range(len(self.children))]
        lines += [f"    d{number} = denied[{number}]" for number in sorted(self._guards)]
        lines += [f"    a_{name} = ambient[{name!r}]" for name in sorted(self._ambient)]
        lines += [*self._functions, self._body, "    return build"]
        target.source = "\n".join(lines)
        # The source is ours: names in it come from the schema and from response names, which are GraphQL names.
        exec(target.source, self._names)  # noqa: S102
        target.make = self._names["make"]
        target.children = tuple(self.children)
        if isinstance(target, Level):
            target.columns = tuple(self.columns)

    # --- a page

    def _page_part(self, level: Level, type_: Any, name: str, found: Sequence[Any], path: Template) -> str:
        field_name = found[0].node.name.value
        if field_name == "__typename":
            return repr(type_.name)
        inner = get_named_type(type_.fields[field_name].type)
        match field_name:
            case "nodes":
                return f"[{self.row_object(inner, found, (*path, name, None))} for {{row}} in rows]"
            case "edges":
                return f"[{self._edge(level, inner, found, (*path, name, None))} for {{row}} in rows]"
            case "pageInfo":
                return self._page_info(level, inner, found)
            case "totalCount":
                level.counted = True
                return "min(total, 1000)"
            case "totalCountCapped":
                level.counted = True
                return "total > 1000"
        raise NotPlannable(f"{type_.name}.{field_name}")

    def _edge(self, level: Level, type_: Any, details: Sequence[Any], path: Template) -> str:
        parts = []
        for name, found in self.compiler.subfields(type_, details).items():
            field_name = found[0].node.name.value
            if field_name == "__typename":
                parts.append(f"{name!r}: {type_.name!r}")
            elif field_name == "cursor":
                parts.append(f"{name!r}: {self._cursor(level)}")
            elif field_name == "node":
                inner = get_named_type(type_.fields["node"].type)
                parts.append(f"{name!r}: {self.row_object(inner, found, (*path, name))}")
            else:
                raise NotPlannable(f"{type_.name}.{field_name}")
        return f"{{{', '.join(parts)}}}"

    def _cursor(self, level: Level) -> str:
        self._names["write_cursor"] = cursors.write
        values = "".join(f"{self._column(column)}, " for column, _ in self._order(level))
        return f"write_cursor({level.use.tab.name!r}, ({values}))"

    def _order(self, level: Level) -> Sequence[tuple[Any, bool]]:
        if level.use.narrow is not None and "order_by" in inspect.signature(level.use.narrow).parameters:
            # Every order of ours is over the same columns, some turned round.
            pass
        return order_columns(level.use.tab.order)

    def _page_info(self, level: Level, type_: Any, details: Sequence[Any]) -> str:
        parts = []
        for name, found in self.compiler.subfields(type_, details).items():
            field_name = found[0].node.name.value
            if field_name == "__typename":
                parts.append(f"{name!r}: {type_.name!r}")
                continue
            expression = {"hasNextPage": "more", "hasPreviousPage": "previous"}.get(field_name)
            if expression is None:
                row = "rows[0]" if field_name == "startCursor" else "rows[-1]"
                cursor = self._cursor(level)
                places = [self._column(column) for column, _ in self._order(level)]
                self._functions.append(
                    f"    def {field_name}(rows):\n        if not rows: return None\n"
                    f"        {', '.join(places)}, = [{row}[i] for i in"
                    f" {[int(place[1:]) for place in places]}]\n        return {cursor}"
                )
                expression = f"{field_name}(rows)"
            parts.append(f"{name!r}: {expression}")
        return f"{{{', '.join(parts)}}}"

    # --- a row

    def row_object(self, type_: Any, details: Sequence[Any], path: Template) -> str:
        """The expression of one row as an object of `type_`, which may be an interface told apart by a column."""
        assert self.tab is not None, "rows belong to a tab"
        if not is_abstract_type(type_):
            return self._row(type_, details, path)
        if self.tab.kinds is None:
            raise NotPlannable(f"{self.tab.name} does not say what kind a row is")
        column, types = self.tab.kinds
        kind = self._column(self.tab.c[column])
        *first, (_, last) = types.items()
        written = self._row(self.compiler.schema.type_map[last], details, path)
        for value, name in reversed(first):
            written = f"({self._row(self.compiler.schema.type_map[name], details, path)} if {kind} == {value!r} else {written})"
        return written

    def _row(self, type_: Any, details: Sequence[Any], path: Template) -> str:
        from gateway.engine.compile import declaration

        assert self.tab is not None, "rows belong to a tab"
        parts = []
        for name, found in self.compiler.subfields(type_, details).items():
            field_name = found[0].node.name.value
            if field_name == "__typename":
                parts.append(f"{name!r}: {type_.name!r}")
                continue
            definition = type_.fields[field_name]
            place = (*path, name)
            match use := declaration(definition):
                case TabField():
                    expression = self._below_row(name, definition, use, found, place)
                case ComputedField():
                    arguments = [self._column(self.tab.c[column]) for column in use.columns]
                    expression = self._computed(use, arguments, definition, found, place)
                case ColumnField():
                    column = self.tab.c[use.column]
                    expression = self._column(column)
                    if use.convert is not None:
                        called = f"{self._bound(use.convert)}({expression})"
                        nullable = may_be_null(column)
                        expression = f"(None if {expression} is None else {called})" if nullable else called
                    expression = self.complete(
                        expression, definition.type, found, place, None, may_be_null(column)
                    )
                case None if (attribute := _attribute(definition)) is not None:
                    column = self.tab.c[attribute]
                    expression = self._column(column)
                    expression = self.complete(
                        expression, definition.type, found, place, None, may_be_null(column)
                    )
                case _:
                    raise NotPlannable(f"{type_.name}.{field_name}")
            parts.append(f"{name!r}: {expression}")
        return f"{{{', '.join(parts)}}}"

    def _below_row(
        self, name: str, definition: Any, use: TabField, details: Sequence[Any], path: Template
    ) -> str:
        assert self.tab is not None, "rows belong to a tab"
        assert use.parent is not None, "only roots have no parent"
        key = self._column(self.tab.c[use.parent])
        nodes = tuple(detail.node for detail in details)
        for place, known in enumerate(self.children):
            # The same selection under two kinds of an interface is one level.
            if known.name == name and known.nodes == nodes:
                return f"b{place}({key})"
        child = self.compiler.level(name, definition, use, details, path, parent_key=int(key[1:]))
        self.children.append(child)
        return self._checked(f"b{len(self.children) - 1}({key})", definition)

    # --- values

    def _value_object(self, type_: Any, details: Sequence[Any], path: Template, way: Any) -> str:
        """The name of a function that writes one plain value as an object of `type_`."""
        from gateway.engine.compile import declaration

        name = f"o{len(self._functions)}"
        self._functions.append("")  # its place: functions it needs come to stand after it, which Python allows
        place_of_function = len(self._functions) - 1
        parts = []
        for response, found in self.compiler.subfields(type_, details).items():
            field_name = found[0].node.name.value
            if field_name == "__typename":
                parts.append(f"{response!r}: {type_.name!r}")
                continue
            definition = type_.fields[field_name]
            place = (*path, response)
            match use := declaration(definition):
                case TabField():
                    expression = self._below_value(response, definition, use, found, place, way)
                case ComputedField():
                    arguments = [f"v.{column}" for column in use.columns]
                    expression = self._computed(use, arguments, definition, found, place)
                case ColumnField():
                    expression = f"v.{use.column}"
                    if use.convert is not None:
                        called = f"{self._bound(use.convert)}({expression})"
                        expression = f"(None if {expression} is None else {called})"
                    expression = self.complete(expression, definition.type, found, place, None)
                case None if (attribute := _attribute(definition)) is not None:
                    onward = None if way is None else (*way, attribute)
                    expression = self.complete(f"v.{attribute}", definition.type, found, place, onward)
                case _:
                    raise NotPlannable(f"{type_.name}.{field_name}")
            parts.append(f"{response!r}: {expression}")
        self._functions[place_of_function] = (
            f"    def {name}(v): return None if v is None else {{{', '.join(parts)}}}"
        )
        return name

    def _below_value(
        self, name: str, definition: Any, use: TabField, details: Sequence[Any], path: Template, way: Any
    ) -> str:
        if way is None:
            raise NotPlannable(f"{name}: a link from a computed value")
        child = self.compiler.level(
            name, definition, use, details, path, parent_key=(*way, use.parent), rooted=use.shape is Shape.ONE
        )
        self.children.append(child)
        return self._checked(f"b{len(self.children) - 1}(v.{use.parent})", definition)

    def _computed(
        self, use: ComputedField, arguments: list[str], definition: Any, details: Sequence[Any], path: Template
    ) -> str:
        self._ambient.update(use.ambient)
        given = ", ".join([*arguments, *(f"{name}=a_{name}" for name in use.ambient)])
        expression = self.complete(f"{self._bound(use.rule)}({given})", definition.type, details, path, None)
        if use.needs is None:
            return expression
        guard = self.compiler.guard(use, definition, details, path)
        self._guards.add(guard)
        return f"(None if d{guard} else {expression})"

    def complete(
        self, expression: str, type_: Any, details: Sequence[Any], path: Template, way: Any, nullable: bool = True
    ) -> str:
        """The expression of a value as `type_` shows it: lists item by item, objects by their functions.

        `way` leads from the resolver's value to this one, for links below it; None where there cannot be any.
        """
        if isinstance(type_, GraphQLNonNull):
            inner = self.complete(expression, type_.of_type, details, path, way, nullable)
            return f"not_null({inner})" if nullable else inner
        if isinstance(type_, GraphQLList):
            onward = None if way is None else (*way, None)
            item = self.complete("x", type_.of_type, details, (*path, None), onward)
            if item in ("x", "not_null(x)") and is_leaf_type(get_named_type(type_)):
                return expression
            return f"each(lambda x: {item}, {expression})"
        if is_leaf_type(type_):
            return self._leaf(expression, type_)
        if is_abstract_type(type_):
            return self._by_class(expression, type_, details, path, way)
        return f"{self._value_object(type_, details, path, way)}({expression})"

    def _by_class(self, expression: str, type_: Any, details: Sequence[Any], path: Template, way: Any) -> str:
        writers = {}
        for possible in self.compiler.schema.get_possible_types(type_):
            made = _strawberry(possible)
            if made is None:
                raise NotPlannable(f"{possible.name} is of no class")
            writers[getattr(made.origin, "represents", made.origin)] = self._value_object(
                possible, details, path, None
            )
        table = f"t{len(self._names)}"
        self._names[table] = classes = tuple(writers)
        written = ", ".join(f"{table}[{place}]: {name}" for place, name in enumerate(writers.values()))
        function = f"u{len(self._functions)}"
        self._functions.append(
            f"    def {function}(v):\n        if v is None: return None\n"
            f"        return {{{written}}}[type(v)](v)"
        )
        assert classes, f"{type_.name} has members"
        return f"{function}({expression})"

    def _leaf(self, expression: str, type_: GraphQLLeafType) -> str:
        if type_.name in _AS_THEY_ARE or _writes_its_values(type_):
            return expression
        write = self._bound(_nullable(type_.coerce_output_value), f"w_{type_.name}")
        return f"{write}({expression})"

    # --- names

    def _checked(self, expression: str, definition: Any) -> str:
        return f"not_null({expression})" if isinstance(definition.type, GraphQLNonNull) else expression

    def _column(self, column: Any) -> str:
        if not any(column is known for known in self.columns):
            self.columns.append(column)
        return f"c{next(place for place, known in enumerate(self.columns) if known is column)}"

    def _bound(self, function: Callable[..., Any], name: str | None = None) -> str:
        wanted = name or f"f_{function.__name__.strip('<>')}"
        while self._names.get(wanted, function) is not function:
            if name is not None:
                break  # one writer of a scalar is like another
            wanted += "_"
        self._names[wanted] = function
        return wanted

    def _unpacked(self) -> str:
        return f"({''.join(f'c{place}, ' for place in range(len(self.columns)))}_key)"


def may_be_null(column: Any) -> bool:
    """Whether a column can be null. Only a table knows; what is selected from joins may be missing."""
    return not isinstance(column.table, sa.Table) or bool(column.nullable)


def _nullable(write: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else write(value)


def _writes_its_values(type_: Any) -> bool:
    """Whether an enum's names are its values, so that what is stored is what is shown."""
    return isinstance(type_, GraphQLEnumType) and all(
        name == item.value for name, item in type_.values.items()
    )


def _strawberry(type_: GraphQLObjectType) -> Any:
    return (type_.extensions or {}).get("strawberry-definition")


def _attribute(definition: Any) -> str | None:
    """The attribute that a plain field shows; None for one with a resolver."""
    made = (definition.extensions or {}).get("strawberry-definition")
    if made is None or not made.is_basic_field:
        return None
    name: str = made.python_name
    return name
