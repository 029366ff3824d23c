"""What moves as its table says: every key to a customer, as its table declares it (MRG-30 to MRG-33, MRG-P11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import array

from db.base import Base, OnMerge
from db.work import Work
from gateway.commands._merging import Merge


def customer_keys() -> Iterator[sa.Column[Any]]:
    """Every column of the store that names a customer; `on_merge` of its info says what a merge does to it."""
    for table in Base.metadata.sorted_tables:
        yield from (column for column in table.columns if "on_merge" in column.info)


async def tables_of(tx: Work, customer_id: UUID) -> frozenset[str]:
    """The tables in which any row names the customer: most have none."""
    asked = [
        sa.case((sa.exists().where(column == customer_id), sa.literal(column.table.name)))
        for column in customer_keys()
    ]
    found = await tx.session.scalar(sa.select(array(asked)))
    return frozenset(filter(None, found or ()))


async def walk(merge: Merge) -> None:
    """Point at the survivor whatever still points at the loser, but for what stays as its history.

    What the survivor holds already is dropped; what is combined with it was combined before.
    """
    for column in customer_keys():
        if column.table.name not in merge.held or column.info["on_merge"] is OnMerge.KEEP:
            continue
        if column.info["on_merge"] is OnMerge.REPOINT_UNLESS_HELD:
            for others in _alone_beside(column):
                await merge.ledger.drop(
                    column.table, _held_by_survivor(merge, column, others), reason="The survivor has it."
                )
        await merge.bring(column)


def _alone_beside(column: sa.Column[Any]) -> list[tuple[sa.Column[Any], ...]]:
    """With which other columns the key is unique, for each way in which it is among all rows of its table."""
    assert isinstance(column.table, sa.Table), "a column of a table"
    unique = [
        tuple(constraint.columns)
        for constraint in column.table.constraints
        if isinstance(constraint, sa.PrimaryKeyConstraint | sa.UniqueConstraint)
    ]
    return [
        tuple(other for other in columns if other is not column) for columns in unique if column in columns
    ]


def _held_by_survivor(
    merge: Merge, column: sa.Column[Any], others: tuple[sa.Column[Any], ...]
) -> sa.ColumnElement[bool]:
    """The loser's rows of which the survivor has one that is alike in these columns."""
    held = column.table.alias("held")
    alike = (held.c[other.name] == other for other in others)
    theirs = sa.exists().where(merge.of_survivor(held.c[column.name]), *alike)
    return sa.and_(merge.of_loser(column), theirs)
