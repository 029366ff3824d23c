"""A level's reading as SQL text: only the columns asked for, for all parents at once, paged by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import desc_op

from gateway.engine.declared import COUNT_CAP, Narrowing, Shape, Tab
from gateway.engine.trimming import trimmed

_DIALECT = asyncpg_dialect()  # type: ignore[no-untyped-call]
KEY = "_key"
ENTITY = "_entity"


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL text for the driver, the names of its parameters in order, and the values that are fixed already."""

    text: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]

    def arguments(
        self, given: Mapping[str, Any], known: Mapping[str, Any] = MappingProxyType({})
    ) -> list[Any]:
        """The values of the parameters: those that are fixed, those given, and what is known of the request."""
        fixed = self.fixed
        return [
            fixed[name] if name in fixed else given[name] if name in given else known[name]
            for name in self.names
        ]


_TEXT = "__text"


@cache
def as_text(tab: Tab, name: str) -> sa.ColumnElement[str]:
    """The instants of a column of the tab as PostgreSQL writes them, in UTC: "2026-11-22T10:00:00.5+00:00"."""
    text = sa.cast(tab.c[name], sa.Text)
    written = sa.func.replace(text, sa.literal_column("' '"), sa.literal_column("'T'"), type_=sa.Text)
    return written.op("||")(sa.literal_column("':00'", sa.Text)).label(name + _TEXT)


def selected(tab: Tab, name: str) -> Any:
    """What a level reads under this name: a column, or one as text."""
    return as_text(tab, name.removesuffix(_TEXT)) if name.endswith(_TEXT) else tab.c[name]


def order_columns(order: Sequence[Any]) -> tuple[tuple[Any, bool], ...]:
    """The columns that an order goes by, each with whether it descends."""
    return tuple(
        (term.element, term.modifier is desc_op) if isinstance(term, UnaryExpression) else (term, False)
        for term in order
    )


T = TypeVar("T")

_TEXTS: dict[Any, Any] = {}
_MOST_TEXTS = 4_000


def kept(key: Any, write: Callable[[], T], narrowing: Narrowing | None = None) -> T:
    """What depends on nothing but `key`, and on the narrowing where there is one, written once."""
    texts = _TEXTS if narrowing is None else narrowing.texts
    made: T | None = texts.get(key)
    if made is None:
        if len(texts) >= _MOST_TEXTS:
            texts.clear()
        made = texts[key] = write()
    return made


def rows(
    tab: Tab,
    columns: Sequence[Any],
    shape: Shape,
    *,
    rooted: bool = False,
    after: bool = False,
    narrowing: Narrowing | None = None,
) -> Statement:
    """The rows of all parents in `:keys` (of everybody where the tab is a root), each with its parent's key last.

    A page takes `:first` rows a parent, one more than shown, beyond the cursor values `:after0`, `:after1`, ...
    """
    names = tuple(column.name for column in columns)
    return kept(
        (tab, names, shape, rooted, after),
        lambda: _rows(tab, columns, shape, rooted, after, narrowing),
        narrowing,
    )


def _rows(
    tab: Tab, columns: Sequence[Any], shape: Shape, rooted: bool, after: bool, narrowing: Narrowing | None
) -> Statement:
    query = narrowed(sa.select(*columns), tab, shape, rooted=rooted, narrowing=narrowing)
    order = narrowing.order if narrowing and narrowing.order else tab.order
    if tab.key is None:
        query = query.add_columns(sa.null().label(KEY))
        if shape is not Shape.PAGE:
            return compiled(trimmed(query.order_by(*order), tab.source))
        return compiled(trimmed(paged(query, order, after=after), tab.source))
    if shape is not Shape.PAGE:
        query = query.add_columns(tab.key.label(KEY)).where(tab.key == sa.func.any(_keys(tab)))
        query = query if shape is Shape.ONE else query.order_by(tab.key, *order)
        return compiled(trimmed(query, tab.source))
    parent = sa.func.unnest(_keys(tab)).table_valued("key").render_derived(name="parent")
    below = paged(query.where(tab.key == parent.c.key), order, after=after)
    lateral = trimmed(below, tab.source, parent).lateral("page")
    return compiled(
        sa.select(*lateral.c, parent.c.key.label(KEY)).select_from(parent.join(lateral, sa.true()))
    )


def counts(tab: Tab, *, rooted: bool = False, narrowing: Narrowing | None = None) -> Statement:
    """How many rows each parent in `:keys` has, counting up to one beyond the cap."""
    return kept(("counts", tab, rooted), lambda: _counts(tab, rooted, narrowing), narrowing)


def _counts(tab: Tab, rooted: bool, narrowing: Narrowing | None) -> Statement:
    query: sa.Select[Any] = sa.select(sa.literal_column("1"))
    query = narrowed(query, tab, Shape.PAGE, rooted=rooted, narrowing=narrowing)
    if tab.key is None:
        every = trimmed(query.limit(COUNT_CAP + 1), tab.source).subquery("counted")
        return compiled(sa.select(sa.func.count(), sa.null().label(KEY)).select_from(every))
    parent = sa.func.unnest(_keys(tab)).table_valued("key").render_derived(name="parent")
    below = query.where(tab.key == parent.c.key).limit(COUNT_CAP + 1).correlate(parent)
    counted = trimmed(below, tab.source, parent).lateral("counted")
    number = (
        sa.select(sa.func.count().label("number")).select_from(counted).correlate(parent).lateral("total")
    )
    return compiled(
        sa.select(number.c.number, parent.c.key.label(KEY)).select_from(parent.join(number, sa.true()))
    )


def _keys(tab: Tab) -> sa.BindParameter[Any]:
    assert tab.key is not None, "only rows of parents are found by their keys"
    return sa.bindparam("keys", type_=ARRAY(tab.key.type))


def narrowed(
    query: sa.Select[Any], tab: Tab, shape: Shape, *, rooted: bool, narrowing: Narrowing | None
) -> sa.Select[Any]:
    """`query` over the tab's source, within what may be seen of it and what the arguments ask for.

    Where these ask for nothing it is what a list has by default; one row that is linked to is had in any case.
    """
    query = query.select_from(tab.source)
    if tab.scope is not None:
        query = query.where(tab.scope)
    if rooted and tab.root_scope is not None:
        query = query.where(tab.root_scope)
    if narrowing is not None:
        return query.where(*narrowing.where)
    return query if shape is Shape.ONE else query.where(*tab.default)


def paged(query: sa.Select[Any], order: Sequence[Any], *, after: bool) -> sa.Select[Any]:
    """The first `:first` rows of `query` in this order, beyond the cursor where there is one."""
    if after:
        query = query.where(_beyond(order))
    return query.order_by(*order).limit(sa.bindparam("first", type_=sa.Integer))


def _beyond(order: Sequence[Any]) -> sa.ColumnElement[bool]:
    """The rows after a cursor: (a, b) > (:after0, :after1), unrolled because directions may differ.

    The bound on the first column alone says no more, but an index can begin there.
    """
    terms: list[sa.ColumnElement[bool]] = []
    equal: list[sa.ColumnElement[bool]] = []
    for place, (column, descending) in enumerate(order_columns(order)):
        value = sa.bindparam(f"after{place}", type_=column.type)
        terms.append(sa.and_(*equal, column < value if descending else column > value))
        equal.append(column == value)
        if place == 0:
            begins = column <= value if descending else column >= value
    return sa.and_(begins, sa.or_(*terms))


_SHAPES: dict[Any, Any] = {}
_MOST_SHAPES = 1_000


def compiled(query: Any) -> Statement:
    """`query` as text. Its shape is compiled once; the literal values of this use come out as parameters."""
    cache_key = query._generate_cache_key()
    assert cache_key is not None, "every statement of ours can be cached"
    made = _SHAPES.get(cache_key.key)
    if made is None:
        if len(_SHAPES) >= _MOST_SHAPES:
            _SHAPES.clear()
        made = _SHAPES[cache_key.key] = query.compile(dialect=_DIALECT, cache_key=cache_key)
        assert "POSTCOMPILE" not in made.string, "compare with any_() of an array: IN has no fixed text"
    values = made.construct_params(extracted_parameters=cache_key.bindparams, _check=False)
    names = tuple(made.positiontup or ())
    fixed = {name: values[name] for name in names if not made.binds[name].required}
    return Statement(made.string, names, fixed)


def quoted(name: str) -> str:
    """A name as it stands in a statement."""
    made: str = _DIALECT.identifier_preparer.quote(name)
    return made
