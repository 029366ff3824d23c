"""A compiled operation: a level for each tab, the selections that are made of its rows, and who may have what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import sqlalchemy as sa
from graphql import FieldNode

from domain.permissions import Permission
from gateway.engine.arguments import Arguments
from gateway.engine.declared import PAGING, Narrowing, Shape, Tab, TabField
from gateway.engine.selection import Expression
from gateway.engine.statements import Statement

# Where in the answer something stands; None is every place of a list.
Template: TypeAlias = tuple[str | None, ...]

# One step through plain values: an attribute, a class that the value has to be of, or None for every item of a list.
Step: TypeAlias = str | type | None

# A function made for one execution: given what hangs below, who is denied what, and the page asked for.
Maker: TypeAlias = Callable[..., Callable[..., Any]]


class NotPlannable(Exception):
    """The compiler does not know this part of an operation; graphql-core answers it."""


class Bail(Exception):
    """What happened needs GraphQL's own error semantics; graphql-core answers the operation."""


@dataclass(slots=True, eq=False)
class Guard:
    """A place in the answer that needs a permission.

    `ambiguous` where objects of different kinds have different things at the place, or need different permissions
    for it, so that a denial cannot be told by the place alone. With `rows` it withholds the place only of rows in
    which this column is true, unless the guard `within` denies it of all.
    """

    needs: Permission
    path: Template
    nodes: tuple[FieldNode, ...]
    nullable: bool
    ambiguous: bool = False
    rows: str | None = None
    within: int | None = None


@dataclass(slots=True, eq=False)
class Function:
    """A written function: its source, and what it is made from for an execution."""

    source: str
    make: Maker


@dataclass(slots=True, eq=False)
class View:
    """One selection made of the rows of a level."""

    level: Level
    name: str
    guard: int
    body: Expression
    below: list[View | Answered] = field(default_factory=list)
    # What its rules ask of the request.
    asked: set[str] = field(default_factory=set)
    by_levels: Function | None = None
    at_once: Function | None = None


@dataclass(slots=True, eq=False)
class Level:
    """One tab of the operation: read once for all its parents, whatever selections are made of it."""

    use: TabField
    arguments: Arguments
    # Where the parent keeps the key: the place of a column in its rows, or the way to it through plain values.
    parent_key: int | tuple[Step, ...] | None
    rooted: bool = False
    columns: list[Any] = field(default_factory=list)
    children: list[Level] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    counted: bool = False
    # Of a child: the kinds of its parent's rows that it hangs below; with None among them, of rows of whatever kind.
    kinds: set[str | None] = field(default_factory=set)
    # Of a child: where the parent's rows say that they withhold it, and the guard of those from whom they do.
    withheld: tuple[int, int] | None = None
    # Of a child: whether the rows above hold all that is asked of its own, so that nothing is read.
    mirrored: bool = False
    # The statements that read the level by itself, by the tab and by whether a page begins somewhere.
    texts: dict[tuple[Tab, bool], Statement] = field(default_factory=dict)
    # What its arguments made of it before, by their values.
    narrowings: dict[Any, Narrowing] = field(default_factory=dict)
    _whole: Whole | None = None

    @property
    def shape(self) -> Shape:
        return self.use.shape

    @property
    def name(self) -> str:
        return self.views[0].name

    @property
    def is_by_bytes(self) -> bool:
        """Whether its rows are kept under the bytes of their ids: the driver takes half a microsecond to hash an id."""
        key = self.use.tab.key
        return (
            self.shape is Shape.ONE
            and self.parent_key is not None
            and key is not None
            and isinstance(key.type, sa.Uuid)
        )

    @property
    def statements(self) -> int:
        """How many statements read the level by itself."""
        return (not self.mirrored) + self.counted

    @property
    def whole(self) -> Whole:
        """The level with all below it, for reading it at once."""
        if self._whole is None:
            self._whole = Whole(tuple(self.walk()))
        return self._whole

    @property
    def is_narrowed(self) -> bool:
        """Whether the document asks for less than the tab, or for another order, besides a page of it."""
        return self.use.narrow is not None and not self.arguments.given <= PAGING

    def place_of(self, column: Any) -> int:
        """Where the column stands in the rows; it is asked for from now on."""
        for place, known in enumerate(self.columns):
            if known is column:
                return place
        self.columns.append(column)
        return len(self.columns) - 1

    def walk(self) -> Iterator[Level]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True, eq=False)
class Whole:
    """A record that is read at once: its levels, with what is kept of earlier readings."""

    levels: tuple[Level, ...]
    numbers: dict[Level, int] = field(init=False)
    pages: tuple[Level, ...] = field(init=False)
    narrowed: tuple[Level, ...] = field(init=False)
    # What its rules ask of the request.
    asked: tuple[str, ...] = field(init=False)
    # Statements by what is withheld, where pages begin and what arguments ask for; functions by who is denied what,
    # the pages' sizes, and what is asked of the request.
    texts: dict[Any, Any] = field(default_factory=dict)
    functions: dict[Any, Callable[..., Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = {level: number for number, level in enumerate(self.levels)}
        self.pages = tuple(level for level in self.levels if level.shape is Shape.PAGE)
        self.narrowed = tuple(level for level in self.levels if level.is_narrowed)
        self.asked = tuple(
            sorted({name for each in self.levels for view in each.views for name in view.asked})
        )


@dataclass(slots=True, eq=False)
class Answered:
    """A field that a resolver answers, what is made of its value, and the tabs below it."""

    name: str
    resolver: Callable[..., Any]
    arguments: Arguments
    guard: int
    children: list[Level] = field(default_factory=list)
    body: Expression | None = None
    below: list[View | Answered] = field(default_factory=list)
    written: Function | None = None

    @property
    def answers(self) -> Iterator[Answered]:
        return (each for each in self.below if isinstance(each, Answered))

    @property
    def paged(self) -> Iterator[Arguments]:
        yield self.arguments
        for each in self.answers:
            yield from each.paged

    def walk(self) -> Iterator[Level]:
        for child in self.children:
            yield from child.walk()
        for answered in self.answers:
            yield from answered.walk()


@dataclass(slots=True, eq=False)
class Nodes:
    """`node` or `nodes`: a level for each entity that an id may name."""

    name: str
    arguments: Arguments
    many: bool
    guard: int
    entities: Mapping[str, Level]

    def walk(self) -> Iterator[Level]:
        for level in self.entities.values():
            yield from level.walk()


@dataclass(frozen=True, slots=True, eq=False)
class Typename:
    """The root field `__typename`."""

    name: str
    value: str

    def walk(self) -> Iterator[Level]:
        return iter(())


@dataclass(frozen=True, slots=True)
class Size:
    """What an execution may read: its price, and its rows."""

    cost: int
    rows: int


Root: TypeAlias = Level | Answered | Nodes | Typename


@dataclass(slots=True, eq=False)
class Plan:
    """Everything about one operation that does not depend on its variables, its day or who asks.

    `declined` are root fields that graphql-core answers, with the reason why.
    """

    roots: tuple[Root, ...]
    order: tuple[str, ...]
    guards: tuple[Guard, ...]
    declined: Mapping[str, tuple[tuple[FieldNode, ...], str]]
    # What executions of it may read, by the sizes of the pages asked for.
    sizes: dict[tuple[int, ...], Size] = field(default_factory=dict)
    # The arguments that say how much is asked for.
    paged: tuple[Arguments, ...] = field(init=False)
    # How many statements the planned part runs at most; an answered field may add its own.
    statements: int = field(init=False)
    # The numbers of the guards that withhold a place of some rows only.
    of_rows: tuple[int, ...] = field(init=False)
    # The only root, where it is one record.
    record: Level | None = field(init=False)

    def __post_init__(self) -> None:
        self.paged = tuple(_paged(self.roots))
        self.statements = sum(level.statements for level in self.levels())
        self.of_rows = tuple(number for number, guard in enumerate(self.guards) if guard.rows is not None)
        self.record = None
        if len(self.order) == len(self.roots) == 1:
            [root] = self.roots
            if isinstance(root, Level) and root.use.key_of is not None:
                self.record = root

    def levels(self) -> Iterator[Level]:
        for root in self.roots:
            yield from root.walk()

    @property
    def needs_snapshot(self) -> bool:
        """Whether there is more than one statement, be it of a resolver or of graphql-core."""
        return self.statements > 1 or bool(self.declined) or any(isinstance(r, Answered) for r in self.roots)


def _paged(roots: Iterable[Root]) -> Iterator[Arguments]:
    for root in roots:
        if isinstance(root, Answered):
            yield from root.paged
        elif isinstance(root, Nodes):
            yield root.arguments
        yield from (level.arguments for level in root.walk() if level.shape is Shape.PAGE)
