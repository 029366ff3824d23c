"""What a declaration says, as data: tabs, and how a field is made of columns, rows or a resolver."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, TypeAlias

import sqlalchemy as sa

from domain.permissions import Permission

METADATA = "gateway"  # the key of our declarations in strawberry's metadata
PAGE = 25
LARGEST_PAGE = 100
COUNT_CAP = 1_000
PAGING = frozenset({"first", "after"})  # the arguments that every page takes

# What a rule may ask of the request by naming a parameter so, beyond those that take columns.
LASTING = frozenset({"today", "zone", "region", "currency", "house"})  # of these, what stays for a whole day
AMBIENT = frozenset({"today", "now", "zone", "actor", "vault", "links", "region", "currency", "house"})


class Shape(Enum):
    """How the rows of a tab stand on their parent."""

    LIST = auto()
    PAGE = auto()
    ONE = auto()


@dataclass(frozen=True, eq=False)
class Tab:
    """Rows of `source` that belong to a parent through `key`, in `order`, whose last columns are unique together.

    The source is a table or a sub-select: joined, grouped, or of several by `union all`. The order of a page is by
    columns of it that are never null, which a sub-select makes so with `coalesce`: a cursor begins beyond values,
    and nothing is beyond null. A whole list may be ordered by anything.

    `scope` narrows every reading of the rows; `root_scope` is added where they are reached without their parent,
    which was narrowed itself. `default` narrows lists and pages, and their totals, of which nothing is asked: once a
    document gives one of the arguments of `narrow`, what that says stands instead. Each of them may ask of the
    request by name, as in `sa.bindparam("today", type_=sa.Date)`.

    `entity` is the word in the rows' global ids. `kinds` names the column that tells which type of an interface a
    row is, and the type of each of its values. `usual` is how many rows a parent of a whole list has, for the price
    of an operation.
    """

    name: str
    source: sa.FromClause
    key: sa.ColumnElement[Any] | None
    order: tuple[sa.UnaryExpression[Any] | sa.ColumnElement[Any], ...]
    scope: sa.ColumnElement[bool] | None = None
    root_scope: sa.ColumnElement[bool] | None = None
    default: tuple[sa.ColumnElement[bool], ...] = ()
    entity: str | None = None
    kinds: tuple[str, Mapping[str, str]] | None = None
    usual: int = 5

    @property
    def c(self) -> Any:
        return self.source.c


@dataclass(frozen=True)
class Narrowing:
    """What the arguments of a list make of it: conditions, instead of the default ones, and perhaps another order."""

    where: tuple[sa.ColumnElement[bool], ...] = ()
    order: tuple[Any, ...] | None = None
    # What was written for it, by what reads it: building conditions takes longer than reading by them.
    texts: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Key:
    """A key that a root field was asked for, and the tab that has such keys; its source is that of the field's tab."""

    tab: Tab
    value: Any


# Of which rows a field is withheld: where this column of theirs is true, for those who lack the permission.
Withholding: TypeAlias = tuple[str, Permission]


@dataclass(frozen=True)
class TabField:
    tab: Tab
    shape: Shape
    needs: Permission
    parent: str | None  # the parent's column that holds the key
    narrow: Callable[..., Narrowing] | None = None
    key_of: Callable[..., Key | None] | None = None  # a root link: arguments -> key
    several: bool = False  # of a plain value: it holds a list of keys, each of one row
    withheld: Withholding | None = None


@dataclass(frozen=True)
class ColumnField:
    column: str
    convert: Callable[[Any], Any] | None = None
    needs: Permission | None = None
    withheld: Withholding | None = None


@dataclass(frozen=True)
class ComputedField:
    rule: Callable[..., Any]
    columns: tuple[str, ...]
    ambient: tuple[str, ...]
    needs: Permission | None = None
    withheld: Withholding | None = None


@dataclass(frozen=True)
class AnsweredField:
    """A field whose value a resolver makes; what hangs below it is planned like anything else."""

    needs: Permission
    resolver: Callable[..., Any]


@dataclass(frozen=True)
class NodeField:
    """`node` and `nodes`: any entity by its global id."""

    needs: Permission
    many: bool
    entities: Mapping[str, tuple[str, Tab, Permission]] = field(
        default_factory=dict
    )  # word -> type, tab, permission


Declared = TabField | ColumnField | ComputedField | AnsweredField | NodeField


def declared(definition: Any) -> Declared | None:
    """The declaration behind a strawberry field; None for a plain attribute or a resolver of its own."""
    found: Declared | None = definition.metadata.get(METADATA)
    return found
