"""The titles that the create form offers."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key


class Title(Base):
    __tablename__ = "title"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(server_default=text("0"))
