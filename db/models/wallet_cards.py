"""The payment cards in a customer's wallet: what the provider gave for them, never a number (WAL-P01)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key


class WalletCard(Base):
    __tablename__ = "wallet_card"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT_UNLESS_HELD)
    provider: Mapped[str]
    token: Mapped[str]
    # The same card has the same fingerprint at its provider, whatever its token.
    fingerprint: Mapped[str]
    brand: Mapped[str]
    last_four: Mapped[str]
    expiry_month: Mapped[int]
    expiry_year: Mapped[int]
    holder_name: Mapped[str]
    continuous_authority: Mapped[bool] = mapped_column(server_default=text("false"))
    preferred: Mapped[bool] = mapped_column(server_default=text("false"))
    added_at: Mapped[Now]
    added_by: Mapped[str]
    last_used_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("last_four ~ '^[0-9]{4}$'", name="last_four"),
        CheckConstraint("expiry_month between 1 and 12 and expiry_year between 2000 and 2100", name="expiry"),
        CheckConstraint("token !~ '^[0-9 -]{12,}$'", name="token_is_no_number"),
        CheckConstraint("not preferred or removed_at is null", name="preferred_is_kept"),
        Index("ix_wallet_card_customer_id", "customer_id"),
        Index("uq_wallet_card_preferred", "customer_id", unique=True, postgresql_where=text("preferred")),
        Index(
            "uq_wallet_card_fingerprint",
            "customer_id",
            "fingerprint",
            unique=True,
            postgresql_where=text("removed_at is null"),
        ),
    )
