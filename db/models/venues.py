"""Where things happen: venues, their seating plans, and the seats of each plan."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key


class Venue(Base):
    __tablename__ = "venue"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    town: Mapped[str | None]


class SeatingPlan(Base):
    __tablename__ = "seating_plan"

    id: Mapped[Key]
    venue_id: Mapped[UUID] = mapped_column(ForeignKey("venue.id"))
    name: Mapped[str]

    __table_args__ = (UniqueConstraint("venue_id", "name"),)


class Seat(Base):
    __tablename__ = "seat"

    id: Mapped[Key]
    seating_plan_id: Mapped[UUID] = mapped_column(ForeignKey("seating_plan.id"))
    area: Mapped[str]
    # As printed on the ticket, such as "Stalls C12".
    label: Mapped[str]

    __table_args__ = (UniqueConstraint("seating_plan_id", "label"),)
