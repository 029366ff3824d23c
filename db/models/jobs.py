"""Which nights' jobs were begun; the queue itself is pgqueuer's, and has no models."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Now


class NightlyRun(Base):
    __tablename__ = "nightly_run"

    job: Mapped[str] = mapped_column(primary_key=True)
    # The civil date on which the job was due.
    night: Mapped[date] = mapped_column(primary_key=True)
    begun_at: Mapped[Now]
