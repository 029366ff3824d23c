"""The criteria by which autotags come and go; an autotag without a row here is left as it is (TAG-P02)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Autotag(Base):
    __tablename__ = "autotag"

    tag_id: Mapped[UUID] = mapped_column(ForeignKey("tag.id"), primary_key=True)
    # As domain.autotag_codec writes it.
    criteria: Mapped[dict[str, Any]] = mapped_column(JSONB)
    # The rows of set-up that the criteria name. Set-up is archived and never deleted, so that none of them dangles.
    names: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default=text("'{}'"))
    # How often the criteria were saved.
    version: Mapped[int] = mapped_column(server_default=text("1"))
    saved_by: Mapped[str]
    saved_at: Mapped[datetime]

    __table_args__ = (Index("ix_autotag_names", "names", postgresql_using="gin"),)
