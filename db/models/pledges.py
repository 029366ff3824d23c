"""Pledges and legacies, their instalments, and the donations that were applied to them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, one_of
from domain.pledges import PledgeEventKind, PledgeKind


class Pledge(Base):
    """The customer is that of its opportunity, so that a merge moves both at once (PLG-P02)."""

    __tablename__ = "pledge"

    id: Mapped[Key]
    kind: Mapped[str]
    opportunity_id: Mapped[UUID] = mapped_column(ForeignKey("opportunity.id"))
    fund_id: Mapped[UUID] = mapped_column(ForeignKey("fund.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    # A legacy has no day.
    pledged_on: Mapped[date | None]
    note: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None]
    written_off_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Now]

    __table_args__ = (
        CheckConstraint(one_of("kind", PledgeKind), name="kind"),
        # What is written off before anything was given comes to nothing (PLG-P10).
        CheckConstraint("amount_minor > 0 or written_off_at is not null and amount_minor = 0", name="amount"),
        CheckConstraint("(kind = 'PLEDGE') = (pledged_on is not null)", name="pledged_on"),
        CheckConstraint("(cancelled_at is null) = (cancel_reason is null)", name="cancelled"),
        CheckConstraint("cancelled_at is null or written_off_at is null", name="ended_once"),
        Index("ix_pledge_opportunity_id", "opportunity_id"),
        UniqueConstraint("id", "kind"),
    )


class PledgeInstalment(Base):
    """The amounts of all of them, cancelled ones included, come to that of the pledge (PLG-P03)."""

    __tablename__ = "pledge_instalment"

    id: Mapped[Key]
    pledge_id: Mapped[UUID]
    # Only a pledge is given in instalments.
    kind: Mapped[str] = mapped_column(server_default=PledgeKind.PLEDGE.value)
    number: Mapped[int]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    due_on: Mapped[date]
    cancelled_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kind = 'PLEDGE'", name="kind"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("amount_minor > 0 or cancelled_at is not null and amount_minor = 0", name="amount"),
        ForeignKeyConstraint(["pledge_id", "kind"], ["pledge.id", "pledge.kind"]),
        UniqueConstraint("pledge_id", "number"),
        UniqueConstraint("id", "pledge_id"),
    )


class PledgePayment(Base):
    """So much of a donation is for this pledge or legacy, and of a pledge for this instalment (PLG-P08).

    A donation that was returned is given no longer, and neither is what of it stands here.
    """

    __tablename__ = "pledge_payment"

    id: Mapped[Key]
    donation_id: Mapped[UUID] = mapped_column(ForeignKey("donation.id"))
    pledge_id: Mapped[UUID]
    instalment_id: Mapped[UUID | None]
    amount_minor: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        ForeignKeyConstraint(["pledge_id"], ["pledge.id"]),
        ForeignKeyConstraint(
            ["instalment_id", "pledge_id"], ["pledge_instalment.id", "pledge_instalment.pledge_id"]
        ),
        Index("ix_pledge_payment_pledge_id", "pledge_id"),
        Index("ix_pledge_payment_donation_id", "donation_id"),
        Index(
            "ix_pledge_payment_instalment_id",
            "instalment_id",
            postgresql_where=text("instalment_id is not null"),
        ),
    )


class PledgeEvent(Base):
    """One thing that happened to a pledge or legacy, with its amount from then on; only ever added to."""

    __tablename__ = "pledge_event"

    id: Mapped[Key]
    pledge_id: Mapped[UUID] = mapped_column(ForeignKey("pledge.id"))
    kind: Mapped[str]
    at: Mapped[Now]
    username: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(one_of("kind", PledgeEventKind), name="kind"),
        Index("ix_pledge_event_pledge_id", "pledge_id", text("at desc"), text("id desc")),
    )
