"""Attributes: the custom fields of one system, their options, and the values on records."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key


class AttributeDefinition(Base):
    __tablename__ = "attribute_definition"

    id: Mapped[Key]
    name: Mapped[str]
    type: Mapped[str]
    description: Mapped[str | None]
    required: Mapped[bool] = mapped_column(server_default=text("false"))
    protected: Mapped[bool] = mapped_column(server_default=text("false"))
    applies_to: Mapped[str] = mapped_column(server_default="BOTH")
    position: Mapped[int] = mapped_column(server_default=text("0"))
    visible_on_web: Mapped[bool] = mapped_column(server_default=text("false"))
    archived: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Now]

    __table_args__ = (
        CheckConstraint("type in ('TEXT', 'CURRENCY', 'DATE', 'DROPDOWN', 'CHECKLIST')", name="type"),
        CheckConstraint("applies_to in ('INDIVIDUAL', 'ORGANISATION', 'BOTH')", name="applies_to"),
        CheckConstraint("char_length(name) between 1 and 50", name="name"),
        Index("uq_attribute_definition_name", func.lower(text("name")), unique=True),
    )


class AttributeOption(Base):
    __tablename__ = "attribute_option"

    id: Mapped[Key]
    definition_id: Mapped[UUID] = mapped_column(ForeignKey("attribute_definition.id"))
    label: Mapped[str]
    position: Mapped[int] = mapped_column(server_default=text("0"))
    archived: Mapped[bool] = mapped_column(server_default=text("false"))

    __table_args__ = (UniqueConstraint("definition_id", "label"),)


class AttributeValue(Base):
    __tablename__ = "attribute_value"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT_UNLESS_HELD)
    definition_id: Mapped[UUID] = mapped_column(ForeignKey("attribute_definition.id"))
    text_value: Mapped[str | None]
    money_minor: Mapped[int | None] = mapped_column(BigInteger)
    date_value: Mapped[date | None]
    # Options are archived, never deleted, so an array of their ids cannot dangle.
    option_ids: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid))
    # A protected value stands here alone, encrypted, and in none of the columns above.
    ciphertext: Mapped[bytes | None]
    updated_at: Mapped[Now]

    __table_args__ = (
        UniqueConstraint("customer_id", "definition_id"),
        CheckConstraint(
            "num_nonnulls(text_value, money_minor, date_value, option_ids, ciphertext) = 1", name="one_value"
        ),
        Index(
            "ix_attribute_value_text",
            "definition_id",
            "text_value",
            postgresql_where=text("text_value is not null"),
        ),
        Index("ix_attribute_value_options", "option_ids", postgresql_using="gin"),
    )
