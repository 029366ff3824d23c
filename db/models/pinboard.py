"""The pinboard: what each user keeps at hand (NAV-P04)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key


class Pin(Base):
    """One record, opportunity or invitation on somebody's pinboard."""

    __tablename__ = "pin"

    id: Mapped[Key]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    customer_id: Mapped[UUID | None] = customer_key(on_merge=OnMerge.REPOINT_UNLESS_HELD, index=True)
    opportunity_id: Mapped[UUID | None] = mapped_column(ForeignKey("opportunity.id"))
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitation.id"))
    pinned_at: Mapped[Now]

    __table_args__ = (
        CheckConstraint("num_nonnulls(customer_id, opportunity_id, invitation_id) = 1", name="one_thing"),
        UniqueConstraint("user_id", "customer_id"),
        UniqueConstraint("user_id", "opportunity_id"),
        UniqueConstraint("user_id", "invitation_id"),
        Index("ix_pin_user_id", "user_id", text("pinned_at desc"), text("id desc")),
    )
