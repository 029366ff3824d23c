"""What the tutorials' server reads beside the product's own models: the views that show what the record shows."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData(schema="bench")
    type_annotation_map = {str: Text, datetime: DateTime(timezone=True)}


class Card(Base):
    __tablename__ = "kept_card"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    brand: Mapped[str]
    last_four: Mapped[str]
    expiry_month: Mapped[int]
    expiry_year: Mapped[int]
    holder_name: Mapped[str]
    provider: Mapped[str]
    preferred: Mapped[bool]
    continuous_authority: Mapped[bool]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    last_used_at: Mapped[datetime | None]


class BorneTag(Base):
    __tablename__ = "borne_tag"
    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str | None]
    is_autotag: Mapped[bool]
    position: Mapped[int]


class Answer(Base):
    __tablename__ = "given_answer"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    name: Mapped[str]
    answer: Mapped[str]
    statement: Mapped[int]
    source: Mapped[str]
    username: Mapped[str | None]
    at: Mapped[datetime]


class HeldMembership(Base):
    __tablename__ = "held_membership"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    name: Mapped[str]
    description: Mapped[str | None]
    period_length: Mapped[int | None]
    period_unit: Mapped[str | None]
    auto_renew: Mapped[bool]
    start_date: Mapped[date]
    end_date: Mapped[date]


class Term(Base):
    __tablename__ = "held_term"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    membership_id: Mapped[UUID]
    start_date: Mapped[date]
    end_date: Mapped[date]
    custom_end_reason: Mapped[str | None]


class HeldSubscription(Base):
    __tablename__ = "held_subscription"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    name: Mapped[str]
    issued_on: Mapped[date]
    expires_on: Mapped[date]
    returned_at: Mapped[datetime | None]


class Vouchers(Base):
    __tablename__ = "held_vouchers"
    ticket_subscription_id: Mapped[UUID] = mapped_column(primary_key=True)
    voucher_group_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    position: Mapped[int]
    issued: Mapped[int]
    redeemed: Mapped[int]
    returned: Mapped[int]


class Mailing(Base):
    __tablename__ = "sent_mailing"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    name: Mapped[str]
    kind: Mapped[str]
    sent_at: Mapped[datetime]
    sent_to: Mapped[str | None]
    opened_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]
    opted_out_at: Mapped[datetime | None]


class Item(Base):
    __tablename__ = "ordered_item"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID]
    added_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]
    delivery_method: Mapped[str | None]
    event: Mapped[str | None]
    starts_at: Mapped[datetime | None]
