"""A look into the rows of one kind, for the entries of that kind among the rows of a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from domain.timeline import TimelineKind
from gateway.loaders._timeline_keys import number

Column = sa.ColumnElement[Any]


def looked_up(
    key: sa.Subquery, kind: TimelineKind, source: sa.FromClause, *where: Column, **columns: Column
) -> Iterator[sa.Label[Any]]:
    """These columns of the row of `source` that is meant; of entries of other kinds they are null.

    What is joined to a row by its key costs nothing where it is not asked for: PostgreSQL leaves it out.
    """
    for name, column in columns.items():
        yield of_kind(key, kind, sa.select(column).select_from(source).where(*where)).label(name)


def of_kind(key: sa.Subquery, kind: TimelineKind, found: sa.Select[Any]) -> sa.Case[Any]:
    """What is found for an entry of the kind; null for others, for which nothing is looked up."""
    return sa.case((key.c.ordinal == number(kind), found.correlate(key).scalar_subquery()))
