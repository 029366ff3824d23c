"""The online accounts of customers: their passwords, and the links by which they set one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key


class OnlinePassword(Base):
    """The hash of the password of one customer."""

    __tablename__ = "online_password"

    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.KEEP, primary_key=True)
    hash: Mapped[str]
    set_at: Mapped[Now]


class PasswordLink(Base):
    """A link by which a customer sets a password, once and while it lasts; the token itself is not kept (ACC-P01)."""

    __tablename__ = "password_link"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.KEEP)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[Now]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    # When a newer one took its place.
    voided_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("expires_at > created_at", name="expires_at"),
        Index("ix_password_link_customer_id", "customer_id", "created_at"),
    )
