"""Levels that read nothing: of whose rows no more is asked than the key, which the rows above hold already.

A tab that only holds others together, such as the wallet of a customer, is the customer's own row once more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from gateway.engine.declared import Shape
from gateway.engine.plan import Level
from gateway.engine.trimming import unnamed


def find_mirrored(levels: Iterable[Level]) -> None:
    """Mark the levels of a plan that read nothing."""
    for level in levels:
        for child in level.children:
            if isinstance(child.parent_key, int):
                child.mirrored = _is_mirrored(child, level.columns[child.parent_key])


def _is_mirrored(level: Level, held: sa.ColumnElement[Any]) -> bool:
    """Whether each key in the column `held` of the rows above has its row in the level, and the row is but the key."""
    tab = level.use.tab
    if level.shape is not Shape.ONE or tab.key is None or level.rooted or tab.scope is not None:
        return False
    if any(column is not tab.key for column in level.columns):
        return False
    return _is_every_row_of(tab.source) and _stored(held) is not None and _stored(held) is _stored(tab.key)


def _stored(column: sa.ColumnElement[Any]) -> Any:
    """The only column of a primary key that another shows; None for any other column."""
    [base] = column.base_columns if len(column.base_columns) == 1 else [None]
    table = getattr(base, "table", None)
    return base if isinstance(table, sa.Table) and list(table.primary_key.columns) == [base] else None


def _is_every_row_of(source: Any) -> bool:
    """Whether the source has each row of one table."""
    source = unnamed(source)
    if not isinstance(source, sa.Select):
        return isinstance(source, sa.Table)
    narrowed = source._distinct or source._group_by_clauses or source._has_row_limiting_clause
    alone = [type(each) for each in source.get_final_froms()] == [sa.Table]
    return alone and source.whereclause is None and not narrowed
