"""Random operations that are valid by construction, over whatever the schema has that can be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    GraphQLType,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    is_union_type,
)
from graphql.type import SchemaMetaFieldDef, TypeMetaFieldDef

from tests.referee.arguments import Arguments
from tests.referee.material import Material
from tests.referee.tree import (
    Field,
    Fragment,
    Inline,
    Operation,
    Selection,
    Spread,
)
from tests.referee.values import WRONG

_ROOTS = {"customer": 6, "nodes": 4, "search": 4, "customers": 3, "node": 2, "__schema": 0.3, "__type": 0.3}
# Where an alias is another field's name, or a word of the language that plans are written in.
_ALIASES = (
    "a",
    "b",
    "id",
    "name",
    "rows",
    "c0",
    "value",
    "class",
    "None",
    "key",
    "nodes",
    "_",
    "edges",
    "body",
)
_MOST_ALIASES = 26
_SIZES = ((4, 12, 50), (12, 50, 35), (50, 160, 15))  # fewest and most fields, and how often


class Generator:
    """Makes operations of one schema on one store."""

    def __init__(self, schema: GraphQLSchema, material: Material) -> None:
        self.schema = schema
        self.material = material
        assert schema.query_type is not None
        self.roots = {
            **schema.query_type.fields,
            "__schema": SchemaMetaFieldDef,
            "__type": TypeMetaFieldDef,
        }
        self.names: list[str] = list(self.roots)
        self._overlapping: dict[str, list[str]] = {}
        self.weights = [_ROOTS.get(name, 0.35) for name in self.names]

    def operation(self, random: Random) -> Operation:
        """One operation; the same of the same random numbers."""
        return _Draft(self, random).operation()

    def overlapping(self, type_: GraphQLNamedType) -> list[str]:
        """The types that a fragment on something of `type_` may name."""
        known = self._overlapping.get(type_.name)
        if known is not None:
            return known
        mine = self._possible(type_)
        composite = [each for each in self.schema.type_map.values() if is_composite_type(each)]
        found = [
            each.name for each in composite if not each.name.startswith("__") and mine & self._possible(each)
        ]
        self._overlapping[type_.name] = found
        return found

    def _possible(self, type_: Any) -> set[str]:
        if is_abstract_type(type_):
            return {each.name for each in self.schema.get_possible_types(type_)}
        return {type_.name}


@dataclass(slots=True)
class _Scope:
    """Where fields are selected: how deep, and what was selected there already."""

    type: Any
    depth: int
    seen: list[Field] = field(default_factory=list)


class _Draft:
    def __init__(self, of: Generator, random: Random) -> None:
        self.of = of
        self.random = random
        self.arguments = Arguments(of.material, random)
        low, high = random.choices([each[:2] for each in _SIZES], [each[2] for each in _SIZES])[0]
        self.budget = random.randint(low, high)
        self.deepest = random.randint(3, 9)
        # A response name stands for one field with these arguments and of this type, wherever it stands.
        self.names: dict[str, tuple[str, str, str]] = {}
        self.fragments: dict[str, Fragment] = {}
        self.open: set[str] = set()
        self.heights: dict[str, int] = {}
        self.sizes: dict[str, int] = {}
        self.aliases = 0

    def operation(self) -> Operation:
        root = _Scope(self.of.schema.query_type, 1)
        selections: list[Selection] = []
        for _ in range(22 if self._chance(WRONG / 10) else self.random.choice([1, 1, 1, 2, 2, 3, 4])):
            selections.append(self._selection(root))
        name = self.random.choice([None, "Q"])
        return Operation(selections, self.fragments, self.arguments.variables, name)

    # --- selections

    def _selections(self, scope: _Scope) -> list[Selection]:
        wanted = self.random.choice([1, 2, 3, 4, 6, 9])
        made = [self._selection(scope)]
        while len(made) < wanted and self.budget > 0:
            made.append(self._selection(scope))
        return made

    def _selection(self, scope: _Scope) -> Selection:
        kind = self.random.random()
        abstract = is_abstract_type(scope.type)
        inline, spread, again = (0.35, 0.45, 0.5) if abstract else (0.08, 0.14, 0.2)
        if scope.type.name.startswith("__"):
            inline = spread = again = 0.0
        if kind < inline and self.budget > 0:
            return self._inline(scope)
        if kind < spread and self.budget > 0:
            return self._spread(scope)
        if kind < again and scope.seen:
            return self._again(scope)
        return self._field(scope)

    def _inline(self, scope: _Scope) -> Inline:
        on = self._condition(scope)
        inside = scope if on is None else _Scope(self.of.schema.type_map[on], scope.depth, scope.seen)
        return Inline(on, self.arguments.directives(), self._selections(inside))

    def _condition(self, scope: _Scope) -> str | None:
        if self._chance(0.1):
            return None
        names = self.of.overlapping(scope.type)
        # Anything is a node, but records are what there is most to ask of.
        favoured = [name for name in names if name in ("Customer", "Individual", "Organisation")]
        return self.random.choice([*names, *favoured * len(names)] if len(names) > 6 else names)

    def _spread(self, scope: _Scope) -> Spread:
        fitting = self.of.overlapping(scope.type)
        known = [
            name
            for name, fragment in self.fragments.items()
            if name not in self.open
            and fragment.on in fitting
            and scope.depth + self.heights[name] <= 14
            and self.sizes[name] <= max(self.budget, 3)
        ]
        if known and self._chance(0.5):
            name = self.random.choice(known)
            self.budget -= self.sizes[name]
            return Spread(name, self.arguments.directives())
        name = f"F{len(self.fragments)}"
        on = self._condition(scope) or scope.type.name
        fragment = self.fragments[name] = Fragment(on, [])
        self.open.add(name)
        before = self.budget
        inside = _Scope(self.of.schema.type_map[on], scope.depth)
        fragment.selections.extend(self._selections(inside))
        self.open.discard(name)
        self.sizes[name] = before - self.budget
        self.heights[name] = self.deepest - scope.depth + 1
        return Spread(name, self.arguments.directives())

    def _again(self, scope: _Scope) -> Selection:
        """A field that was selected before, perhaps with other fields below it: the two are merged."""
        before = self.random.choice(scope.seen)
        definition = self._definition(scope.type, before.name)
        if definition is None or self.names[before.alias or before.name][2] != _shape(definition.type):
            return self._field(scope)
        self.budget -= 1
        below = None
        if before.selections is not None:
            below = self._selections(_Scope(get_named_type(definition.type), scope.depth + 1))
        return Field(before.name, before.alias, dict(before.arguments), self.arguments.directives(), below)

    def _definition(self, type_: Any, name: str) -> GraphQLField | None:
        fields = self.of.roots if type_ is self.of.schema.query_type else getattr(type_, "fields", {})
        found: GraphQLField | None = fields.get(name)
        return found

    def _field(self, scope: _Scope) -> Field:
        self.budget -= 1
        name = self._chosen(scope)
        if name == "__typename":
            alias, directives = self._response(name, "", "String!"), self.arguments.directives()
            return Field(name, alias, {}, directives)
        definition = self._definition(scope.type, name)
        assert definition is not None
        arguments = self.arguments.of(name, definition)
        written = ", ".join(f"{key}: {value}" for key, value in sorted(arguments.items()))
        alias = self._response(name, written, _shape(definition.type))
        made = Field(name, alias, arguments, self.arguments.directives())
        below = get_named_type(definition.type)
        if is_composite_type(below):
            made.selections = self._selections(_Scope(below, scope.depth + 1))
        scope.seen.append(made)
        return made

    def _chosen(self, scope: _Scope) -> str:
        """A field of the type: one with fields below it while there is room for them, else a leaf."""
        if is_union_type(scope.type) or self._chance(0.06):
            return "__typename"
        if scope.type is self.of.schema.query_type:
            if scope.depth > 1 and self.budget < 1:
                return "__typename"
            chosen: str = self.random.choices(self.of.names, self.of.weights)[0]
            return chosen
        leaves: list[str] = []
        links: list[str] = []
        for name, definition in scope.type.fields.items():
            (leaves if is_leaf_type(get_named_type(definition.type)) else links).append(name)
        room = scope.depth < self.deepest and self.budget > 0
        if links and room and (not leaves or self._chance(0.55)):
            return self.random.choice(links)
        return self.random.choice(leaves) if leaves else "__typename"

    def _response(self, name: str, arguments: str, shape: str) -> str | None:
        """An alias where one is wanted, or where the name stands for something else already."""
        known = (name, arguments, shape)
        if self.names.setdefault(name, known) == known and not (
            self.aliases < _MOST_ALIASES and self._chance(0.08)
        ):
            return None
        self.aliases += 1
        wanted = self.random.choice(_ALIASES)
        if self.names.setdefault(wanted, known) == known and wanted != name:
            return wanted
        number = 1
        while self.names.setdefault(f"{name.strip('_')}{number}", known) != known:
            number += 1
        return f"{name.strip('_')}{number}"

    def _chance(self, how_often: float) -> bool:
        return self.random.random() < how_often


def _shape(type_: GraphQLType) -> str:
    """What of a type must be the same for two fields of one name; objects of any type may stand together."""
    named = get_named_type(type_)
    return str(type_) if is_leaf_type(named) else str(type_).replace(named.name, "{}")
