"""Tags in their groups, and which customer bears which."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key


class TagGroup(Base):
    __tablename__ = "tag_group"

    id: Mapped[Key]
    name: Mapped[str]
    description: Mapped[str | None]
    on_web: Mapped[bool] = mapped_column(server_default=text("false"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Now]

    __table_args__ = (Index("uq_tag_group_name", func.lower(text("name")), unique=True),)


class Tag(Base):
    __tablename__ = "tag"

    id: Mapped[Key]
    group_id: Mapped[UUID] = mapped_column(ForeignKey("tag_group.id"))
    name: Mapped[str]
    description: Mapped[str | None]
    is_autotag: Mapped[bool] = mapped_column(server_default=text("false"))
    archived: Mapped[bool] = mapped_column(server_default=text("false"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Now]

    __table_args__ = (Index("uq_tag_name", "group_id", func.lower(text("name")), unique=True),)


class CustomerTag(Base):
    __tablename__ = "customer_tag"

    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT_UNLESS_HELD, primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(ForeignKey("tag.id"), primary_key=True)
    applied_at: Mapped[Now]

    __table_args__ = (Index("ix_customer_tag_tag_id", "tag_id", "customer_id"),)
