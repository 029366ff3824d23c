"""The rows of files that became records, so that no row becomes one twice."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ARRAY, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Now, OnMerge, customer_key


class ImportedRow(Base):
    __tablename__ = "imported_row"

    # Of the row's external id, or of its content and which one of its like it is in the file: domain.imports.
    identity: Mapped[bytes] = mapped_column(primary_key=True)
    # Of the content, by which a row that changed since is told from the one that was imported.
    digest: Mapped[bytes]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.KEEP, index=True)
    # The records that it may be a duplicate of, as they were called when it was imported.
    alike: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    imported_at: Mapped[Now]
