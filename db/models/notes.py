"""Pop-up notes on a record: blue for all staff, pink for fundraisers."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key


class Note(Base):
    __tablename__ = "note"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT)
    colour: Mapped[str]
    body: Mapped[str]
    pinned: Mapped[bool] = mapped_column(server_default=text("false"))
    show_until: Mapped[date | None]
    created_by: Mapped[str]
    created_at: Mapped[Now]
    updated_by: Mapped[str | None]
    updated_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        CheckConstraint("colour in ('BLUE', 'PINK')", name="colour"),
        CheckConstraint("char_length(body) between 1 and 5000", name="body"),
        Index("ix_note_customer_id", "customer_id", "colour"),
    )


class NoteAcknowledgement(Base):
    """Somebody has read this version of a note; a later version asks again."""

    __tablename__ = "note_acknowledgement"

    note_id: Mapped[UUID] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    note_version: Mapped[int]
    at: Mapped[Now]
