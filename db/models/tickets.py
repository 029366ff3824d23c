"""What tickets are sold as: ticket types and price bands."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key


class TicketType(Base):
    __tablename__ = "ticket_type"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(server_default=text("0"))


class PriceBand(Base):
    __tablename__ = "price_band"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(server_default=text("0"))
