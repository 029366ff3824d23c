"""Memberships: the types on offer, who holds one, and the terms that a membership is a chain of."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key, one_of
from domain.memberships import PeriodUnit


class MembershipType(Base):
    __tablename__ = "membership_type"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str | None]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    renewal_price_minor: Mapped[int] = mapped_column(BigInteger)
    donation_minor: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    benefit_minor: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    period_length: Mapped[int | None]
    period_unit: Mapped[str | None]
    # The day on which every term of the type ends, the first time; then a year later at each renewal (MEM-P04).
    fixed_end: Mapped[date | None]
    renewal_opens_days_before: Mapped[int] = mapped_column(server_default=text("60"))
    renewal_closes_days_after: Mapped[int] = mapped_column(server_default=text("30"))
    auto_renew_allowed: Mapped[bool] = mapped_column(server_default=text("false"))
    fund_id: Mapped[UUID | None] = mapped_column(ForeignKey("fund.id"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))

    __table_args__ = (
        CheckConstraint(one_of("period_unit", PeriodUnit), name="period_unit"),
        CheckConstraint(
            "(period_length is null) = (period_unit is null) and (period_unit is null) <> (fixed_end is null)"
            " and period_length > 0",
            name="period",
        ),
        CheckConstraint("price_minor >= 0 and renewal_price_minor >= 0", name="price"),
        CheckConstraint(
            "donation_minor between 0 and least(price_minor, renewal_price_minor) and benefit_minor >= 0",
            name="donation",
        ),
        CheckConstraint("donation_minor = 0 or fund_id is not null", name="fund"),
        CheckConstraint("renewal_opens_days_before >= 0 and renewal_closes_days_after >= 0", name="window"),
    )


class Membership(Base):
    __tablename__ = "membership"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT)
    type_id: Mapped[UUID] = mapped_column(ForeignKey("membership_type.id"))
    auto_renew: Mapped[bool] = mapped_column(server_default=text("false"))
    card_id: Mapped[UUID | None] = mapped_column(ForeignKey("wallet_card.id"), index=True)
    cancelled_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    created_at: Mapped[Now]

    __table_args__ = (Index("ix_membership_customer_id", "customer_id"),)


class MembershipTerm(Base):
    """One term: the sale makes the first, each renewal the next (MEM-P05). The order is that of its item."""

    __tablename__ = "membership_term"

    id: Mapped[Key]
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    starts: Mapped[date]
    ends: Mapped[date]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    # Whether it was renewed by itself, from a stored card.
    automatic: Mapped[bool] = mapped_column(server_default=text("false"))
    # Why staff set the end by hand (MEM-P08).
    custom_end_reason: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("ends >= starts", name="term"),
        CheckConstraint("price_minor >= 0", name="price"),
        UniqueConstraint("membership_id", "starts"),
    )
