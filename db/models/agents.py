"""Agents who sell for us: the structures of their commission, and which customer has which."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key, one_of
from domain.commissions import CommissionKind


class CommissionStructure(Base):
    """What an agent keeps of a ticket's price where no rule of the structure says otherwise (AGC-P02)."""

    __tablename__ = "commission_structure"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str | None]
    kind: Mapped[str]
    # Minor units a ticket, or hundredths of a percent of its price.
    value: Mapped[int] = mapped_column(BigInteger)
    active: Mapped[bool] = mapped_column(server_default=text("true"))

    __table_args__ = (
        CheckConstraint(one_of("kind", CommissionKind), name="kind"),
        CheckConstraint("value >= 0 and (kind = 'VALUE' or value <= 10000)", name="value"),
    )


class CommissionRule(Base):
    """Another commission for tickets of one type and band."""

    __tablename__ = "commission_rule"

    id: Mapped[Key]
    structure_id: Mapped[UUID] = mapped_column(ForeignKey("commission_structure.id"))
    ticket_type_id: Mapped[UUID] = mapped_column(ForeignKey("ticket_type.id"))
    price_band_id: Mapped[UUID] = mapped_column(ForeignKey("price_band.id"))
    kind: Mapped[str]
    value: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        CheckConstraint(one_of("kind", CommissionKind), name="kind"),
        CheckConstraint("value >= 0 and (kind = 'VALUE' or value <= 10000)", name="value"),
        UniqueConstraint("structure_id", "ticket_type_id", "price_band_id"),
    )


class Agent(Base):
    """The customer is an agent: an Individual with a structure, an API flag, or both (AGC-P01)."""

    __tablename__ = "agent"

    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT_UNLESS_HELD, primary_key=True)
    structure_id: Mapped[UUID | None] = mapped_column(ForeignKey("commission_structure.id"))
    api_access: Mapped[bool] = mapped_column(server_default=text("false"))
    api_key_hash: Mapped[str | None]
    api_key_made_at: Mapped[datetime | None]
    since: Mapped[Now]

    __table_args__ = (
        CheckConstraint("structure_id is not null or api_access", name="agent"),
        CheckConstraint("(api_key_hash is null) = (api_key_made_at is null)", name="api_key"),
    )
