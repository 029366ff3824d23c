"""The ids that customers have in other systems: an id of one system names one record (CUS-B01)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Now, OnMerge, SortKey, customer_key


class ExternalId(Base):
    __tablename__ = "external_id"

    system: Mapped[SortKey] = mapped_column(primary_key=True)
    value: Mapped[SortKey] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT, index=True)
    created_at: Mapped[Now]

    __table_args__ = (
        CheckConstraint("char_length(system) between 1 and 50", name="system"),
        CheckConstraint("char_length(value) between 1 and 200", name="value"),
    )
