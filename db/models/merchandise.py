"""What is sold beside tickets: programmes, drinks, scarves."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key


class Product(Base):
    __tablename__ = "product"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    category: Mapped[str | None]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    active: Mapped[bool] = mapped_column(server_default=text("true"))

    __table_args__ = (CheckConstraint("price_minor >= 0", name="price"),)
