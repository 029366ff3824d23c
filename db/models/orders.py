"""Orders: who placed them for whom, what was paid on them, and what happened to them since."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Sequence, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key, one_of
from domain.orders import OrderEventKind, OrderState, PaymentKind, PaymentMethod, SalesChannel

order_number = Sequence("order_number", start=200001, metadata=Base.metadata)


class Order(Base):
    """`order` is a word of SQL's own, so the table has a longer name."""

    __tablename__ = "customer_order"

    id: Mapped[Key]
    number: Mapped[int] = mapped_column(
        BigInteger, order_number, server_default=order_number.next_value(), unique=True
    )
    owner_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT)
    # The name as it was when the order was placed: it stays readable when the owner is not (ROL-P07).
    owner_name: Mapped[str]
    facilitator_id: Mapped[UUID | None] = customer_key(on_merge=OnMerge.REPOINT)
    sales_channel: Mapped[str]
    state: Mapped[str]
    placed_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    reserved_until: Mapped[datetime | None]
    restricted: Mapped[bool] = mapped_column(server_default=text("false"))
    placed_by: Mapped[str]

    __table_args__ = (
        CheckConstraint(one_of("sales_channel", SalesChannel), name="sales_channel"),
        CheckConstraint(one_of("state", OrderState), name="state"),
        CheckConstraint("facilitator_id <> owner_id", name="facilitator_is_another"),
        CheckConstraint("edited_at >= placed_at", name="edited_at"),
        CheckConstraint(
            "state not in ('CONFIRMED', 'PARTIALLY_RETURNED', 'RETURNED') or confirmed_at is not null",
            name="confirmed_at",
        ),
        CheckConstraint(
            "state not in ('RESERVED', 'EXPIRED') or reserved_until is not null", name="reserved_until"
        ),
        # With all that is asked of an order to find what is in it: customers with thousands of them are counted and
        # put in order by these two indexes alone.
        Index(
            "ix_customer_order_owner_id",
            "owner_id",
            text("placed_at desc"),
            text("id desc"),
            postgresql_include=["number", "restricted"],
        ),
        Index(
            "ix_customer_order_facilitator_id",
            "facilitator_id",
            text("placed_at desc"),
            text("id desc"),
            postgresql_include=["number", "restricted"],
            postgresql_where=text("facilitator_id is not null"),
        ),
        # What one has placed for another, of whatever many they have placed otherwise.
        Index(
            "ix_customer_order_on_behalf",
            "owner_id",
            "facilitator_id",
            postgresql_where=text("facilitator_id is not null"),
        ),
        Index(
            "ix_customer_order_reserved_until", "reserved_until", postgresql_where=text("state = 'RESERVED'")
        ),
        # Few orders are restricted, and each record says whether one of its own is.
        Index("ix_customer_order_restricted_owner_id", "owner_id", postgresql_where=text("restricted")),
        Index(
            "ix_customer_order_restricted_facilitator_id",
            "facilitator_id",
            postgresql_where=text("restricted"),
        ),
    )


class SoftCredit(Base):
    """A customer who is credited with an order without having placed or paid it."""

    __tablename__ = "soft_credit"

    id: Mapped[Key]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("customer_order.id"))
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT_UNLESS_HELD)
    type: Mapped[str]
    added_at: Mapped[Now]

    __table_args__ = (
        UniqueConstraint("order_id", "customer_id"),
        Index("ix_soft_credit_customer_id", "customer_id"),
    )


class OrderPayment(Base):
    """One movement of money on an order; only ever added to. Amounts are positive, the kind tells the direction."""

    __tablename__ = "order_payment"

    id: Mapped[Key]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("customer_order.id"))
    kind: Mapped[str]
    # None where no money moved: a deposit that was used had been paid before.
    method: Mapped[str | None]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[Now]

    __table_args__ = (
        CheckConstraint(one_of("kind", PaymentKind), name="kind"),
        CheckConstraint(one_of("method", PaymentMethod), name="method"),
        CheckConstraint("amount_minor > 0", name="amount"),
        Index("ix_order_payment_order_id", "order_id"),
        # Few payments have to do with a deposit, and each record says which deposits are unused.
        Index(
            "ix_order_payment_deposit",
            "order_id",
            postgresql_include=["kind", "amount_minor"],
            postgresql_where=text("kind not in ('PAYMENT', 'REFUND')"),
        ),
    )


class OrderEvent(Base):
    """One thing that happened to an order; only ever added to (ORD-P09)."""

    __tablename__ = "order_event"

    id: Mapped[Key]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("customer_order.id"))
    kind: Mapped[str]
    at: Mapped[Now]
    username: Mapped[str]
    narrative: Mapped[str]
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        CheckConstraint(one_of("kind", OrderEventKind), name="kind"),
        Index("ix_order_event_order_id", "order_id", "at"),
    )


class OrderAttribute(Base):
    """A question that is asked about an order, such as how the customer heard of the event."""

    __tablename__ = "order_attribute"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(server_default=text("0"))


class OrderAttributeValue(Base):
    __tablename__ = "order_attribute_value"

    order_id: Mapped[UUID] = mapped_column(ForeignKey("customer_order.id"), primary_key=True)
    attribute_id: Mapped[UUID] = mapped_column(ForeignKey("order_attribute.id"), primary_key=True)
    value: Mapped[str]
