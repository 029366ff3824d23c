"""Ticket subscriptions: the structures on offer with their groups of vouchers, and what customers hold of them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, OnMerge, customer_key


class SubscriptionStructure(Base):
    """What is on offer under one name; what it costs is told by its pricing sets (TSB-P01)."""

    __tablename__ = "subscription_structure"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class PricingSet(Base):
    __tablename__ = "pricing_set"

    id: Mapped[Key]
    structure_id: Mapped[UUID] = mapped_column(ForeignKey("subscription_structure.id"))
    name: Mapped[str]

    __table_args__ = (UniqueConstraint("structure_id", "name"),)


class VoucherGroup(Base):
    __tablename__ = "voucher_group"

    id: Mapped[Key]
    pricing_set_id: Mapped[UUID] = mapped_column(ForeignKey("pricing_set.id"))
    name: Mapped[str]
    vouchers: Mapped[int]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    commission_minor: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    position: Mapped[int] = mapped_column(server_default=text("0"))

    __table_args__ = (
        CheckConstraint("vouchers > 0", name="vouchers"),
        CheckConstraint("price_minor >= 0 and commission_minor >= 0", name="price"),
        UniqueConstraint("pricing_set_id", "name"),
    )


class VoucherGroupInstance(Base):
    """An instance for which vouchers of the group are good."""

    __tablename__ = "voucher_group_instance"

    voucher_group_id: Mapped[UUID] = mapped_column(ForeignKey("voucher_group.id"), primary_key=True)
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("instance.id"), primary_key=True, index=True)


class VoucherGroupTicketType(Base):
    """A ticket type as which vouchers of the group may be redeemed."""

    __tablename__ = "voucher_group_ticket_type"

    voucher_group_id: Mapped[UUID] = mapped_column(ForeignKey("voucher_group.id"), primary_key=True)
    ticket_type_id: Mapped[UUID] = mapped_column(ForeignKey("ticket_type.id"), primary_key=True)


class TicketSubscription(Base):
    """A subscription that a customer holds. The order is that of the item that sold it."""

    __tablename__ = "ticket_subscription"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT, index=True)
    pricing_set_id: Mapped[UUID] = mapped_column(ForeignKey("pricing_set.id"))
    issued_on: Mapped[date]
    # The last day on which its vouchers can be redeemed.
    expires_on: Mapped[date]
    returned_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("expires_on >= issued_on", name="expiry"),)


class SubscriptionVouchers(Base):
    """How many vouchers of one group a subscription has. Those that expired follow from the date (TSB-P02)."""

    __tablename__ = "subscription_vouchers"

    ticket_subscription_id: Mapped[UUID] = mapped_column(
        ForeignKey("ticket_subscription.id"), primary_key=True
    )
    voucher_group_id: Mapped[UUID] = mapped_column(ForeignKey("voucher_group.id"), primary_key=True)
    issued: Mapped[int]
    redeemed: Mapped[int] = mapped_column(server_default=text("0"))
    returned: Mapped[int] = mapped_column(server_default=text("0"))

    __table_args__ = (
        CheckConstraint(
            "issued > 0 and redeemed >= 0 and returned >= 0 and redeemed + returned <= issued", name="counts"
        ),
        Index("ix_subscription_vouchers_voucher_group_id", "voucher_group_id"),
    )
