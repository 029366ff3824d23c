"""A compiled operation: a level for each tab, the functions that turn its rows into answers, and who may have what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode, GraphQLField

from domain.permissions import Permission
from gateway.engine.declare import Shape, TabField

# Where in the answer something stands; None is every place of a list.
Template = tuple[str | None, ...]


class NotPlannable(Exception):
    """The compiler does not know this part of an operation; graphql-core answers it."""


class Bail(Exception):
    """What happened needs GraphQL's own error semantics; graphql-core answers the operation."""


@dataclass(frozen=True, slots=True, eq=False)
class Guard:
    """A place in the answer that needs a permission."""

    needs: Permission
    path: Template
    nodes: tuple[FieldNode, ...]
    nullable: bool


@dataclass(slots=True, eq=False)
class Level:
    """One tab of the operation: read once for all its parents."""

    name: str
    use: TabField
    definition: GraphQLField
    nodes: tuple[FieldNode, ...]
    guard: int
    # Where the parent keeps the key: the place of a column in its rows, or the way to it through plain values.
    parent_key: int | tuple[str | None, ...] | None
    columns: tuple[Any, ...] = ()
    children: tuple[Level, ...] = ()
    counted: bool = False
    rooted: bool = False
    make: Callable[..., Any] = field(default=lambda *_: None)
    source: str = ""
    statements: dict[Any, Any] = field(default_factory=dict)

    @property
    def shape(self) -> Shape:
        return self.use.shape

    def walk(self) -> Iterator[Level]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True, eq=False)
class Answered:
    """A root field that a resolver answers, the functions that write its value, and the tabs below it."""

    name: str
    definition: GraphQLField
    nodes: list[FieldNode]
    guard: int
    children: tuple[Level, ...] = ()
    make: Callable[..., Any] = field(default=lambda *_: None)
    source: str = ""

    def walk(self) -> Iterator[Level]:
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True, eq=False)
class Nodes:
    """`node` or `nodes`: a level for each entity that an id may name."""

    name: str
    definition: GraphQLField
    nodes: tuple[FieldNode, ...]
    many: bool
    guard: int
    entities: Mapping[str, Level]
    source: str = ""

    def walk(self) -> Iterator[Level]:
        for level in self.entities.values():
            yield from level.walk()


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """A root field with one answer for everybody: `__typename`."""

    name: str
    value: str

    def walk(self) -> Iterator[Level]:
        return iter(())


Root = Level | Answered | Nodes | Constant


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Everything about one operation that does not depend on its variables, its day or who asks.

    `declined` are root fields that graphql-core answers, with the reason why.
    """

    roots: tuple[Root, ...]
    order: tuple[str, ...]
    guards: tuple[Guard, ...]
    declined: Mapping[str, tuple[tuple[FieldNode, ...], str]]

    def levels(self) -> Iterator[Level]:
        for root in self.roots:
            yield from root.walk()

    @property
    def statements(self) -> int:
        """How many statements the planned part runs at most; an answered field may add its own."""
        return sum(1 + level.counted for level in self.levels())

    @property
    def answers_itself(self) -> bool:
        return any(isinstance(root, Answered) for root in self.roots)
