"""Gift Aid: declarations as they were made, cancellations, and which declarations each of these names."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key, one_of
from domain.gift_aid import CancellationOption, Coverage, DeclarationType, EvidenceMethod


class GiftAidDeclaration(Base):
    """A declaration with the name and address that the donor had then; never changed, never deleted."""

    __tablename__ = "gift_aid_declaration"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT)
    made_at: Mapped[Now]
    # The civil date of the above, in the system's zone.
    made_on: Mapped[date]
    coverage: Mapped[str]
    coverage_from: Mapped[date]
    coverage_to: Mapped[date | None]
    type: Mapped[str]
    evidence: Mapped[str]
    evidence_text: Mapped[str | None]
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    email_sent_at: Mapped[datetime | None]
    letter_generated_at: Mapped[datetime | None]
    # The letter as it was made, by its name in the file store.
    letter_file: Mapped[str | None]
    written_record_sent_on: Mapped[date | None]
    title: Mapped[str | None]
    first_name: Mapped[str | None]
    last_name: Mapped[str | None]
    address_line1: Mapped[str | None]
    address_rest: Mapped[str | None]
    postcode: Mapped[str | None]
    country_code: Mapped[str | None]
    charity_name: Mapped[str]
    statement_version: Mapped[int]
    created_by: Mapped[str]

    __table_args__ = (
        CheckConstraint(one_of("coverage", Coverage), name="coverage"),
        CheckConstraint(one_of("type", DeclarationType), name="type"),
        CheckConstraint(one_of("evidence", EvidenceMethod), name="evidence"),
        CheckConstraint("coverage_to >= coverage_from", name="period"),
        CheckConstraint(
            "case type when 'VERBAL' then evidence <> 'ONLINE' when 'PAPER' then evidence in ('MANUAL', 'UPLOAD')"
            " else evidence = 'ONLINE' end",
            name="evidence_of_type",
        ),
        CheckConstraint("(evidence = 'UPLOAD') = (document_id is not null)", name="document"),
        Index("ix_gift_aid_declaration_customer_id", "customer_id", "made_at"),
    )


class GiftAidCancellation(Base):
    __tablename__ = "gift_aid_cancellation"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT)
    made_at: Mapped[Now]
    made_on: Mapped[date]
    option: Mapped[str]
    effective_from: Mapped[date]
    note: Mapped[str | None]
    created_by: Mapped[str]

    __table_args__ = (
        CheckConstraint(one_of("option", CancellationOption), name="option"),
        CheckConstraint("effective_from <= made_on", name="effective_from"),
        Index("ix_gift_aid_cancellation_customer_id", "customer_id", "made_at"),
    )


class CancelledDeclaration(Base):
    """A declaration that a cancellation names (GAD-P12)."""

    __tablename__ = "cancelled_declaration"

    cancellation_id: Mapped[UUID] = mapped_column(ForeignKey("gift_aid_cancellation.id"), primary_key=True)
    declaration_id: Mapped[UUID] = mapped_column(
        ForeignKey("gift_aid_declaration.id"), primary_key=True, index=True
    )
