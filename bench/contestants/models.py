"""The tables of the benchmark's store, mapped for the contestants that are written in Python."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import DateTime, ForeignKey, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData(schema="crm")
    type_annotation_map = {str: Text, datetime: DateTime(timezone=True)}


class Customer(Base):
    __tablename__ = "customer"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_no: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    birth_date: Mapped[date | None]
    created_at: Mapped[datetime]
    segment: Mapped[str]
    lifetime_value_minor: Mapped[int]
    is_active: Mapped[bool]


class Address(Base):
    __tablename__ = "address"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey(Customer.id))
    kind: Mapped[str]
    line1: Mapped[str]
    city: Mapped[str]
    postcode: Mapped[str]
    country: Mapped[str]
    is_primary: Mapped[bool]


class Tag(Base):
    __tablename__ = "tag"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    color: Mapped[str]


class CustomerTag(Base):
    __tablename__ = "customer_tag"
    customer_id: Mapped[int] = mapped_column(ForeignKey(Customer.id), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey(Tag.id), primary_key=True)


class ContactPreference(Base):
    __tablename__ = "contact_preference"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey(Customer.id))
    channel: Mapped[str]
    purpose: Mapped[str]
    opted_in: Mapped[bool]
    updated_at: Mapped[datetime]


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey(Customer.id))
    order_no: Mapped[str]
    status: Mapped[str]
    total_minor: Mapped[int]
    currency: Mapped[str]
    placed_at: Mapped[datetime]


class OrderItem(Base):
    __tablename__ = "order_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey(Order.id))
    sku: Mapped[str]
    title: Mapped[str]
    quantity: Mapped[int]
    unit_price_minor: Mapped[int]


class Membership(Base):
    __tablename__ = "membership"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey(Customer.id))
    level: Mapped[str]
    status: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    price_minor: Mapped[int]


class TicketSubscription(Base):
    __tablename__ = "ticket_subscription"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey(Customer.id))
    season: Mapped[str]
    package: Mapped[str]
    seats: Mapped[int]
    status: Mapped[str]


class Voucher(Base):
    __tablename__ = "voucher"
    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey(TicketSubscription.id))
    code: Mapped[str]
    status: Mapped[str]
    value_minor: Mapped[int]
    redeemed_at: Mapped[datetime | None]


class Pledge(Base):
    __tablename__ = "pledge"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey(Customer.id))
    campaign: Mapped[str]
    amount_minor: Mapped[int]
    status: Mapped[str]
    pledged_at: Mapped[datetime]


class PledgeInstalment(Base):
    __tablename__ = "pledge_instalment"
    id: Mapped[int] = mapped_column(primary_key=True)
    pledge_id: Mapped[int] = mapped_column(ForeignKey(Pledge.id))
    due_on: Mapped[date]
    amount_minor: Mapped[int]
    paid: Mapped[bool]


class TimelineEvent(Base):
    __tablename__ = "timeline_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey(Customer.id))
    kind: Mapped[str]
    summary: Mapped[str]
    occurred_at: Mapped[datetime]
