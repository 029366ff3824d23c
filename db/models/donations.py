"""Donations: gifts on their own, and the parts of other items that are gifts (DON-P02)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, one_of
from domain.orders import DonationSource


class Donation(Base):
    """The donor is the owner of the order. Returned with the item that it is, or is a part of."""

    __tablename__ = "donation"

    id: Mapped[Key]
    order_item_id: Mapped[UUID] = mapped_column(ForeignKey("order_item.id"), unique=True)
    # The order of the item, by which somebody's gifts are found without their tickets.
    order_id: Mapped[UUID] = mapped_column(ForeignKey("customer_order.id"), index=True)
    fund_id: Mapped[UUID] = mapped_column(ForeignKey("fund.id"))
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))
    source: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    # The civil date on which the gift was made, in the system's zone.
    made_on: Mapped[date]
    recognition_name: Mapped[str | None]
    tribute: Mapped[str | None]
    excluded_from_gift_aid: Mapped[str | None]
    gift_aid_claimed_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint(one_of("source", DonationSource), name="source"),
        CheckConstraint("amount_minor > 0", name="amount"),
        Index("ix_donation_made_on", "made_on"),
    )
