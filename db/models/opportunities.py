"""Opportunities, the stages that they go through, and every change of stage."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key, one_of
from domain.opportunities import Outcome, StageChangeKind


class OpportunityStage(Base):
    """One step on the way to a gift, as the Opportunities Administrator has set it up (OPP-P02)."""

    __tablename__ = "opportunity_stage"

    id: Mapped[Key]
    name: Mapped[str]
    position: Mapped[int]
    probability_percent: Mapped[int]
    is_terminal: Mapped[bool] = mapped_column(server_default=text("false"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))

    __table_args__ = (
        CheckConstraint("probability_percent between 0 and 100", name="probability"),
        Index("uq_opportunity_stage_name", func.lower(text("name")), unique=True),
    )


class Opportunity(Base):
    """What it has brought is never stored: that is the sum of what is linked to it (OPP-P04)."""

    __tablename__ = "opportunity"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    stage_id: Mapped[UUID] = mapped_column(ForeignKey("opportunity_stage.id"))
    # The user account in charge, which may have been closed since (OPP-P07).
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    target_minor: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    asked_minor: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    opened_on: Mapped[date]
    expected_close_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(server_default=Outcome.OPEN.value)
    close_reason: Mapped[str | None]
    notes: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Now]

    __table_args__ = (
        CheckConstraint(one_of("outcome", Outcome), name="outcome"),
        CheckConstraint("target_minor >= 0 and asked_minor >= 0", name="amounts"),
        CheckConstraint("(outcome = 'OPEN') = (closed_on is null)", name="closed_on"),
        CheckConstraint("closed_on >= opened_on", name="period"),
        Index("ix_opportunity_customer_id", "customer_id"),
        Index("ix_opportunity_owner_id", "owner_id"),
        Index("ix_opportunity_campaign_id", "campaign_id"),
        # The dashboard, those begun last first.
        Index("ix_opportunity_opened_on", text("opened_on desc"), text("id desc")),
    )


class StageChange(Base):
    """An opportunity was opened, moved, closed or opened again; only ever added to (OPP-P02)."""

    __tablename__ = "stage_change"

    id: Mapped[Key]
    opportunity_id: Mapped[UUID] = mapped_column(ForeignKey("opportunity.id"))
    kind: Mapped[str]
    from_stage_id: Mapped[UUID | None] = mapped_column(ForeignKey("opportunity_stage.id"))
    to_stage_id: Mapped[UUID] = mapped_column(ForeignKey("opportunity_stage.id"))
    # How it ended, where this closed it.
    outcome: Mapped[str | None]
    at: Mapped[Now]
    username: Mapped[str]
    note: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(one_of("kind", StageChangeKind), name="kind"),
        CheckConstraint("outcome in ('WON', 'LOST', 'WITHDRAWN')", name="outcome"),
        CheckConstraint("(kind = 'CLOSED') = (outcome is not null)", name="closing"),
        CheckConstraint("(kind = 'OPENED') = (from_stage_id is null)", name="opening"),
        Index("ix_stage_change_opportunity_id", "opportunity_id", text("at desc"), text("id desc")),
    )


class OpportunityAttribute(Base):
    """A question that is asked about an opportunity, such as who introduced the donor."""

    __tablename__ = "opportunity_attribute"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(server_default=text("0"))


class OpportunityAttributeValue(Base):
    __tablename__ = "opportunity_attribute_value"

    opportunity_id: Mapped[UUID] = mapped_column(ForeignKey("opportunity.id"), primary_key=True)
    attribute_id: Mapped[UUID] = mapped_column(ForeignKey("opportunity_attribute.id"), primary_key=True)
    value: Mapped[str]
