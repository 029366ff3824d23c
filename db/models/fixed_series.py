"""Fixed series: groups of instances sold as one, and who holds which seat at all of them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, OnMerge, customer_key, one_of
from domain.fixed_series import SeriesState


class FixedSeries(Base):
    __tablename__ = "fixed_series"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    venue_id: Mapped[UUID] = mapped_column(ForeignKey("venue.id"))


class SeriesGroup(Base):
    __tablename__ = "series_group"

    id: Mapped[Key]
    series_id: Mapped[UUID] = mapped_column(ForeignKey("fixed_series.id"))
    name: Mapped[str]

    __table_args__ = (UniqueConstraint("series_id", "name"),)


class SeriesGroupInstance(Base):
    """One instance of a group; an event has no more than one in it (FXS-P03)."""

    __tablename__ = "series_group_instance"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("series_group.id"), primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    instance_id: Mapped[UUID] = mapped_column(index=True)

    __table_args__ = (
        ForeignKeyConstraint(["instance_id", "event_id"], ["instance.id", "instance.event_id"]),
    )


class SeriesSubscription(Base):
    """A seat for the whole of a group: held, bought, or given up. The order is that of the item that sold it."""

    __tablename__ = "series_subscription"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT, index=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("series_group.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    state: Mapped[str]
    subscribed_on: Mapped[date]
    # The last day of the hold; null where it has no end.
    held_until: Mapped[date | None]

    __table_args__ = (
        CheckConstraint(one_of("state", SeriesState), name="state"),
        Index(
            "uq_series_subscription_seat",
            "group_id",
            "seat_id",
            unique=True,
            postgresql_where=text("state in ('HELD', 'PURCHASED')"),
        ),
    )
