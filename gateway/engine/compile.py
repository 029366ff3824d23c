"""An operation to its plan: graphql-core collects the fields, this decides which tab, column or rule answers each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import FieldNode, GraphQLField, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, get_named_type
from graphql.execution import Executor
from graphql.execution.collect_fields import collect_fields

from gateway.engine.declare import AnsweredField, NodeField, Shape, TabField
from gateway.engine.leaves import declaration
from gateway.engine.pages import connection
from gateway.engine.plan import Answered, Constant, Guard, Level, Nodes, NotPlannable, Plan, Root, Template
from gateway.engine.write import Writer


class Compiler:
    """Compiles one operation, whose `@skip` and `@include` are decided by the executor's variables."""

    def __init__(self, schema: GraphQLSchema, executor: Executor[Any]) -> None:
        self.schema = schema
        self.executor = executor
        self.guards: list[Guard] = []

    def plan(self) -> Plan:
        """The plan; root fields that cannot be planned are declined one by one."""
        root = self.schema.query_type
        assert root is not None, "the schema has queries"
        grouped = self._collect_root(root)
        planned: list[Root] = []
        declined: dict[str, tuple[tuple[FieldNode, ...], str]] = {}
        for name, details in grouped.items():
            guards = len(self.guards)
            try:
                planned.append(self._root(name, details, root))
            except NotPlannable as reason:
                del self.guards[guards:]
                declined[name] = (tuple(detail.node for detail in details), str(reason))
        return Plan(tuple(planned), tuple(grouped), tuple(self.guards), declined)

    def _collect_root(self, root: GraphQLObjectType) -> Mapping[str, Sequence[Any]]:
        executor = self.executor
        return collect_fields(
            self.schema, executor.fragments, executor.variable_values, root, executor.operation
        ).grouped_field_set

    def subfields(self, type_: GraphQLObjectType, details: Sequence[Any]) -> Mapping[str, Sequence[Any]]:
        """The fields selected of an object, by response name."""
        return self.executor.collect_subfields(type_, list(details)).grouped_field_set

    def guard(self, use: Any, definition: GraphQLField, details: Sequence[Any], path: Template) -> int:
        """Note that a place needs a permission; its number."""
        nodes = tuple(detail.node for detail in details)
        self.guards.append(Guard(use.needs, path, nodes, not isinstance(definition.type, GraphQLNonNull)))
        return len(self.guards) - 1

    def _root(self, name: str, details: Sequence[Any], root: GraphQLObjectType) -> Root:
        field_name = details[0].node.name.value
        if field_name == "__typename":
            return Constant(name, root.name)
        if field_name.startswith("__"):
            raise NotPlannable("introspection")
        definition = root.fields[field_name]
        use = declaration(definition)
        if isinstance(use, TabField):
            return self.level(name, definition, use, details, (name,), rooted=True)
        if isinstance(use, AnsweredField):
            return self._answered(name, definition, use, details)
        if isinstance(use, NodeField):
            return self._nodes(name, definition, use, details)
        raise NotPlannable(f"{root.name}.{field_name} has a resolver of its own")

    def level(
        self,
        name: str,
        definition: GraphQLField,
        use: TabField,
        details: Sequence[Any],
        path: Template,
        *,
        parent_key: Any = None,
        rooted: bool = False,
        guard: int | None = None,
    ) -> Level:
        """The level of one tab, with all that hangs below it."""
        nodes = tuple(detail.node for detail in details)
        number = self.guard(use, definition, details, path) if guard is None else guard
        level = Level(name, use, definition, nodes, number, parent_key, rooted=rooted)
        writer = Writer(self, use.tab)
        type_ = get_named_type(definition.type)
        if use.shape is Shape.PAGE:
            writer.page(connection(writer, level, type_, details, path))
        else:
            place = (*path, None) if use.shape is Shape.LIST else path
            writer.rows(writer.row_object(type_, details, place))
        writer.finish(level)
        return level

    def _answered(
        self, name: str, definition: GraphQLField, use: AnsweredField, details: Sequence[Any]
    ) -> Answered:
        guard = self.guard(use, definition, details, (name,))
        answered = Answered(name, definition, [detail.node for detail in details], guard)
        writer = Writer(self, None)
        writer.value(writer.complete("value", definition.type, details, (name,), ()))
        writer.finish(answered)
        return answered

    def _nodes(self, name: str, definition: GraphQLField, use: NodeField, details: Sequence[Any]) -> Nodes:
        path: Template = (name, None) if use.many else (name,)
        guard = self.guard(use, definition, details, (name,))
        entities = {}
        for word, (type_name, tab, needs) in use.entities.items():
            # What one may not see looks like what is not there: its own permission gives no error.
            silent = self._silent_guard(needs)
            entity_use = TabField(tab, Shape.ONE, needs, None)
            found = GraphQLField(self.schema.type_map[type_name])  # type: ignore[arg-type]
            entities[word] = self.level(name, found, entity_use, details, path, rooted=True, guard=silent)
        return Nodes(name, definition, tuple(d.node for d in details), use.many, guard, entities)

    def _silent_guard(self, needs: Any) -> int:
        self.guards.append(Guard(needs, (), (), True))
        return len(self.guards) - 1
