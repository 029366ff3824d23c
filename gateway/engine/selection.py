"""What an answer is made of: expressions over the columns of a row or over a plain value, to be written as code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from graphql import GraphQLLeafType

    from gateway.engine.plan import Answered, View


@dataclass(frozen=True, slots=True)
class Constant:
    """One value for everybody, such as a `__typename`."""

    value: Any


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in a row, at the place that its level gave the column."""

    place: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of the plain value at hand."""

    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list's values."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a whole page: `more`, `previous` or `total`, as Python reads it."""

    expression: str


@dataclass(frozen=True, slots=True)
class Called:
    """A pure function of values, and of what it asks of the request by keyword."""

    function: Callable[..., Any]
    arguments: tuple[Expression, ...]
    ambient: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the request, such as its day or the house's currency."""

    name: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value as a scalar or enum shows it; null stays null, unless the schema says that it is `never_null`."""

    value: Expression
    type_: GraphQLLeafType
    never_null: bool = False


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant that PostgreSQL wrote as text, in the form of the answer."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of a row in its list: the cursor's text, with a {} for each value of the row that it tells."""

    told: str
    values: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class IfPresent:
    """`then`, unless `value` is null."""

    value: Expression
    then: Expression


@dataclass(frozen=True, slots=True)
class Sure:
    """A value of which the schema says that it is never null."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Withheld:
    """Null for whoever is denied the permission of a guard, where the schema says that there may be a null."""

    guard: int
    value: Expression
    nullable: bool


@dataclass(frozen=True, slots=True)
class OfOpenRows:
    """The value, but something that tells of the guard where it denies and the row withholds what is its own."""

    guard: int
    flag: Column
    value: Expression


@dataclass(frozen=True, slots=True)
class NoneNull:
    """A list of values that are shown as they stand, of which the schema says that none is null."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Each:
    """A list, item by item; null stays null."""

    value: Expression
    item: Expression


@dataclass(frozen=True, slots=True)
class Object:
    """A map of the answer, in the order of the document."""

    fields: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class ByKind:
    """An object of the type that a column of its row tells."""

    kind: Column
    cases: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A plain value as an object of one type, or of the type that its class tells; null stays null."""

    value: Expression
    classes: tuple[tuple[type | None, Expression], ...]


@dataclass(frozen=True, slots=True)
class Below:
    """What another level has for a key. With `several` the key is a list, and what is not there is left out."""

    view: View
    key: Expression
    several: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a resolver answered below the root."""

    answered: Answered


@dataclass(frozen=True, slots=True)
class Rows:
    """Every row of a page."""

    item: Expression


@dataclass(frozen=True, slots=True)
class End:
    """A value made of the first row of a page, or of the last; null on an empty page."""

    item: Expression
    last: bool


Expression: TypeAlias = (
    Constant
    | Column
    | Attribute
    | Item
    | Known
    | Called
    | Asked
    | Leaf
    | Instant
    | Cursor
    | IfPresent
    | Sure
    | Withheld
    | OfOpenRows
    | NoneNull
    | Each
    | Object
    | ByKind
    | Shown
    | Below
    | Answer
    | Rows
    | End
)
