"""What came of a request that carried an idempotency key, kept for 24 hours."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Now


class IdempotencyRecord(Base):
    __tablename__ = "idempotency_record"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    # Hash of the field and its arguments: the same key for another request is a mistake that must be told.
    request_hash: Mapped[bytes]
    # The ids or the refusal, never the answer: that is rendered again under today's permissions.
    # Null only while its own transaction is under way, which nobody else sees.
    outcome: Mapped[Any | None] = mapped_column(JSONB)
    created_at: Mapped[Now] = mapped_column(index=True)
