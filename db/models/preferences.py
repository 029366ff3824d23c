"""Contact preferences: definitions, the versions of their statement, and every answer ever given."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, customer_key


class PreferenceDefinition(Base):
    __tablename__ = "preference_definition"

    id: Mapped[Key]
    name: Mapped[str]
    channel: Mapped[str]
    partner_name: Mapped[str | None]
    ask_on_web: Mapped[bool] = mapped_column(server_default=text("true"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    current_statement: Mapped[int] = mapped_column(server_default=text("1"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Now]

    __table_args__ = (
        CheckConstraint(
            "channel in ('EMAIL', 'SMS', 'PHONE', 'POST', 'THIRD_PARTY', 'GENERAL')", name="channel"
        ),
        Index("uq_preference_definition_name", func.lower(text("name")), unique=True),
    )


class PreferenceStatement(Base):
    """One version of the text that customers are shown; versions are added, never changed."""

    __tablename__ = "preference_statement"

    definition_id: Mapped[UUID] = mapped_column(ForeignKey("preference_definition.id"), primary_key=True)
    statement: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]
    created_at: Mapped[Now]


class PreferenceAnswer(Base):
    """One answer, appended; the latest of a definition is the current one."""

    __tablename__ = "preference_answer"

    id: Mapped[Key]
    customer_id: Mapped[UUID] = customer_key(on_merge=OnMerge.REPOINT)
    definition_id: Mapped[UUID]
    statement: Mapped[int]
    answer: Mapped[str]
    source: Mapped[str]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    username: Mapped[str | None]
    reason: Mapped[str | None]
    evidence: Mapped[str | None]
    at: Mapped[Now]

    __table_args__ = (
        ForeignKeyConstraint(
            ["definition_id", "statement"],
            ["preference_statement.definition_id", "preference_statement.statement"],
        ),
        CheckConstraint("answer in ('YES', 'NO', 'NOT_ASKED')", name="answer"),
        CheckConstraint("source in ('STAFF', 'WEB', 'IMPORT', 'MERGE', 'API')", name="source"),
        Index(
            "ix_preference_answer_latest", "customer_id", "definition_id", text("at desc"), text("id desc")
        ),
    )
