"""The ledger of a merge or a conversion: every row is moved, changed, dropped or added through it, many at once.

What goes through it is written down by the same statement, so that nothing is done that the ledger does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import TransformationRow
from domain.transformations import RowAction


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of one transformation. Conditions are on the columns of the table; reasons are for people."""

    session: AsyncSession
    transformation_id: UUID

    async def move(
        self, column: sa.ColumnElement[Any], to: UUID, where: sa.ColumnElement[bool], *, reason: str
    ) -> int:
        """Point the rows of `where` at another record; how many they were."""
        assert isinstance(column, sa.Column), "a column of a table"
        moved = sa.update(_table(column.table)).where(where).values({column: to})
        return await self._write(RowAction.MOVED, column.table, moved, reason, moved=column.name)

    async def change(
        self, table: sa.FromClause, where: sa.ColumnElement[bool], values: Mapping[str, Any], *, reason: str
    ) -> int:
        """Give the rows of `where` these values, which may be expressions; how many they were."""
        changed = sa.update(_table(table)).where(where).values(dict(values))
        return await self._write(RowAction.CHANGED, table, changed, reason)

    async def drop(self, table: sa.FromClause, where: sa.ColumnElement[bool], *, reason: str) -> int:
        """Delete the rows of `where`, which the ledger keeps; how many they were."""
        return await self._write(RowAction.DROPPED, table, sa.delete(_table(table)).where(where), reason)

    async def add(
        self,
        table: sa.FromClause,
        *rows: Mapping[str, Any],
        reason: str,
        chosen: sa.Select[Any] | None = None,
    ) -> int:
        """Add rows, or those that `chosen` selects, its columns named as the table's; how many they are."""
        if chosen is not None:
            names = [column.name for column in chosen.selected_columns]
            added: Any = sa.insert(_table(table)).from_select(names, chosen)
        elif rows:
            added = sa.insert(_table(table)).values([dict(row) for row in rows])
        else:
            return 0
        return await self._write(RowAction.ADDED, table, added, reason)

    async def _write(
        self, action: RowAction, of: sa.FromClause, done: Any, reason: str, *, moved: str | None = None
    ) -> int:
        table = _table(of)
        returned = done.returning(
            *_key(table, action),
            _image("old", action in (RowAction.CHANGED, RowAction.DROPPED)).label("before_image"),
            _image("new", action in (RowAction.CHANGED, RowAction.ADDED)).label("after_image"),
        ).cte("done")
        columns = {
            "transformation_id": sa.literal(self.transformation_id, sa.Uuid),
            "action": sa.literal(action.value),
            "relation": sa.literal(table.name),
            "moved": sa.literal(moved, sa.Text),
            "row_id": returned.c.key_id,
            "row_key": returned.c.key_columns,
            "before": returned.c.before_image,
            "after": returned.c.after_image,
            "reason": sa.literal(reason),
        }
        noted = sa.insert(TransformationRow).from_select(list(columns), sa.select(*columns.values()))
        result = await self.session.execute(noted, execution_options={"synchronize_session": False})
        return int(result.rowcount)  # type: ignore[attr-defined]


def _table(of: sa.FromClause) -> sa.Table:
    assert isinstance(of, sa.Table), "rows are those of a table"
    return of


def by_id(table: sa.Table) -> bool:
    """Whether rows of the table are named by an id alone."""
    (*_, last), several = table.primary_key.columns, len(table.primary_key.columns) > 1
    return not several and last.name == "id" and isinstance(last.type, sa.Uuid)


def _key(table: sa.Table, action: RowAction) -> tuple[sa.ColumnElement[Any], ...]:
    """The key of a row as it is afterwards; of one that is dropped, as it was."""
    row = "old" if action is RowAction.DROPPED else "new"
    if by_id(table):
        return (
            sa.literal_column(f"{row}.id", sa.Uuid).label("key_id"),
            sa.null().cast(JSONB).label("key_columns"),
        )
    pairs = ", ".join(f"'{column.name}', {row}.{column.name}" for column in table.primary_key.columns)
    return (
        sa.null().cast(sa.Uuid).label("key_id"),
        sa.literal_column(f"jsonb_build_object({pairs})", JSONB).label("key_columns"),
    )


def _image(row: str, wanted: bool) -> sa.ColumnElement[Any]:
    return sa.literal_column(f"to_jsonb({row})", JSONB) if wanted else sa.null().cast(JSONB)
