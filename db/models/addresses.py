"""The addresses of a record; at most one is the default for billing and one for delivery."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, SortKey, customer_key, one_of


class AddressSource(StrEnum):
    """How an address came onto the record (ADR-P01)."""

    MANUAL = "MANUAL"
    LOOKUP = "LOOKUP"
    WEB = "WEB"
    IMPORT = "IMPORT"
    MERGE = "MERGE"


class Address(Base):
    __tablename__ = "address"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT_UNLESS_HELD)
    label: Mapped[str | None]
    line1: Mapped[str]
    line2: Mapped[str | None]
    line3: Mapped[str | None]
    town: Mapped[str]
    county: Mapped[str | None]
    postcode: Mapped[str | None]
    postcode_unknown: Mapped[bool] = mapped_column(server_default=text("false"))
    country_code: Mapped[str]
    source: Mapped[str] = mapped_column(server_default="MANUAL")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    default_billing: Mapped[bool] = mapped_column(server_default=text("false"))
    default_delivery: Mapped[bool] = mapped_column(server_default=text("false"))
    # Both computed by domain.addresses: the whole address folded for comparison, and the postcode as it is searched.
    address_key: Mapped[SortKey]
    postcode_key: Mapped[SortKey | None]
    line1_key: Mapped[SortKey]
    created_at: Mapped[Now]
    updated_at: Mapped[Now]

    __table_args__ = (
        CheckConstraint(one_of("source", AddressSource), name="source"),
        CheckConstraint("country_code ~ '^[A-Z]{2}$'", name="country_code"),
        CheckConstraint("valid_to >= valid_from", name="validity"),
        UniqueConstraint("customer_id", "address_key"),
        Index(
            "uq_address_default_billing", "customer_id", unique=True, postgresql_where=text("default_billing")
        ),
        Index(
            "uq_address_default_delivery",
            "customer_id",
            unique=True,
            postgresql_where=text("default_delivery"),
        ),
        Index("ix_address_postcode_key", "postcode_key", postgresql_where=text("postcode_key is not null")),
        Index("ix_address_line1_key", "line1_key"),
    )
