"""Claims for Gift Aid: the gifts that each asks for, row by row, and what later has to be given back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Sequence, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, one_of
from domain.gift_aid_claims import AdjustmentReason, ClaimStatus

claim_number = Sequence("gift_aid_claim_number", start=1, metadata=Base.metadata)


class GiftAidClaim(Base):
    __tablename__ = "gift_aid_claim"

    id: Mapped[Key]
    number: Mapped[int] = mapped_column(
        BigInteger, claim_number, server_default=claim_number.next_value(), unique=True
    )
    period_from: Mapped[date]
    period_to: Mapped[date]
    status: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    charity_version: Mapped[int] = mapped_column(ForeignKey("charity_details.version"))
    prepared_at: Mapped[Now]
    prepared_by: Mapped[str]
    previewed_at: Mapped[datetime | None]
    submitted_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    # What the tax authority calls the claim, and what it answered.
    correlation: Mapped[str | None]
    response: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(one_of("status", ClaimStatus), name="status"),
        CheckConstraint("period_to >= period_from", name="period"),
        CheckConstraint("(status in ('DRAFT', 'PREVIEWED')) = (submitted_on is null)", name="submitted_on"),
        CheckConstraint(
            "(status in ('ACCEPTED', 'REJECTED', 'PART_REJECTED')) = (decided_on is not null)",
            name="decided_on",
        ),
    )


class GiftAidClaimLine(Base):
    """One gift in a claim. It is live until it is released, and a gift has one live line at most (GAD-P15).

    Who gave it is kept as the last preview found them: that is what the claim tells the tax authority.
    """

    __tablename__ = "gift_aid_claim_line"

    id: Mapped[Key]
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("gift_aid_claim.id"))
    donation_id: Mapped[UUID] = mapped_column(ForeignKey("donation.id"))
    declaration_id: Mapped[UUID] = mapped_column(ForeignKey("gift_aid_declaration.id"))
    live: Mapped[bool] = mapped_column(server_default=text("true"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    tax_minor: Mapped[int] = mapped_column(BigInteger)
    made_on: Mapped[date]
    # The row of the schedule that it is part of, the first being 1; small gifts share one.
    schedule_row: Mapped[int | None]
    title: Mapped[str | None]
    first_name: Mapped[str | None]
    last_name: Mapped[str | None]
    house: Mapped[str | None]
    postcode: Mapped[str | None]
    # Why it was released: what the tax authority said of its row.
    rejection: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("amount_minor > 0 and tax_minor >= 0", name="amounts"),
        CheckConstraint("not (live and rejection is not null)", name="rejection"),
        UniqueConstraint("claim_id", "donation_id"),
        Index("uq_gift_aid_claim_line_live", "donation_id", unique=True, postgresql_where=text("live")),
        Index("ix_gift_aid_claim_line_declaration_id", "declaration_id"),
    )


class GiftAidAdjustment(Base):
    """Tax that was paid for a gift that turned out not to qualify; taken off the next claim (GAD-P16)."""

    __tablename__ = "gift_aid_adjustment"

    id: Mapped[Key]
    line_id: Mapped[UUID] = mapped_column(ForeignKey("gift_aid_claim_line.id"), unique=True)
    reason: Mapped[str]
    tax_minor: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[Now]
    made_by: Mapped[str]
    # The claim that it is taken off.
    carried_into: Mapped[UUID | None] = mapped_column(ForeignKey("gift_aid_claim.id"), index=True)

    __table_args__ = (
        CheckConstraint(one_of("reason", AdjustmentReason), name="reason"),
        CheckConstraint("tax_minor > 0", name="tax"),
    )
