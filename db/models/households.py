"""Households: who lives under one roof, and which of them is the primary householder."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key


class Household(Base):
    __tablename__ = "household"

    id: Mapped[Key]
    name: Mapped[str | None]
    # Deferred, because a household and its first member are made together and point at each other.
    primary_id: Mapped[UUID] = mapped_column(
        ForeignKey("customer.id", deferrable=True, initially="DEFERRED", use_alter=True),
        info={"on_merge": OnMerge.REPOINT_UNLESS_HELD},
        index=True,
    )
    created_at: Mapped[Now]
    closed_at: Mapped[datetime | None]


class HouseholdMembership(Base):
    """Who belonged to a household from when to when, and why it began and ended (HHD-P11). History stays in a merge."""

    __tablename__ = "household_membership"

    id: Mapped[Key]
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.KEEP)
    # Half open: a member from the first instant until before the second.
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    joined_because: Mapped[str]
    left_because: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("left_at >= joined_at", name="period"),
        CheckConstraint("(left_at is null) = (left_because is null)", name="left_because"),
        Index("ix_household_membership_customer_id", "customer_id", "joined_at"),
        Index(
            "uq_household_membership_current",
            "customer_id",
            unique=True,
            postgresql_where=text("left_at is null"),
        ),
    )
