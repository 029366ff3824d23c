"""Writes the function that turns the rows of a level, or the value of a resolver, into the plain data of the answer.

What it writes is Python source over tuples: no resolver, info or promise a field. `explain` shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

from gateway.engine.declare import ColumnField, ComputedField, Shape, Tab, TabField
from gateway.engine.leaves import (
    AS_THEY_ARE,
    attribute_of,
    declaration,
    each,
    may_be_null,
    not_null,
    nullable,
    strawberry_definition,
    writes_its_values,
)
from gateway.engine.plan import Answered, Level, NotPlannable, Template

if TYPE_CHECKING:
    from gateway.engine.compile import Compiler


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
        self.functions: list[str] = []
        self._body = ""

    # --- what the compiler asks for

    def rows(self, item: str) -> None:
        """The function takes all rows and gives one object a row, in their order."""
        self._body = f"    def build(rows): return [{item} for {self._unpacked()} in rows]"

    def value(self, expression: str) -> None:
        """The function takes the resolver's value."""
        self._body = f"    def build(value): return {expression}"

    def page(self, body: str) -> None:
        """The function takes the rows of one parent and what is known of the page, and gives the connection."""
        body = body.replace("{row}", self._unpacked())
        self._body = f"    def build(rows, more, previous, total): return {body}"

    def finish(self, target: Level | Answered) -> None:
        """Compile the source and hand everything to the level."""
        lines = ["def make(below, denied, ambient):"]
        lines += [f"    b{place} = below[{place}]" for place in range(len(self.children))]
        lines += [f"    d{number} = denied[{number}]" for number in sorted(self._guards)]
        lines += [f"    a_{name} = ambient[{name!r}]" for name in sorted(self._ambient)]
        lines += [*self.functions, self._body, "    return build"]
        target.source = "\n".join(lines)
        # The source is ours: names in it come from the schema and from response names, which are GraphQL names.
        exec(target.source, self._names)  # noqa: S102
        target.make = self._names["make"]
        target.children = tuple(self.children)
        if isinstance(target, Level):
            target.columns = tuple(self.columns)

    # --- a row

    def row_object(self, type_: Any, details: Sequence[Any], path: Template) -> str:
        """The expression of one row as an object of `type_`, which may be an interface told apart by a column."""
        assert self.tab is not None, "rows belong to a tab"
        if not is_abstract_type(type_):
            return self._row(type_, details, path)
        if self.tab.kinds is None:
            raise NotPlannable(f"{self.tab.name} does not say what kind a row is")
        column, types = self.tab.kinds
        kind = self.column(self.tab.c[column])
        *first, (_, last) = types.items()
        written = self._row(self.compiler.schema.type_map[last], details, path)
        for value, name in reversed(first):
            this = self._row(self.compiler.schema.type_map[name], details, path)
            written = f"({this} if {kind} == {value!r} else {written})"
        return written

    def _row(self, type_: Any, details: Sequence[Any], path: Template) -> str:
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
                    arguments = [self.column(self.tab.c[column]) for column in use.columns]
                    expression = self._computed(use, arguments, definition, found, place)
                case ColumnField():
                    column = self.tab.c[use.column]
                    expression = self.column(column)
                    if use.convert is not None:
                        called = f"{self.bound(use.convert)}({expression})"
                        maybe = may_be_null(column)
                        expression = f"(None if {expression} is None else {called})" if maybe else called
                    expression = self.complete(
                        expression, definition.type, found, place, None, may_be_null(column)
                    )
                case None if (attribute := attribute_of(definition)) is not None:
                    column = self.tab.c[attribute]
                    expression = self.column(column)
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
        key = self.column(self.tab.c[use.parent])
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
        name = f"o{len(self.functions)}"
        self.functions.append("")  # its place: functions it needs come to stand after it, which Python allows
        place_of_function = len(self.functions) - 1
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
                        called = f"{self.bound(use.convert)}({expression})"
                        expression = f"(None if {expression} is None else {called})"
                    expression = self.complete(expression, definition.type, found, place, None)
                case None if (attribute := attribute_of(definition)) is not None:
                    onward = None if way is None else (*way, attribute)
                    expression = self.complete(f"v.{attribute}", definition.type, found, place, onward)
                case _:
                    raise NotPlannable(f"{type_.name}.{field_name}")
            parts.append(f"{response!r}: {expression}")
        self.functions[place_of_function] = (
            f"    def {name}(v): return None if v is None else {{{', '.join(parts)}}}"
        )
        return name

    def _below_value(
        self, name: str, definition: Any, use: TabField, details: Sequence[Any], path: Template, way: Any
    ) -> str:
        if way is None:
            raise NotPlannable(f"{name}: a link from a computed value")
        guard = self.compiler.guard(use, definition, details, path)
        way, place = (*way, use.parent), path
        if use.several:
            way, place = (*way, None), (*path, None)
        rooted = use.shape is Shape.ONE
        child = self.compiler.level(
            name, definition, use, details, place, parent_key=way, rooted=rooted, guard=guard
        )
        self.children.append(child)
        below = f"b{len(self.children) - 1}"
        if use.several:
            return f"[row for key in v.{use.parent} if (row := {below}(key)) is not None]"
        return self._checked(f"{below}(v.{use.parent})", definition)

    def _computed(
        self,
        use: ComputedField,
        arguments: list[str],
        definition: Any,
        details: Sequence[Any],
        path: Template,
    ) -> str:
        self._ambient.update(use.ambient)
        given = ", ".join([*arguments, *(f"{name}=a_{name}" for name in use.ambient)])
        expression = self.complete(f"{self.bound(use.rule)}({given})", definition.type, details, path, None)
        if use.needs is None:
            return expression
        guard = self.compiler.guard(use, definition, details, path)
        self._guards.add(guard)
        return f"(None if d{guard} else {expression})"

    def complete(
        self,
        expression: str,
        type_: Any,
        details: Sequence[Any],
        path: Template,
        way: Any,
        nullable: bool = True,
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
            made = strawberry_definition(possible)
            if made is None:
                raise NotPlannable(f"{possible.name} is of no class")
            writers[getattr(made.origin, "represents", made.origin)] = self._value_object(
                possible, details, path, None
            )
        table = f"t{len(self._names)}"
        self._names[table] = classes = tuple(writers)
        written = ", ".join(f"{table}[{place}]: {name}" for place, name in enumerate(writers.values()))
        function = f"u{len(self.functions)}"
        self.functions.append(
            f"    def {function}(v):\n        if v is None: return None\n"
            f"        return {{{written}}}[type(v)](v)"
        )
        assert classes, f"{type_.name} has members"
        return f"{function}({expression})"

    def _leaf(self, expression: str, type_: GraphQLLeafType) -> str:
        if type_.name in AS_THEY_ARE or writes_its_values(type_):
            return expression
        write = self.bound(nullable(type_.coerce_output_value), f"w_{type_.name}")
        return f"{write}({expression})"

    # --- names

    def _checked(self, expression: str, definition: Any) -> str:
        return f"not_null({expression})" if isinstance(definition.type, GraphQLNonNull) else expression

    def column(self, column: Any) -> str:
        if not any(column is known for known in self.columns):
            self.columns.append(column)
        return f"c{next(place for place, known in enumerate(self.columns) if known is column)}"

    def bound(self, function: Callable[..., Any], name: str | None = None) -> str:
        wanted = name or f"f_{function.__name__.strip('<>')}"
        while name is None and self._names.get(wanted, function) is not function:
            wanted += "_"  # but one writer of a scalar, which has a name, is like another
        self._names[wanted] = function
        return wanted

    def _unpacked(self) -> str:
        return f"({''.join(f'c{place}, ' for place in range(len(self.columns)))}_key)"
