"""What is on: events, and the instances at which one of them is given."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, one_of
from domain.events import Availability


class Event(Base):
    __tablename__ = "event"

    id: Mapped[Key]
    name: Mapped[str]
    description: Mapped[str | None]
    genre: Mapped[str | None]


class Instance(Base):
    __tablename__ = "instance"

    id: Mapped[Key]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    seating_plan_id: Mapped[UUID] = mapped_column(ForeignKey("seating_plan.id"))
    starts_at: Mapped[datetime]
    availability: Mapped[str] = mapped_column(server_default="ON_SALE")

    __table_args__ = (
        CheckConstraint(one_of("availability", Availability), name="availability"),
        UniqueConstraint("id", "event_id"),
        Index("ix_instance_event_id", "event_id", "starts_at"),
    )
