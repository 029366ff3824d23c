"""What other systems are to hear of: put here by the transaction that it tells of, and kept in its order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Now, OnMerge, customer_key


class OutboxEvent(Base):
    """One event, such as `customer.merged`; what it names, it goes on naming (MRG-P22)."""

    __tablename__ = "outbox_event"

    sequence: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    event: Mapped[str]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.KEEP, index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    at: Mapped[Now]
