"""Fundraising campaigns, in up to three levels: campaign, sub-campaign, sub-sub-campaign."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key


class Campaign(Base):
    __tablename__ = "campaign"

    id: Mapped[Key]
    parent_id: Mapped[UUID | None]
    name: Mapped[str]
    level: Mapped[int] = mapped_column(server_default=text("1"))
    # The level above, which with the key below makes a campaign's parent stand exactly one level higher.
    parent_level: Mapped[int | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))

    __table_args__ = (
        CheckConstraint("level between 1 and 3", name="level"),
        CheckConstraint(
            "case level when 1 then parent_id is null and parent_level is null"
            " else parent_id is not null and parent_level = level - 1 end",
            name="parent",
        ),
        UniqueConstraint("id", "level"),
        UniqueConstraint("parent_id", "name"),
        ForeignKeyConstraint(["parent_id", "parent_level"], ["campaign.id", "campaign.level"]),
    )
