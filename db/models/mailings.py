"""Mailings, and what is known of each one that a customer was sent. Transactional mail is not here (MAI-05)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, OnMerge, customer_key, one_of
from domain.mailings import BounceType, FulfilmentMethod, MailingKind


class Mailing(Base):
    __tablename__ = "mailing"

    id: Mapped[Key]
    name: Mapped[str]
    kind: Mapped[str]
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))
    fulfilment_method: Mapped[str | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(one_of("kind", MailingKind), name="kind"),
        CheckConstraint(one_of("fulfilment_method", FulfilmentMethod), name="fulfilment_method"),
        CheckConstraint("(kind = 'POSTAL_MAILING') = (fulfilment_method is not null)", name="fulfilment"),
    )


class MailingRecord(Base):
    """One mailing to one customer, with what the provider told of it."""

    __tablename__ = "mailing_record"

    id: Mapped[Key]
    mailing_id: Mapped[UUID] = mapped_column(ForeignKey("mailing.id"))
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT_UNLESS_HELD)
    sent_at: Mapped[datetime]
    # The email address that it went to, where it is known: bounces block that address, and no later one (MAI-P02).
    sent_to: Mapped[str | None]
    opened_at: Mapped[datetime | None]
    open_count: Mapped[int] = mapped_column(server_default=text("0"))
    # Whether a machine of the mail service opened it, null where the provider does not say (MAI-07).
    machine_open: Mapped[bool | None]
    bounced_at: Mapped[datetime | None]
    bounce_type: Mapped[str | None]
    blocked: Mapped[bool] = mapped_column(server_default=text("false"))
    opted_out_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(one_of("bounce_type", BounceType), name="bounce_type"),
        CheckConstraint("(bounced_at is null) = (bounce_type is null)", name="bounce"),
        CheckConstraint("(opened_at is null) = (open_count = 0) and open_count >= 0", name="opened"),
        UniqueConstraint("mailing_id", "customer_id"),
        Index("ix_mailing_record_customer_id", "customer_id", text("sent_at desc"), text("id desc")),
    )


class MailingClick(Base):
    """A link in an email that the customer followed."""

    __tablename__ = "mailing_click"

    id: Mapped[Key]
    record_id: Mapped[UUID] = mapped_column(ForeignKey("mailing_record.id"), index=True)
    url: Mapped[str]
    clicked_at: Mapped[datetime]
