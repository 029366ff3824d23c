"""Relationships between two customers: one row, which both records show from their own side."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key


class RelationshipType(Base):
    """What somebody (a, the from side) is to somebody else (b, the to side), and who may book for whom (REL-P01)."""

    __tablename__ = "relationship_type"

    id: Mapped[Key]
    forward_label: Mapped[str]
    reverse_label: Mapped[str]
    from_kind: Mapped[str]
    to_kind: Mapped[str]
    a_may_facilitate_for_b: Mapped[bool] = mapped_column(server_default=text("false"))
    b_may_facilitate_for_a: Mapped[bool] = mapped_column(server_default=text("false"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    position: Mapped[int] = mapped_column(server_default=text("0"))

    __table_args__ = (
        CheckConstraint("from_kind in ('I', 'O') and to_kind in ('I', 'O')", name="kinds"),
        CheckConstraint(
            "(from_kind = 'I' or not a_may_facilitate_for_b) and (to_kind = 'I' or not b_may_facilitate_for_a)",
            name="facilitator_is_individual",
        ),
        Index(
            "uq_relationship_type_labels",
            func.lower(text("forward_label")),
            func.lower(text("reverse_label")),
            "from_kind",
            "to_kind",
            unique=True,
        ),
    )


class Relationship(Base):
    """Never moved by a merge, which is refused while there are any (REL-17)."""

    __tablename__ = "relationship"

    id: Mapped[Key]
    type_id: Mapped[UUID] = mapped_column(ForeignKey("relationship_type.id"))
    a_id: Mapped[UUID] = customer_key(on_merge=OnMerge.KEEP, index=True)
    b_id: Mapped[UUID] = customer_key(on_merge=OnMerge.KEEP, index=True)
    importance_a: Mapped[int] = mapped_column(server_default=text("3"))
    importance_b: Mapped[int] = mapped_column(server_default=text("3"))
    starts: Mapped[date | None]
    ends: Mapped[date | None]
    created_at: Mapped[Now]

    __table_args__ = (
        CheckConstraint("a_id <> b_id", name="two"),
        CheckConstraint("importance_a between 1 and 5 and importance_b between 1 and 5", name="importance"),
        CheckConstraint("ends >= starts", name="period"),
    )
