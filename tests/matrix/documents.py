"""Operations that ask for every field below a place once, where it is nearest, and for plain values everywhere else."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, TypeAlias

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_union_type,
)

from tests.matrix.house import VALUES
from tests.referee.tree import Field, Inline, Operation, Selection, Word, literal

# Pages of what anybody may read would only make the answers long.
_MANY, _FEW = 100, 2
# Root fields by their response names, with their arguments.
Asked: TypeAlias = dict[str, tuple[str, dict[str, Any]]]
# The ends of names of types that only hold others.
_HOLDING = (
    "Connection",
    "Edge",
    "Payload",
    "OtherKind",
    "NearMiss",
    "GiftAidExplanation",
    "PossibleDuplicates",
    "MergePreview",
    "MergePreviewTab",
)
# What is asked of rows that are met again: what tells them apart, and what their policies go by.
_TOLD = frozenset({"id", "fullName", "body", "orderNumber", "restricted", "active", "tribute"})
# Selections to be filled, the type that they are on, and how many links below it are followed.
Waiting: TypeAlias = deque[tuple[list[Selection], Any, int]]


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

    def roots(self, kind: str, asked: Asked, on: dict[str, str] | None = None, *, deep: int = 99) -> str:
        """A document with these root fields by their response names, each with what hangs below it, so deep.

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
                below.append((into, type_, deep))
            selections.append(made)
        self._whole(below)
        text = Operation(selections, {}, {}).text()
        return text if kind == "Query" else f"mutation {text}"

    def _whole(self, waiting: Waiting) -> None:
        """Fill the selections, the nearest first: each type in full where it is met first."""
        met: set[str] = set()
        while waiting:
            into, type_, deep = waiting.popleft()
            into.append(Field("__typename"))
            if is_union_type(type_) or type_.name == "Node":
                self._kinds(into, type_, deep, waiting, met, without=frozenset())
                continue
            self._fill(into, type_, deep, waiting, met)
            if isinstance(type_, GraphQLInterfaceType):
                self._kinds(into, type_, deep, waiting, met, without=frozenset(type_.fields))

    def _kinds(
        self,
        into: list[Selection],
        type_: Any,
        deep: int,
        waiting: Waiting,
        met: set[str],
        *,
        without: frozenset[str],
    ) -> None:
        """What each type that may stand there has besides: under names of its own, or two would be merged."""
        for possible in self.schema.get_possible_types(type_):
            inside: list[Selection] = []
            self._fill(inside, possible, deep, waiting, met, without=without, alone=False)
            if inside:
                into.append(Inline(possible.name, [], inside))

    def _fill(
        self,
        into: list[Selection],
        type_: Any,
        deep: int,
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
        holds = type_.name.endswith(_HOLDING) or type_.name.startswith("Autotag") or type_.name in VALUES
        whole = holds or (first and deep > 0)
        for name, field in type_.fields.items():
            below = get_named_type(field.type)
            if name in without or (
                is_leaf_type(below) and not whole and _has_id(type_) and name not in _TOLD
            ):
                continue
            if is_leaf_type(below):
                into.append(self._named(type_, name, field, alone=alone))
            elif whole or below.name in VALUES or is_union_type(below):
                if type_.name.endswith("Connection") and name == "edges" and not first:
                    continue
                made = self._named(type_, name, field, alone=alone)
                made.selections = []
                into.append(made)
                # What stands in a page is as near as the page, and its nodes are nearer than its edges.
                (waiting.appendleft if holds else waiting.append)(
                    (made.selections, below, deep if holds else deep - 1)
                )

    def _named(self, type_: Any, name: str, field: GraphQLField, *, alone: bool) -> Field:
        alias = f"{name}__{type_.name}" if not alone or len(self._shapes[name]) > 1 else None
        return Field(name, alias, _arguments(field))


def _has_id(type_: Any) -> bool:
    """Whether rows of a type are reached by an id of their own, which is asked for wherever they are met."""
    return "id" in type_.fields


def _arguments(field: GraphQLField) -> dict[str, str]:
    """What makes a list show all that it has."""
    given: dict[str, Any] = {}
    below: Any = get_named_type(field.type)
    node = below.fields.get("nodes") if "first" in field.args else None
    for name, argument in field.args.items():
        values: Any = get_named_type(argument.type)
        if name == "first" and node is not None:
            given[name] = _FEW if get_named_type(node.type).name in ("Seat", "Instance") else _MANY
        elif name.startswith("include"):
            given[name] = True
        elif name == "roles":
            given[name] = [Word(each) for each in values.values]
        elif str(argument.type) == "AuditFilter":
            # Reading protected values adds lines to the audit, of the day on which it is done.
            given[name] = {"to": "2026-11-21"}
        elif name == "action":
            given[name] = Word(next(iter(values.values)))
    return {name: literal(value) for name, value in given.items()}


def _shape(type_: Any) -> str:
    """What of a type must be the same for two fields under one name."""
    if isinstance(type_, GraphQLNonNull):
        return _shape(type_.of_type) + "!"
    if isinstance(type_, GraphQLList):
        return f"[{_shape(type_.of_type)}]"
    return str(type_) if is_leaf_type(type_) else "{}"
