"""Activities: what a fundraiser did, or plans to do, about somebody: a call, a meeting, a letter."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key


class ActivityType(Base):
    __tablename__ = "activity_type"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(server_default=text("0"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class Activity(Base):
    __tablename__ = "activity"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT)
    type_id: Mapped[UUID] = mapped_column(ForeignKey("activity_type.id"))
    opportunity_id: Mapped[UUID | None] = mapped_column(ForeignKey("opportunity.id"))
    subject: Mapped[str]
    notes: Mapped[str | None]
    due_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    # Where it stands in time: on the day it was done, or else on that for which it is planned (TML-P01).
    occurs_at: Mapped[datetime] = mapped_column(Computed("coalesce(completed_at, due_at)", persisted=True))
    assigned_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_by: Mapped[str]
    created_at: Mapped[Now]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        CheckConstraint("char_length(subject) between 1 and 200", name="subject"),
        Index("ix_activity_customer_id", "customer_id", text("occurs_at desc"), text("id desc")),
        Index(
            "ix_activity_opportunity_id",
            "opportunity_id",
            postgresql_where=text("opportunity_id is not null"),
        ),
    )
