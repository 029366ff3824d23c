"""Operations that ask for every field below a place once, where it is nearest, and for plain values everywhere else."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, TypeAlias

from graphql import (
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_union_type,
)

from tests.matrix.house import VALUES
from tests.referee.tree import Field, Inline, Operation, Selection, Word, literal

# Pages of what anybody may read would only make the answers long.
_MANY, _FEW = 100, 2
# Selections to be filled, and the type that they are on.
Waiting: TypeAlias = deque[tuple[list[Selection], Any]]


class Documents:
    """Writes operations over one schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        # The names of fields whose shape depends on the type that they stand on: these are written under an alias.
        self._shapes: dict[str, set[str]] = {}
        for _, name, field in self._fields():
            self._shapes.setdefault(name, set()).add(_shape(field.type))

    def _fields(self) -> Iterator[tuple[Any, str, GraphQLField]]:
        for type_ in self.schema.type_map.values():
            for name, field in getattr(type_, "fields", {}).items():
                if isinstance(field, GraphQLField):
                    yield type_, name, field

    def roots(
        self, kind: str, asked: dict[str, tuple[str, dict[str, Any]]], on: dict[str, str] | None = None
    ) -> str:
        """A document with these root fields by their response names, each with all that hangs below it.

        Of those of an interface only the type is asked for that they are `on`, where that is known.
        """
        root: Any = self.schema.type_map[kind]
        selections: list[Selection] = []
        below: Waiting = deque()
        for alias, (name, arguments) in asked.items():
            written = {key: literal(value) for key, value in arguments.items()}
            made = Field(name, None if alias == name else alias, written)
            type_ = get_named_type(root.fields[name].type)
            if not is_leaf_type(type_):
                made.selections = []
                into = made.selections
                if on is not None:
                    type_, into = self.schema.type_map[on[alias]], []
                    made.selections += [Field("__typename"), Inline(type_.name, [], into)]
                below.append((into, type_))
            selections.append(made)
        self._whole(below)
        text = Operation(selections, {}, {}).text()
        return text if kind == "Query" else f"mutation {text}"

    def _whole(self, waiting: Waiting) -> None:
        """Fill the selections, the nearest first: each type in full where it is met first."""
        met: set[str] = set()
        while waiting:
            into, type_ = waiting.popleft()
            into.append(Field("__typename"))
            if is_union_type(type_) or type_.name == "Node":
                self._kinds(into, type_, waiting, met, without=frozenset())
                continue
            self._fill(into, type_, waiting, met)
            if is_abstract_type(type_):
                self._kinds(into, type_, waiting, met, without=frozenset(type_.fields))

    def _kinds(
        self, into: list[Selection], type_: Any, waiting: Waiting, met: set[str], *, without: frozenset[str]
    ) -> None:
        """What each type that may stand there has besides: under names of its own, or two would be merged."""
        for possible in self.schema.get_possible_types(type_):
            inside: list[Selection] = []
            self._fill(inside, possible, waiting, met, without=without, alone=False)
            if inside:
                into.append(Inline(possible.name, [], inside))

    def _fill(
        self,
        into: list[Selection],
        type_: Any,
        waiting: Waiting,
        met: set[str],
        *,
        without: frozenset[str] = frozenset(),
        alone: bool = True,
    ) -> None:
        """The fields of a type but for those `without`; links only where the type is met first."""
        first = type_.name not in met
        met.add(type_.name)
        # What holds others together, and plain values, are always asked in full.
        whole = first or type_.name.endswith(("Connection", "Edge", "Payload")) or type_.name in VALUES
        for name, field in type_.fields.items():
            below = get_named_type(field.type)
            if name in without:
                continue
            if is_leaf_type(below):
                into.append(self._named(type_, name, field, alone=alone))
            elif whole or below.name in VALUES or is_union_type(below):
                if type_.name.endswith("Connection") and name == "edges" and not first:
                    continue
                made = self._named(type_, name, field, alone=alone)
                made.selections = []
                into.append(made)
                waiting.append((made.selections, below))

    def _named(self, type_: Any, name: str, field: GraphQLField, *, alone: bool) -> Field:
        alias = f"{name}__{type_.name}" if not alone or len(self._shapes[name]) > 1 else None
        return Field(name, alias, _arguments(field))


def _arguments(field: GraphQLField) -> dict[str, str]:
    """What makes a list show all that it has."""
    given: dict[str, Any] = {}
    node = get_named_type(field.type).fields.get("nodes") if "first" in field.args else None
    for name, argument in field.args.items():
        if name == "first" and node is not None:
            given[name] = _FEW if get_named_type(node.type).name in ("Seat", "Instance") else _MANY
        elif name.startswith("include"):
            given[name] = True
        elif name == "roles":
            given[name] = [Word(each) for each in get_named_type(argument.type).values]
        elif str(argument.type) == "AuditFilter":
            # Reading protected values adds lines to the audit, of the day on which it is done.
            given[name] = {"to": "2026-11-21"}
        elif name == "action":
            given[name] = Word(next(iter(get_named_type(argument.type).values)))
    return {name: literal(value) for name, value in given.items()}


def _shape(type_: Any) -> str:
    """What of a type must be the same for two fields under one name."""
    if isinstance(type_, GraphQLNonNull):
        return _shape(type_.of_type) + "!"
    if isinstance(type_, GraphQLList):
        return f"[{_shape(type_.of_type)}]"
    return str(type_) if is_leaf_type(type_) else "{}"
