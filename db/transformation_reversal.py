"""Turning a transformation back from its ledger: table by table, the last thing done first, many rows at once.

A step undoes rows that were treated alike one after the other. When it begins, all that was done later is undone, so
that a row is as the ledger has it unless somebody touched it since.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.base import Base
from db.models import TransformationRow
from db.transformation_images import Images, reversible
from domain.row_conflicts import ConflictKind, RowConflict
from domain.transformations import RowAction

_row = TransformationRow.__table__
# What a broken constraint says of a row that cannot go back.
_BROKEN = {"23505": ConflictKind.PLACE_TAKEN, "23503": ConflictKind.IN_USE}


@dataclass(frozen=True, slots=True)
class _Step:
    action: RowAction
    relation: str
    moved: str | None
    first: int
    last: int


@dataclass(slots=True)
class Reversal:
    """One transformation turned back in the caller's transaction, which must end in failure if there are conflicts.

    `loser_id` is the record that rows were moved from. Rows added to the tables of `kept` stay: they are history,
    and whoever calls says the contrary there. `unheeded` are entries of the ledger, by table, whose rows the system
    itself makes and takes away: one that is gone, or there already, is no conflict.
    """

    session: AsyncSession
    transformation_id: UUID
    survivor_id: UUID
    loser_id: UUID
    kept: Collection[str] = ()
    unheeded: Mapping[str, sa.ColumnElement[bool]] = field(default_factory=dict)
    conflicts: list[RowConflict] = field(default_factory=list)

    async def carry_out(self) -> None:
        """Undo every step that can be, and note a conflict for every row that cannot."""
        for step in await self._steps():
            images = Images(Base.metadata.tables[step.relation], self._between(step.first, step.last))
            if step.action is RowAction.ADDED and step.relation in self.kept:
                continue
            await self._look(step, images.narrowed(~self._unheeded(step)))
            await self._undo_all(step, images)

    async def _steps(self) -> list[_Step]:
        """Runs of rows that were treated alike; of a row that comes twice in a run each time is a step of its own."""
        alike = (_row.c.action, _row.c.relation, _row.c.moved)
        key = sa.func.coalesce(sa.cast(_row.c.row_key, sa.Text), sa.cast(_row.c.row_id, sa.Text))
        time = sa.func.row_number().over(partition_by=(*alike, key), order_by=_row.c.ordinal)
        mine = _row.c.transformation_id == self.transformation_id
        timed = sa.select(*alike, _row.c.ordinal, time.label("time")).where(mine).subquery()
        again = (timed.c.action, timed.c.relation, timed.c.moved, timed.c.time)
        place = sa.func.row_number().over(order_by=timed.c.ordinal)
        run = place - sa.func.row_number().over(partition_by=again, order_by=timed.c.ordinal)
        placed = sa.select(*again, timed.c.ordinal, run.label("run")).subquery()
        last = sa.func.max(placed.c.ordinal)
        found = await self.session.execute(
            sa.select(placed.c.action, placed.c.relation, placed.c.moved, sa.func.min(placed.c.ordinal), last)
            .group_by(placed.c.action, placed.c.relation, placed.c.moved, placed.c.time, placed.c.run)
            .order_by(last.desc())
        )
        return [_Step(RowAction(action), *rest) for action, *rest in found]

    def _between(self, first: int, last: int) -> sa.ColumnElement[bool]:
        mine = _row.c.transformation_id == self.transformation_id
        return sa.and_(mine, _row.c.ordinal.between(first, last))

    def _unheeded(self, step: _Step) -> sa.ColumnElement[bool]:
        return self.unheeded.get(step.relation, sa.false())

    async def _look(self, step: _Step, images: Images) -> None:
        """Note the rows that are not as the transformation left them."""
        if step.action is RowAction.DROPPED:
            return
        if step.action is RowAction.MOVED:
            assert step.moved is not None, "a move names its column"
            looked = images.moved_on(step.moved, self.survivor_id)
        else:
            looked = images.altered(await self._changed(step, images))
        for row_id, gone, columns in await self.session.execute(looked):
            # Of what was added and is gone there is nothing left to undo.
            if gone and step.action is RowAction.ADDED:
                continue
            kind = ConflictKind.MOVED_ON if step.action is RowAction.MOVED else ConflictKind.CHANGED
            named = () if gone or step.action is RowAction.MOVED else tuple(columns)
            self.conflicts.append(
                RowConflict(step.relation, row_id, ConflictKind.DELETED if gone else kind, named)
            )

    async def _changed(self, step: _Step, images: Images) -> list[sa.Column[Any]]:
        """The columns that the step gave other values, but for those that only ever go up; of added rows all."""
        columns = reversible(images.table)
        if step.action is RowAction.ADDED:
            return columns
        differ = [
            sa.func.bool_or(_row.c.before[each.name].is_distinct_from(_row.c.after[each.name]))
            for each in columns
        ]
        found = (await self.session.execute(sa.select(*differ).where(images.which))).one()
        return [column for column, differs in zip(columns, found, strict=True) if differs]

    async def _undo_all(self, step: _Step, images: Images) -> None:
        """Undo the step; where one row of it breaks a rule of the store, row by row, noting those that do."""
        if await self._broken_by(step, images) is None:
            return
        ordinals = (
            sa.select(_row.c.ordinal, _row.c.row_id).where(images.which).order_by(_row.c.ordinal.desc())
        )
        for ordinal, row_id in (await self.session.execute(ordinals)).all():
            broken = await self._broken_by(step, Images(images.table, self._between(ordinal, ordinal)))
            if broken is not None and step.relation not in self.unheeded:
                self.conflicts.append(RowConflict(step.relation, row_id, broken))

    async def _broken_by(self, step: _Step, images: Images) -> ConflictKind | None:
        try:
            async with self.session.begin_nested():
                await self._undo(step, images)
        except IntegrityError as error:
            return _BROKEN.get(getattr(error.orig, "sqlstate", ""), ConflictKind.CHANGED)
        return None

    async def _undo(self, step: _Step, images: Images) -> None:
        match step.action:
            case RowAction.MOVED:
                assert step.moved is not None, "a move names its column"
                undone: Any = images.moved_back(step.moved, self.survivor_id, self.loser_id)
            case RowAction.CHANGED:
                columns = await self._changed(step, images)
                if not columns:
                    return
                undone = images.restored(columns)
            case RowAction.DROPPED:
                undone = images.put_back()
            case RowAction.ADDED:
                undone = images.taken_out()
        await self.session.execute(undone, execution_options={"synchronize_session": False})
