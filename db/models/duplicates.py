"""Records that look like one and the same, as the night found them, and the pairs that staff dismissed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Index, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Now, OnMerge, customer_key


class DuplicatePair(Base):
    """Two records that are possibly the same, the one with the smaller id first; of a merged one none is left."""

    __tablename__ = "duplicate_pair"

    first_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT_UNLESS_HELD, primary_key=True)
    second_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT_UNLESS_HELD, primary_key=True, index=True)
    score: Mapped[int]
    likely: Mapped[bool]
    metric_a: Mapped[bool]
    reasons: Mapped[list[str]] = mapped_column(ARRAY(Text))
    found_at: Mapped[Now]

    __table_args__ = (
        CheckConstraint("first_id < second_id", name="order"),
        CheckConstraint("score between 0 and 100", name="score"),
        Index("ix_duplicate_pair_score", text("score desc"), "first_id", "second_id"),
    )


class DuplicateDismissal(Base):
    """Somebody said that two records are not the same; it holds for as long as names and addresses stay (MRG-P21)."""

    __tablename__ = "duplicate_dismissal"

    first_id: Mapped[UUID] = customer_key(on_merge=OnMerge.KEEP, primary_key=True)
    second_id: Mapped[UUID] = customer_key(on_merge=OnMerge.KEEP, primary_key=True, index=True)
    reason: Mapped[str]
    # Of the names and addresses of both, as they were looked at.
    looked_at: Mapped[bytes] = mapped_column(LargeBinary)
    dismissed_at: Mapped[datetime]
    dismissed_by: Mapped[str]

    __table_args__ = (CheckConstraint("first_id < second_id", name="order"),)


class DuplicateKey(Base):
    """A key that leads from a record to those that share it (domain.duplicate_keys); records out of use have none."""

    __tablename__ = "duplicate_key"

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.KEEP, primary_key=True, index=True)


class DuplicateLook(Base):
    """Up to which change of a record its duplicates were looked for, and by which rules."""

    __tablename__ = "duplicate_look"

    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.KEEP, primary_key=True)
    as_of: Mapped[datetime]
    rules: Mapped[str]
