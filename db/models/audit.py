"""The audit: what was changed, when and by whom, as a chain of hashes a customer.

Entries and changes are only ever appended. The values of a change and the salt of their digest stand in a table
apart, so that anonymising can blank them while the chain, which is over the digests, still verifies.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key


class AuditEntry(Base):
    __tablename__ = "audit_entry"

    id: Mapped[Key]
    # Null for set-up that concerns no customer.
    customer_id: Mapped[UUID | None] = customer_key(on_merge=OnMerge.KEEP)
    sequence: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[Now]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    username: Mapped[str]
    method: Mapped[str]
    interface: Mapped[str | None]
    event: Mapped[str]
    narrative: Mapped[str]
    # The section of the record and its version after this change: how a stale update learns what it missed.
    section: Mapped[str | None]
    section_version: Mapped[int | None]
    # Entries about pink notes, which only holders of that permission may know of.
    restricted: Mapped[bool] = mapped_column(server_default=text("false"))
    paths: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    correlation_id: Mapped[str]
    previous_hash: Mapped[bytes | None]
    hash: Mapped[bytes]

    __table_args__ = (
        CheckConstraint(
            "method in ('USER', 'AUTOTAG', 'BULK', 'IMPORT', 'API', 'MERGE', 'CONVERT', 'SYSTEM')",
            name="method",
        ),
        Index("ix_audit_entry_customer_id", "customer_id", text("at desc"), text("id desc")),
        # Two writers cannot both extend the chain from the same link.
        Index("uq_audit_entry_sequence", "customer_id", "sequence", unique=True),
    )


class AuditChange(Base):
    __tablename__ = "audit_change"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str]
    redacted: Mapped[bool] = mapped_column(server_default=text("false"))
    digest: Mapped[bytes]


class AuditValue(Base):
    __tablename__ = "audit_value"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    before: Mapped[str | None]
    after: Mapped[str | None]
    salt: Mapped[bytes | None]

    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "ordinal"], ["audit_change.entry_id", "audit_change.ordinal"]),
    )
