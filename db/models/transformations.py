"""What merges and conversions did, row by row and value by value: the ledger that explains them and turns them back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Sequence, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key, one_of
from domain.transformations import RowAction, TransformationKind, ValueFrom

transformation_number = Sequence("transformation_number", start=1, metadata=Base.metadata)


class Transformation(Base):
    """One merge, or one conversion. It keeps naming the records that it was about (MRG-N01)."""

    __tablename__ = "transformation"

    id: Mapped[Key]
    # As people name it: M-12, C-13.
    number: Mapped[int] = mapped_column(
        BigInteger, transformation_number, server_default=transformation_number.next_value(), unique=True
    )
    kind: Mapped[str]
    # The survivor of a merge, or the record that was converted.
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.KEEP, index=True)
    # The record that was merged away, or the one that was made for the person; none where none was made.
    other_id: Mapped[UUID | None] = customer_key(on_merge=OnMerge.KEEP, index=True)
    at: Mapped[Now]
    # Of a conversion: what the record was until the civil date of the above, in the system's zone.
    from_kind: Mapped[str | None]
    converted_on: Mapped[date | None]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    username: Mapped[str]
    # What the user chose, as the plan had it.
    choices: Mapped[dict[str, Any]] = mapped_column(JSONB)
    # The last instant at which it can be turned back; null where it never can.
    reversible_until: Mapped[datetime | None]
    reversed_at: Mapped[datetime | None]
    reversed_by: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(one_of("kind", TransformationKind), name="kind"),
        CheckConstraint("customer_id <> other_id", name="two"),
        CheckConstraint("kind <> 'MERGE' or other_id is not null", name="merge_of_two"),
        CheckConstraint("from_kind in ('I', 'O')", name="from_kind"),
        CheckConstraint(
            "num_nonnulls(from_kind, converted_on) = case kind when 'CONVERSION' then 2 else 0 end",
            name="conversion",
        ),
        CheckConstraint("(reversed_at is null) = (reversed_by is null)", name="reversed_by"),
    )


class TransformationRow(Base):
    """One row that it moved, changed, dropped or added, in the order in which that was done."""

    __tablename__ = "transformation_row"

    ordinal: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    transformation_id: Mapped[UUID] = mapped_column(ForeignKey("transformation.id"))
    action: Mapped[str]
    relation: Mapped[str]
    # The column that was pointed at another record; for moves alone.
    moved: Mapped[str | None]
    # The row by its key: by its id, or else by all columns of its primary key as they are afterwards.
    row_id: Mapped[UUID | None]
    row_key: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # The whole row before and after; of a move neither, since one column tells all of it.
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    reason: Mapped[str]

    __table_args__ = (
        CheckConstraint(one_of("action", RowAction), name="action"),
        CheckConstraint("num_nonnulls(row_id, row_key) = 1", name="key"),
        CheckConstraint("(action = 'MOVED') = (moved is not null)", name="moved"),
        CheckConstraint("(action in ('CHANGED', 'DROPPED')) = (before is not null)", name="before"),
        CheckConstraint("(action in ('CHANGED', 'ADDED')) = (after is not null)", name="after"),
        Index("ix_transformation_row_transformation_id", "transformation_id", "ordinal"),
        # Where a row came from is asked of the row.
        Index("ix_transformation_row_row_id", "row_id", postgresql_where=text("row_id is not null")),
    )


class TransformationValue(Base):
    """One value of the record that stands afterwards: what both sides had, which was taken and why."""

    __tablename__ = "transformation_value"

    transformation_id: Mapped[UUID] = mapped_column(ForeignKey("transformation.id"), primary_key=True)
    # As the audit names values: `phone`, `attribute.<name>`, `preference.<name>`.
    path: Mapped[str] = mapped_column(primary_key=True)
    taken_from: Mapped[str]
    survivor: Mapped[str | None]
    loser: Mapped[str | None]
    result: Mapped[str | None]
    reason: Mapped[str]

    __table_args__ = (CheckConstraint(one_of("taken_from", ValueFrom), name="taken_from"),)
