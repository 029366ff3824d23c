"""User accounts of staff and the roles granted to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, one_of
from domain.permissions import Role


class UserAccount(Base):
    __tablename__ = "user_account"

    id: Mapped[Key]
    username: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    name: Mapped[str]
    job_title: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    protected_data: Mapped[bool] = mapped_column(server_default=text("false"))
    # A token issued before this moment is refused: signing somebody out everywhere is one update.
    tokens_valid_from: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Now]

    __table_args__ = (Index("uq_user_account_email", func.lower(text("email")), unique=True),)


class UserRole(Base):
    __tablename__ = "user_role"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (CheckConstraint(one_of("role", Role), name="role"),)
