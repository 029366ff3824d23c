"""Invitations of a person to an instance of an event, and who comes with them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key, one_of
from domain.invitations import ReplyStatus


class Invitation(Base):
    __tablename__ = "invitation"

    id: Mapped[Key]
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("instance.id"))
    invitee_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT_UNLESS_HELD)
    # The organisation for which the invitee is asked.
    on_behalf_of_id: Mapped[UUID | None] = customer_key(on_merge=OnMerge.REPOINT)
    # Null until it is sent.
    invited_at: Mapped[datetime | None]
    reply_status: Mapped[str] = mapped_column(server_default=ReplyStatus.NOT_SENT.value)
    replied_at: Mapped[datetime | None]
    guests_allowed: Mapped[int] = mapped_column(server_default=text("0"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Now]

    __table_args__ = (
        CheckConstraint(one_of("reply_status", ReplyStatus), name="reply_status"),
        CheckConstraint("(reply_status = 'NOT_SENT') = (invited_at is null)", name="invited_at"),
        CheckConstraint(
            "(reply_status in ('ACCEPTED', 'DECLINED', 'TENTATIVE')) = (replied_at is not null)",
            name="replied_at",
        ),
        CheckConstraint("replied_at >= invited_at", name="replied_after"),
        CheckConstraint("guests_allowed >= 0", name="guests_allowed"),
        CheckConstraint("on_behalf_of_id <> invitee_id", name="on_behalf_of_another"),
        # One invitation a person and instance (INV-P02).
        UniqueConstraint("invitee_id", "instance_id"),
        Index("ix_invitation_instance_id", "instance_id"),
        Index(
            "ix_invitation_on_behalf_of_id",
            "on_behalf_of_id",
            postgresql_where=text("on_behalf_of_id is not null"),
        ),
    )


class InvitationAttendee(Base):
    """Somebody who comes because of an invitation: the invitee, or a guest by record or by name alone."""

    __tablename__ = "invitation_attendee"

    id: Mapped[Key]
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"))
    customer_id: Mapped[UUID | None] = customer_key(on_merge=OnMerge.REPOINT_UNLESS_HELD)
    name: Mapped[str | None]
    is_invitee: Mapped[bool] = mapped_column(server_default=text("false"))
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("order_item.id"))
    # Null until it is known.
    attended: Mapped[bool | None]
    position: Mapped[int] = mapped_column(server_default=text("0"))

    __table_args__ = (
        CheckConstraint("(customer_id is null) <> (name is null)", name="known"),
        CheckConstraint("not is_invitee or customer_id is not null", name="invitee"),
        UniqueConstraint("invitation_id", "customer_id"),
        Index(
            "uq_invitation_attendee_invitee",
            "invitation_id",
            unique=True,
            postgresql_where=text("is_invitee"),
        ),
        Index(
            "ix_invitation_attendee_customer_id",
            "customer_id",
            postgresql_where=text("customer_id is not null"),
        ),
        Index(
            "ix_invitation_attendee_ticket_id", "ticket_id", postgresql_where=text("ticket_id is not null")
        ),
    )
