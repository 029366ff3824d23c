"""Long work that a user asked for: how far it is, what came of it, and the file that it made (XCT-P07)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, one_of
from domain.bulk_jobs import BulkJobKind, BulkJobStatus


class BulkJob(Base):
    __tablename__ = "bulk_job"

    id: Mapped[Key]
    kind: Mapped[str]
    status: Mapped[str]
    # Only whoever asked for it sees it.
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    asked: Mapped[dict[str, Any]] = mapped_column(JSONB)
    total: Mapped[int | None]
    done: Mapped[int] = mapped_column(server_default=text("0"))
    failed: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[Now]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    # What became of it, as the kind has it.
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    # The file that it made, by its name in the file store, and as whoever downloads it is to call it.
    file: Mapped[str | None]
    file_name: Mapped[str | None]
    failure: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(one_of("kind", BulkJobKind), name="kind"),
        CheckConstraint(one_of("status", BulkJobStatus), name="status"),
        CheckConstraint("done >= 0 and failed >= 0", name="counts"),
        CheckConstraint(
            "(status in ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (ended_at is not null)", name="ended_at"
        ),
        CheckConstraint("(file is null) = (file_name is null)", name="file"),
        Index("ix_bulk_job_user_id", "user_id", "created_at"),
    )


class BulkJobResult(Base):
    """What became of one of the things that a job went through."""

    __tablename__ = "bulk_job_result"

    job_id: Mapped[UUID] = mapped_column(ForeignKey("bulk_job.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # The global id of the thing, or what else it is known by.
    subject: Mapped[str]
    succeeded: Mapped[bool]
    code: Mapped[str | None]
    message: Mapped[str | None]
