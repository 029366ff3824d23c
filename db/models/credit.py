"""Account credit: lots with their own expiry, the ledger of what became of them, and gift vouchers."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key, one_of
from domain.credit import CreditKind, EntryKind


class GiftVoucher(Base):
    """A voucher with a code, until somebody redeems it; the code itself is not kept (CRD-P04)."""

    __tablename__ = "gift_voucher"

    id: Mapped[Key]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    last_four: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    issued_at: Mapped[Now]
    valid_from: Mapped[date]
    expires_on: Mapped[date | None]
    redeemed_by: Mapped[UUID | None] = customer_key(on_merge=OnMerge.REPOINT, index=True)
    redeemed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("expires_on >= valid_from", name="validity"),
        CheckConstraint("(redeemed_by is null) = (redeemed_at is null)", name="redeemed"),
    )


class CreditLot(Base):
    """An amount that came onto a customer's account at once. A merge moves it, and posts it out and in (CRD-P09)."""

    __tablename__ = "credit_lot"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT, index=True)
    kind: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    issued_at: Mapped[Now]
    # The last day on which it can be spent, in the system's zone; null for ever.
    expires_on: Mapped[date | None]
    voucher_id: Mapped[UUID | None] = mapped_column(ForeignKey("gift_voucher.id"), unique=True)
    note: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(one_of("kind", CreditKind), name="kind"),
        CheckConstraint("amount_minor > 0", name="amount"),
    )


class CreditEntry(Base):
    """One line of the ledger, only ever added to: positive amounts come in, negative ones go out (CRD-P01)."""

    __tablename__ = "credit_entry"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.KEEP)
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("credit_lot.id"))
    kind: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    # What the customer's whole account came to afterwards.
    balance_after_minor: Mapped[int] = mapped_column(BigInteger)
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("customer_order.id"))
    username: Mapped[str]
    at: Mapped[Now]

    __table_args__ = (
        CheckConstraint(one_of("kind", EntryKind), name="kind"),
        CheckConstraint("amount_minor <> 0", name="amount"),
        CheckConstraint("balance_after_minor >= 0", name="balance"),
        Index("ix_credit_entry_customer_id", "customer_id", "at"),
        Index("ix_credit_entry_lot_id", "lot_id"),
        Index("ix_credit_entry_order_id", "order_id"),
    )
