"""What a conversion would do, and what it did, as clients see it (CNV-P07, CNV-10)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Optional

import strawberry

from domain import conversions as rules
from domain.conversions import (
    ConversionPlan,
    ConversionWarningCode,
    Effect,
    Fate,
    Former,
    Subject,
    Tie,
)
from domain.customers import Details, Kind, friendly_id, full_name
from domain.permissions import Permission
from gateway.context import Context
from gateway.engine import ids
from gateway.engine.declare import answered, column, computed, links
from gateway.loaders.relationships import RELATIONSHIP_TYPE
from gateway.resolvers import conversions as resolvers
from gateway.schema._mutations import customer_ref
from gateway.schema._rows import enum_type, value_type
from gateway.schema.conversion_inputs import ConvertCustomerInput, choices_in
from gateway.schema.relationship_types import RelationshipType
from gateway.schema.user_errors import ErrorCode

enum_type(
    Fate,
    "What becomes of something that the new kind of record does not have.",
    "ConversionFate",
    REMOVED="It is not on any record afterwards; the ledger of the conversion keeps it.",
    MOVED="It goes to the person's record, or to whoever was named.",
    COPIED="It stays, and the person's record has a copy.",
)
enum_type(
    Subject,
    "What a conversion removes, moves or copies.",
    "ConversionSubject",
    TITLE="The title, such as Dr.",
    NAMES="First and last name.",
    EMAIL="The email address.",
    BIRTH_DATE="The date of birth.",
    DEATH_DATE="The day of death.",
    PHONE="The phone number.",
    MOBILE="The mobile number.",
    BILLING_ADDRESS="The default billing address.",
    ONLINE_ACCOUNT="The online account, with its password.",
    CONTACT_PREFERENCES="The answers to contact preferences; on the record they start at Not Asked.",
    HOUSEHOLD="The place in the household.",
    WALLET_CARDS="The payment cards in the wallet.",
    INVITATIONS="Invitations; removed are those that are still to come.",
    FACILITATED_ORDERS="Orders that the person placed for others.",
    RELATIONSHIPS="Relationships; removed means ended, from today on.",
    PRIMARY_CONTACT="The primary contact of the Organisation.",
    COMMISSION="The commission of an agent.",
    AUTO_RENEWAL="That memberships are renewed by themselves.",
    GIFT_AID_COVERAGE="Gift Aid declarations that cover gifts from today on; they stay as history.",
    CREDIT="The account credit, with gift vouchers.",
    LEGACIES="Legacies, each with its opportunity.",
    ATTRIBUTE="The value of an attribute that the new kind does not have; `name` says which.",
)
enum_type(
    ConversionWarningCode,
    "What to know before a record is converted.",
    GIFT_AID_ENDS="Gift Aid declarations cover gifts until yesterday only.",
    AUTO_RENEWAL_ENDS="Memberships are no longer renewed by themselves.",
    HOUSEHOLDER_LEAVES="The primary householder of several leaves, and another takes over.",
    CONSENT_ENDS="Answers to contact preferences count for nobody afterwards.",
    DETAILS_MISSING="Email and date of birth are for staff to complete.",
    EMAIL_TAKEN="The former email address belongs to another record by now.",
)


@value_type(description="So many things of one sort, and what becomes of them.", of=Effect)
class ConversionEffect:
    fate: Fate = strawberry.field(description="Whether they are removed, moved or copied.")
    subject: Subject = strawberry.field(description="What they are.")
    count: int = strawberry.field(description="How many they are.")
    name: Optional[str] = strawberry.field(description="Of an attribute its name; null otherwise.")


@value_type(description="Something to know before a record is converted.", of=rules.ConversionWarning)
class ConversionWarning:
    code: ConversionWarningCode = strawberry.field(description="Stable code of the fact.")
    message: str = strawberry.field(description="What it is, in words for the user.")


@value_type(
    description="Something that has to be cleared before the record can be converted.",
    of=rules.ConversionBlocker,
)
class ConversionBlocker:
    code: ErrorCode = strawberry.field(description="The code that `convertCustomer` would refuse with.")
    message: str = strawberry.field(description="What to do about it, in words for the user.")
    path: list[str] = strawberry.field(description="The input that clears it, where one does.")


@value_type(description="A relationship of the record that has not ended.", of=Tie)
class ConversionRelationship:
    relationship_id: strawberry.ID = column(
        "id", ids.encoder("rla"), description="Its id, for `endRelationshipIds`."
    )
    label: str = strawberry.field(description="What the record is to the other one.")
    other: Optional[str] = strawberry.field(
        description="The name of the other one; null where you may not see that record."
    )


@value_type(
    description="What the conversion of the last 30 days removed, and can be restored by converting back.",
    of=Former,
)
class RestorableDetails:
    email: Optional[str] = strawberry.field(description="The former email address.")
    email_free: bool = strawberry.field(
        description="Whether no other record has that address; one that is taken is not restored."
    )
    birth_date: Optional[date] = strawberry.field(description="The former date of birth.")


def _friendly(kind: Kind, number: int) -> str:
    return friendly_id(kind, number)


def _full_name(kind: Kind, after: Details) -> str:
    return full_name(kind, after.title, after.first_name, after.last_name, after.name)


def _primary_contact(after: Details) -> str | None:
    return after.primary_contact


def _email(after: Details) -> str | None:
    return after.email


@value_type(
    description="What a conversion would do as things stand. It is carried out only where nothing stands in its way.",
    of=ConversionPlan,
)
class ConversionPreview:
    from_kind: Kind = column("source", description="What the record is.")
    to_kind: Kind = column("target", description="What it would be.")
    friendly_id: str = computed(
        _friendly,
        "target",
        "number",
        description="The id that people read out, as it would be: only its letter is another. The former one leads to"
        " the record too.",
    )
    full_name: str = computed(
        _full_name, "target", "details", description="The name that would head the record."
    )
    primary_contact: Optional[str] = computed(
        _primary_contact, "details", description="The name of the person to ask for, of an Organisation."
    )
    email: Optional[str] = computed(
        _email, "details", description="The email address that would be restored, of an Individual."
    )
    details_version: int = column("version", description="To be sent as `expectedVersion`.")
    removed: list[ConversionEffect] = strawberry.field(description="What would be removed.")
    moved: list[ConversionEffect] = strawberry.field(
        description="What would go to the person's record, or to whoever is named."
    )
    copied: list[ConversionEffect] = strawberry.field(
        description="What the person's record would have a copy of."
    )
    blockers: list[ConversionBlocker] = column(
        "blocked", description="What has to be cleared first; empty where the record can be converted so."
    )
    warnings: list[ConversionWarning] = strawberry.field(description="What to know first.")
    relationship_types: list[RelationshipType] = links(
        RELATIONSHIP_TYPE,
        needs=Permission.SIGNED_IN,
        parent="offered_types",
        description="What the person can be to the Organisation: the types that connect the two kinds.",
    )
    relationships: list[ConversionRelationship] = column(
        "ties", description="The relationships that have not ended."
    )
    restorable: Optional[RestorableDetails] = column(
        "former",
        description="What `restoreDetails` would bring back; null where nothing was removed in the last 30 days.",
    )


async def _preview(
    context: Context,
    customer_id: Annotated[strawberry.ID, strawberry.argument(description="The record, by either id.")],
    input: Annotated[
        ConvertCustomerInput,
        strawberry.argument(description="Into what, and what is chosen, as for `convertCustomer`."),
    ],
) -> Optional[ConversionPreview]:
    return await resolvers.preview(  # type: ignore[return-value]  # the value that the type shows
        context, customer_ref(customer_id), choices_in(input)
    )


@strawberry.type
class ConversionQuery:
    convert_preview: Optional[ConversionPreview] = answered(
        _preview,
        needs=Permission.CONVERT,
        description="What converting the record would remove, move and copy, and what stands in the way; null where"
        " there is no such record or you may not see it. Nothing is changed.",
    )
