"""Sources with no more columns than a statement uses.

PostgreSQL computes only what is asked of a sub-select, but it has to read and plan all that stands in it; and some
sources have columns by the dozen, each with a sub-select of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.sql.visitors import replacement_traverse

Q = TypeVar("Q", bound=sa.Select[Any])


def trimmed(query: Q, source: sa.FromClause, beside: sa.FromClause | None = None) -> Q:
    """`query`, which reads from `source`, with a source that has no column which the query does not name.

    What stands `beside` the query, and what it only refers to, stays the same object.
    """
    inner = _selected_by(source)
    if inner is None:
        return query
    names = frozenset(_names(query, source))
    less = _less(source, names)
    if less is None:
        return query

    def replace(element: Any, **_: Any) -> Any:
        if element is source:
            return less
        if beside is not None and element is beside:
            return beside
        return less.c[element.name] if getattr(element, "table", None) is source else None

    return cast(Q, replacement_traverse(query, {}, replace))


def unnamed(source: Any) -> Any:
    """What stands behind the names of a source: a select, or a table."""
    while isinstance(source, sa.AliasedReturnsRows):
        source = source.element
    return source


def _selected_by(source: Any) -> sa.Select[Any] | None:
    """The select behind a sub-select; None where there is none, or where its columns decide which rows it has."""
    source = unnamed(source)
    if not isinstance(source, sa.Select) or source._distinct:
        return None
    return source


def _names(query: Any, source: sa.FromClause) -> set[str]:
    """The columns of `source` that `query` names, without a look into the source itself."""
    names: set[str] = set()
    left = [query]
    while left:
        element = left.pop()
        if element is source:
            continue
        if getattr(element, "table", None) is source:
            names.add(element.name)
        else:
            left.extend(element.get_children())
    return names


@lru_cache(maxsize=2_000)
def _less(source: sa.FromClause, names: Collection[str]) -> Any:
    """The source with these columns only; None where it has no others."""
    inner = _selected_by(source)
    assert inner is not None, "asked for sub-selects only"
    columns = [column for column in inner.selected_columns if column.key in names]
    if not columns or len(columns) == len(inner.selected_columns):
        return None
    left = inner.with_only_columns(*columns, maintain_column_froms=not inner._setup_joins)
    # Where the columns tell what is joined, fewer of them may tell less.
    same = not inner._setup_joins or _joined(left) == _joined(inner)
    return left.subquery(source.name) if same else None  # type: ignore[attr-defined]


def _joined(select: sa.Select[Any]) -> list[str] | None:
    try:
        return [str(each) for each in select.get_final_froms()]
    except InvalidRequestError:
        return None
