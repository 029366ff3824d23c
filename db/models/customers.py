"""The customer: one row for every Individual and Organisation, and the keys it is found by."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    Sequence,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, OnMerge, SortKey, customer_key

customer_number = Sequence("customer_number", start=1000001, metadata=Base.metadata)

# What parts the words of a folded name, by code point: [:alnum:] would be ASCII under a key's collation, and would
# take Иван and 太郎 for no words at all.
BETWEEN_WORDS = "[ -/:-@[-`{-\u00bf\u00d7\u00f7\u2000-\u206f\u3000-\u303f]+"


# The address without what people put between a plus sign and the @, as domain.duplicates compares them.
UNTAGGED = "regexp_replace(lower(email), '\\+[^@]*@', '@')"


class Customer(Base):
    __tablename__ = "customer"

    id: Mapped[Key]
    kind: Mapped[str]
    number: Mapped[int] = mapped_column(
        BigInteger, customer_number, server_default=customer_number.next_value(), unique=True
    )

    title: Mapped[str | None]
    first_name: Mapped[str | None]
    last_name: Mapped[str | None]
    name: Mapped[str | None]
    primary_contact: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    phone_e164: Mapped[str | None]
    mobile: Mapped[str | None]
    mobile_e164: Mapped[str | None]
    birth_date: Mapped[date | None]
    deceased_on: Mapped[date | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    online_account_active: Mapped[bool] = mapped_column(server_default=text("false"))
    image_hash: Mapped[str | None]
    image_type: Mapped[str | None]
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"), index=True)
    merged_into: Mapped[UUID | None] = customer_key(on_merge=OnMerge.REPOINT)
    # Whose name `primary_contact` is, where it is known, and what that person is to the Organisation (CNV-P02).
    primary_contact_id: Mapped[UUID | None] = customer_key(on_merge=OnMerge.REPOINT)
    primary_contact_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("relationship_type.id"))

    # Computed by domain.searching, so that what is stored and what is typed are folded by one function.
    last_key: Mapped[SortKey]
    first_key: Mapped[SortKey] = mapped_column(server_default="")
    words: Mapped[str] = mapped_column(
        TSVECTOR,
        Computed(
            "array_to_tsvector(array_remove("
            f"regexp_split_to_array(first_key || ' ' || last_key, '{BETWEEN_WORDS}'), ''))",
            persisted=True,
        ),
    )

    created_at: Mapped[Now]
    updated_at: Mapped[Now]
    last_activity_at: Mapped[Now]

    # One number a section that is edited and saved by itself: the optimistic lock of that section.
    details_version: Mapped[int] = mapped_column(server_default=text("1"))
    addresses_version: Mapped[int] = mapped_column(server_default=text("1"))
    contact_preferences_version: Mapped[int] = mapped_column(server_default=text("1"))
    tags_version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        CheckConstraint("kind in ('I', 'O')", name="kind"),
        CheckConstraint(
            "case kind when 'I' then last_name is not null and first_name is not null and name is null"
            " and primary_contact is null and household_id is not null or merged_into is not null"
            " else name is not null and last_name is null and first_name is null and title is null"
            " and email is null and birth_date is null and deceased_on is null and household_id is null end",
            name="fields_of_kind",
        ),
        CheckConstraint(
            "kind = 'O' or primary_contact_id is null and primary_contact_type_id is null",
            name="primary_contact_of_organisation",
        ),
        CheckConstraint("primary_contact_id <> id", name="primary_contact_is_another"),
        CheckConstraint("birth_date >= date '1900-01-01'", name="birth_date"),
        CheckConstraint("not online_account_active or email is not null", name="online_account_has_email"),
        CheckConstraint("merged_into is null or (not active and email is null)", name="merged_is_retired"),
        CheckConstraint("merged_into <> id", name="merged_into_another"),
        Index("uq_customer_email", func.lower(text("email")), unique=True),
        Index("ix_customer_last_key", "kind", "last_key", "first_key"),
        # Of a surname that thousands bear, those that were last active are read first.
        Index("ix_customer_last_key_activity", "kind", "last_key", text("last_activity_at desc"), "id"),
        Index("ix_customer_first_key", "first_key", "last_key", postgresql_where=text("kind = 'I'")),
        Index("ix_customer_merged_into", "merged_into", postgresql_where=text("merged_into is not null")),
        Index(
            "ix_customer_primary_contact_id",
            "primary_contact_id",
            postgresql_where=text("primary_contact_id is not null"),
        ),
        Index("ix_customer_email_untagged", text(UNTAGGED), postgresql_where=text("email is not null")),
        # One a kind, since a word of many people's names may stand in few organisations'. Without the list of pending
        # entries, which every search would read through.
        Index(
            "ix_customer_words_individual",
            "words",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
            postgresql_where=text("kind = 'I'"),
        ),
        Index(
            "ix_customer_words_organisation",
            "words",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
            postgresql_where=text("kind = 'O'"),
        ),
        Index("ix_customer_activity", text("last_activity_at desc"), "id"),
        Index("ix_customer_created_at", "created_at"),
        Index("ix_customer_updated_at", "updated_at"),
        Index("ix_customer_phone_e164", "phone_e164", postgresql_where=text("phone_e164 is not null")),
        Index("ix_customer_mobile_e164", "mobile_e164", postgresql_where=text("mobile_e164 is not null")),
        Index("ix_customer_birth_date", "birth_date", postgresql_where=text("birth_date is not null")),
    )
