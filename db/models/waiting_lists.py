"""Waiting lists: who wants tickets for an event, for which of its instances, and in which order."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key, one_of
from domain.waiting_lists import WaitingStatus


class WaitingListEntry(Base):
    __tablename__ = "waiting_list_entry"

    id: Mapped[Key]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT_UNLESS_HELD, index=True)
    quantity: Mapped[int]
    # Added from the event: any instance that is still to come. Otherwise those named.
    any_instance: Mapped[bool] = mapped_column(server_default=text("true"))
    note: Mapped[str | None]
    status: Mapped[str] = mapped_column(server_default=text("'WAITING'"))
    # The order of the list. Staff may move an entry between two others, so there is always room between two places.
    place: Mapped[Decimal] = mapped_column(Numeric)
    created_at: Mapped[Now]
    created_by: Mapped[str]
    offered_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(one_of("status", WaitingStatus), name="status"),
        CheckConstraint("quantity between 1 and 20", name="quantity"),
        CheckConstraint("char_length(note) <= 500", name="note"),
        Index(
            "uq_waiting_list_entry_live",
            "event_id",
            "customer_id",
            unique=True,
            postgresql_where=text("status in ('WAITING', 'OFFERED')"),
        ),
        Index(
            "ix_waiting_list_entry_place",
            "event_id",
            "place",
            "id",
            postgresql_where=text("status = 'WAITING'"),
        ),
    )


class WaitingListInstance(Base):
    """An instance that an entry accepts."""

    __tablename__ = "waiting_list_instance"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("waiting_list_entry.id"), primary_key=True)
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("instance.id"), primary_key=True, index=True)
