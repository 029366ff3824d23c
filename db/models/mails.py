"""Mails on their way out: put here by the transaction that causes them, and sent by a job."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key, one_of
from domain.mails import MailFailure, MailKind


class OutgoingMail(Base):
    """One mail to one customer. What it says is sealed, and forgotten once nothing more will become of it."""

    __tablename__ = "outgoing_mail"

    id: Mapped[Key]
    kind: Mapped[str]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT, index=True)
    # The declaration whose written record it is.
    declaration_id: Mapped[UUID | None] = mapped_column(ForeignKey("gift_aid_declaration.id"))
    # The same on every attempt, so that whoever gets it twice can tell.
    message_id: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[Now]
    created_by: Mapped[str]
    sent_at: Mapped[datetime | None]
    # When the mail server refused it for good.
    failed_at: Mapped[datetime | None]
    failure: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(one_of("kind", MailKind), name="kind"),
        CheckConstraint(one_of("failure", MailFailure), name="failure"),
        CheckConstraint("(failed_at is null) = (failure is null)", name="failed_at"),
        CheckConstraint("num_nonnulls(sent_at, failed_at) <= 1", name="sent_at"),
        CheckConstraint("sealed is not null or num_nonnulls(sent_at, failed_at) = 1", name="sealed"),
        Index(
            "ix_outgoing_mail_waiting",
            "created_at",
            postgresql_where=text("sent_at is null and failed_at is null"),
        ),
    )
