"""Households: who lives under one roof, and which of them is the primary householder."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge


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
