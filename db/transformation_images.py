"""Rows of a table beside what the ledger keeps of them: what differs, and the statements that undo it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, array

from db.models import TransformationRow
from db.transformations import by_id

_row = TransformationRow.__table__
# What only ever goes on, so that nobody's older reading counts as the newest.
_ONWARD = frozenset({"version", "updated_at"})
# What follows from other changes: it goes back where nothing followed since, and stops nobody.
_FOLLOWING = frozenset({"updated_by", "last_activity_at"})


def reversible(table: sa.Table) -> list[sa.Column[Any]]:
    """The columns that can be given a value that they had."""
    return [
        column
        for column in table.columns
        if column.computed is None and column.name not in _ONWARD and not column.name.endswith("_version")
    ]


@dataclass(frozen=True, slots=True)
class Images:
    """The rows of `table` that entries of the ledger tell of; `which` selects the entries."""

    table: sa.Table
    which: sa.ColumnElement[bool]

    def narrowed(self, only: sa.ColumnElement[bool]) -> Images:
        """Those of the entries alone that meet a condition as well."""
        return Images(self.table, sa.and_(self.which, only))

    def moved_on(self, column: str, to: UUID) -> sa.Select[Any]:
        """The moved rows that are gone, or whose column points elsewhere by now."""
        noted = self._noted()
        gone = _no_key(self.table)
        elsewhere = self.table.c[column].is_distinct_from(to)
        return (
            sa.select(noted.c.row_id, gone, sa.literal([column], ARRAY(sa.Text)))
            .select_from(noted.outerjoin(self.table, self._same(noted)))
            .where(sa.or_(gone, elsewhere))
        )

    def altered(self, columns: Sequence[sa.Column[Any]]) -> sa.Select[Any]:
        """The rows that are gone, or of which one of `columns` is no longer as the ledger left it, and which."""
        noted = self._noted("after")
        gone = _no_key(self.table)
        differ = [
            sa.case(
                (
                    sa.and_(
                        _changed(noted, column.name), column.is_distinct_from(noted.c[f"is_{column.name}"])
                    ),
                    column.name,
                )
            )
            for column in columns
            if column.name not in _FOLLOWING
        ]
        named = sa.func.array_remove(sa.cast(array(differ), ARRAY(sa.Text)), None)
        return (
            sa.select(noted.c.row_id, gone, named)
            .select_from(noted.outerjoin(self.table, self._same(noted)))
            .where(sa.or_(gone, sa.func.cardinality(named) > 0))
        )

    def moved_back(self, column: str, held_by: UUID, to: UUID) -> sa.Update:
        """Point the rows at the record that they came from."""
        noted = self._noted()
        held = self.table.c[column] == held_by
        return sa.update(self.table).where(self._same(noted), held).values({column: to})

    def restored(self, columns: Sequence[sa.Column[Any]]) -> sa.Update:
        """Give the rows the values that they had, of those columns alone that the ledger gave others.

        What follows every change goes back only where nothing came since.
        """
        noted = self._noted("before")
        values = {
            column.name: sa.case((_goes_back(noted, column), noted.c[f"is_{column.name}"]), else_=column)
            for column in columns
        }
        return sa.update(self.table).where(self._same(noted)).values(values)

    def put_back(self) -> sa.Insert:
        """Add the rows again as they were."""
        noted = self._noted("before")
        columns = [column.name for column in self.table.columns if column.computed is None]
        return sa.insert(self.table).from_select(
            columns, sa.select(*(noted.c[f"is_{name}"] for name in columns))
        )

    def taken_out(self) -> sa.Delete:
        """Delete the rows."""
        return sa.delete(self.table).where(self._same(self._noted()))

    def _noted(self, image: str | None = None) -> sa.Subquery:
        """The entries; with an image the row that it is of, each column under its name after `is_`."""
        entry = sa.select(_row.c.row_id, _row.c.row_key, _row.c.before, _row.c.after).where(self.which)
        if image is None:
            return entry.subquery("noted")
        blank: sa.ColumnElement[Any] = sa.literal_column(f"null::{self.table.name}")
        columns = [sa.column(column.name, column.type) for column in self.table.columns]
        was = sa.func.jsonb_populate_record(blank, _row.c[image]).table_valued(*columns).lateral("image")
        shown = (was.c[column.name].label(f"is_{column.name}") for column in columns)
        return entry.add_columns(*shown).select_from(_row.join(was, sa.true())).subquery("noted")

    def _same(self, noted: sa.Subquery) -> sa.ColumnElement[bool]:
        """Whether the row of the table is the one of the entry."""
        if by_id(self.table):
            return self.table.c.id == noted.c.row_id
        return sa.and_(
            *(
                column == sa.cast(noted.c.row_key[column.name].astext, column.type)
                for column in self.table.primary_key.columns
            )
        )


def _no_key(table: sa.Table) -> sa.ColumnElement[bool]:
    return next(iter(table.primary_key.columns)).is_(None)


def _goes_back(noted: sa.Subquery, column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    changed = _changed(noted, column.name)
    if column.name not in _FOLLOWING:
        return changed
    return sa.and_(changed, sa.func.to_jsonb(column) == noted.c.after[column.name])


def _changed(noted: sa.Subquery, name: str) -> sa.ColumnElement[bool]:
    before, after = noted.c.before[name], noted.c.after[name]
    differ: sa.ColumnElement[bool] = before.is_distinct_from(after)
    return differ
