"""Documents that were put on a record, such as a signed declaration: what they are; the bytes are in the file store."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from db.base import Base, Key, Now, OnMerge, customer_key


class Document(Base):
    __tablename__ = "document"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT, index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    bytes: Mapped[int]
    content_hash: Mapped[str]
    uploaded_at: Mapped[Now]
    uploaded_by: Mapped[str]

    __table_args__ = (CheckConstraint("bytes between 1 and 10485760", name="bytes"),)
