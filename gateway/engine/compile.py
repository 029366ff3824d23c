"""An operation to its plan: which tab, column, rule or resolver answers each of its fields."""

from __future__ import annotations

from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
)
from graphql.execution import Executor

from domain.permissions import Permission
from gateway.engine import pages, rows, values
from gateway.engine.arguments import Arguments
from gateway.engine.collect import Collector, Details, nodes_of
from gateway.engine.declared import AnsweredField, NodeField, Shape, TabField
from gateway.engine.leaves import declaration
from gateway.engine.making import Making
from gateway.engine.mirrors import find_mirrored
from gateway.engine.places import written
from gateway.engine.plan import (
    Answered,
    Guard,
    Level,
    Nodes,
    NotPlannable,
    Plan,
    Root,
    Template,
    Typename,
    View,
)
from gateway.engine.schema import GatewaySchema
from gateway.engine.selection import Constant


class Compiler:
    """Compiles one operation, whose `@skip` and `@include` are decided by the executor's variables."""

    def __init__(self, schema: GatewaySchema, executor: Executor[Any]) -> None:
        self.schema = schema
        self.fields = Collector(schema.graphql, executor)
        self._guards: list[Guard] = []
        self._known_guards: dict[Any, int] = {}
        self._selected: dict[Template, set[tuple[int, ...]]] = {}
        self._needed: dict[Template, set[Permission | None]] = {}

    def plan(self) -> Plan:
        """The plan; root fields that cannot be planned are declined one by one."""
        root = self.schema.graphql.query_type
        assert root is not None, "the schema has queries"
        grouped = self.fields.roots(root)
        planned: list[Root] = []
        declined: dict[str, tuple[tuple[FieldNode, ...], str]] = {}
        for name, details in grouped.items():
            guards, known = len(self._guards), dict(self._known_guards)
            try:
                planned.append(self._root(name, details, root))
            except NotPlannable as reason:
                del self._guards[guards:]
                self._known_guards = known
                declined[name] = (nodes_of(details), str(reason))
        self._find_ambiguous()
        find_mirrored(level for each in planned for level in each.walk())
        return Plan(tuple(planned), tuple(grouped), tuple(self._guards), declined)

    def guard(self, use: Any, definition: GraphQLField, details: Details, path: Template) -> int:
        """Note that a place needs a permission; its number."""
        nodes = nodes_of(details)
        known = (use.needs, path, tuple(map(id, nodes)))
        if known not in self._known_guards:
            nullable = not isinstance(definition.type, GraphQLNonNull)
            self._known_guards[known] = self._add(Guard(use.needs, path, nodes, nullable))
        return self._known_guards[known]

    def guard_of_rows(
        self, use: Any, definition: GraphQLField, details: Details, path: Template, within: int | None
    ) -> int:
        """Note that a place is withheld of some rows; the number of the guard."""
        column, needs = use.withheld
        assert not isinstance(definition.type, GraphQLNonNull), f"{written(path)} is withheld: let it be null"
        nodes = nodes_of(details)
        known = (column, needs, path, tuple(map(id, nodes)))
        if known not in self._known_guards:
            guard = Guard(needs, path, nodes, nullable=True, rows=column, within=within)
            self._known_guards[known] = self._add(guard)
        return self._known_guards[known]

    def note(self, path: Template, details: Details, type_: Any) -> None:
        """Note what stands at a place of the answer, in objects of one of the types that may stand there."""
        self._selected.setdefault(path, set()).add(tuple(id(detail.node) for detail in details))
        definition = type_.fields.get(details[0].node.name.value)
        use = None if definition is None else declaration(definition)
        self._needed.setdefault(path, set()).add(getattr(use, "needs", None))

    def level(
        self,
        holder: Level | Answered | None,
        name: str,
        definition: GraphQLField,
        use: TabField,
        details: Details,
        path: Template,
        *,
        parent_key: Any = None,
        rooted: bool = False,
        guard: int | None = None,
    ) -> View:
        """The selection of one tab, on the level that has its rows, with all that hangs below it."""
        arguments = Arguments(self.schema, definition, details[0].node)
        level = _shared(holder, use, arguments, parent_key)
        if level is None:
            level = Level(use, arguments, parent_key, rooted)
            if holder is not None:
                holder.children.append(level)
        number = self.guard(use, definition, details, path) if guard is None else guard
        for known in level.views:
            if (known.name, known.guard) == (name, number):
                return known
        view = View(level, name, number, Constant(None))
        level.views.append(view)
        making = Making(self, level, view.below)
        type_ = get_named_type(definition.type)
        if use.shape is Shape.PAGE:
            view.body = pages.connection(making, type_, details, path)
        else:
            place = (*path, None) if use.shape is Shape.LIST else path
            view.body = rows.row_object(making, type_, details, place)
        return view

    def answered(
        self, name: str, definition: GraphQLField, use: AnsweredField, details: Details, path: Template
    ) -> Answered:
        """A field that a resolver answers, with all that hangs below its value."""
        guard = self.guard(use, definition, details, path)
        arguments = Arguments(self.schema, definition, details[0].node)
        answered = Answered(name, use.resolver, arguments, guard)
        making = Making(self, answered, answered.below)
        answered.body = values.complete(making, values.VALUE, definition.type, details, path, ())
        return answered

    def _root(self, name: str, details: Details, root: GraphQLObjectType) -> Root:
        field_name = details[0].node.name.value
        if field_name == "__typename":
            return Typename(name, root.name)
        if field_name.startswith("__"):
            raise NotPlannable("introspection")
        definition = root.fields[field_name]
        match use := declaration(definition):
            case TabField():
                return self.level(None, name, definition, use, details, (name,), rooted=True).level
            case AnsweredField():
                return self.answered(name, definition, use, details, (name,))
            case NodeField():
                return self._nodes(name, definition, use, details)
        raise NotPlannable(f"{root.name}.{field_name} has a resolver of its own")

    def _nodes(self, name: str, definition: GraphQLField, use: NodeField, details: Details) -> Nodes:
        ids = get_nullable_type(definition.type)
        if isinstance(ids.of_type if isinstance(ids, GraphQLList) else definition.type, GraphQLNonNull):
            raise NotPlannable(f"{name}: what an id names may be nothing")
        path: Template = (name, None) if use.many else (name,)
        guard = self.guard(use, definition, details, (name,))
        entities = {}
        for word, (type_name, tab, needs) in use.entities.items():
            # What one may not see looks like what is not there: its own permission gives no error.
            silent = self._add(Guard(needs, (), (), nullable=True))
            entity_use = TabField(tab, Shape.ONE, needs, None)
            found = GraphQLField(self.schema.graphql.type_map[type_name])  # type: ignore[arg-type]
            view = self.level(None, name, found, entity_use, details, path, rooted=True, guard=silent)
            entities[word] = view.level
        return Nodes(name, Arguments(self.schema, definition, details[0].node), use.many, guard, entities)

    def _add(self, guard: Guard) -> int:
        self._guards.append(guard)
        return len(self._guards) - 1

    def _find_ambiguous(self) -> None:
        several = {path for path, selections in self._selected.items() if len(selections) > 1}
        for guard in self._guards:
            places = (guard.path[:end] for end in range(1, len(guard.path) + 1))
            guard.ambiguous = len(self._needed.get(guard.path, ())) > 1 or any(at in several for at in places)


def _shared(
    holder: Level | Answered | None, use: TabField, arguments: Arguments, parent_key: Any
) -> Level | None:
    """The level that has these rows already: the same tab under another kind, or under another name."""
    if holder is None:
        return None
    for level in holder.children:
        if level.use is use and level.parent_key == parent_key and level.arguments.text == arguments.text:
            return level
    return None
