"""Who the organisation is as a charity, and what donors are told: each in versions, in force from a day on."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Now


class CharityDetails(Base):
    """The charity as the tax authority knows it. A change is another version; none is ever altered."""

    __tablename__ = "charity_details"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    effective_from: Mapped[date]
    name: Mapped[str]
    hmrc_reference: Mapped[str]
    # Null where the charity is registered with no regulator.
    regulator: Mapped[str | None]
    registered_number: Mapped[str | None]
    address: Mapped[str]
    postcode: Mapped[str]
    # Who signs claims.
    official_first_name: Mapped[str]
    official_last_name: Mapped[str]
    official_phone: Mapped[str]
    official_postcode: Mapped[str]
    created_at: Mapped[Now]
    created_by: Mapped[str]

    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("regulator in ('CCEW', 'CCNI', 'OSCR')", name="regulator"),
        CheckConstraint("(regulator is null) = (registered_number is null)", name="registered"),
    )


class GiftAidStatement(Base):
    """The text that donors are told or agree to when they declare; each declaration names its version."""

    __tablename__ = "gift_aid_statement"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    effective_from: Mapped[date]
    text: Mapped[str]
    created_at: Mapped[Now]
    created_by: Mapped[str]

    __table_args__ = (CheckConstraint("version > 0", name="version"),)
