"""Gift Aid declarations as clients see them: what was declared, what proves it, and what is left of it (GAD-P01)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain.gift_aid import CancellationOption, Coverage, DeclarationType, NotClaimableReason
from domain.permissions import Permission
from gateway.engine.declare import computed, identity, link, tab
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.documents import DECLARATION_DOCUMENTS
from gateway.loaders.gift_aid import (
    CANCELLATION,
    CANCELLATIONS,
    DECLARATION,
    DECLARATIONS,
    DECLARATIONS_CANCELLED,
)
from gateway.resolvers import gift_aid as resolvers
from gateway.schema._rows import enum_type, row_type
from gateway.schema.documents import Document
from gateway.schema.gift_aid_evidence import GiftAidEvidence, GiftAidSnapshot
from gateway.schema.nodes import Node, register

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

READ = Permission.GIFT_AID_DECLARE
Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
SomeDeclaration = Annotated["GiftAidDeclaration", strawberry.lazy("gateway.schema.gift_aid")]

enum_type(
    DeclarationType,
    "How a declaration was made.",
    VERBAL="The donor said it.",
    PAPER="The donor wrote it.",
    ONLINE="The donor made it on the website.",
)
enum_type(
    Coverage,
    "Which gifts a declaration was made for.",
    SINCE="Gifts from the day on which it was made, and those since an earlier day.",
    FROM_TODAY="Gifts from the day on which it was made.",
    TODAY_ONLY="All gifts of the day on which it was made.",
)
enum_type(
    NotClaimableReason,
    "Why gifts under a declaration cannot be claimed for.",
    WRITTEN_RECORD_NOT_SENT="It was verbal, and nothing written was sent to the donor or kept.",
    CANCELLED="No day is left of it after cancellations.",
    ADDRESS_INCOMPLETE="It lacks the first line of the address, or the postcode.",
    NAME_INCOMPLETE="It lacks the first name or the last name.",
)
enum_type(
    CancellationOption,
    "From when on gifts are no longer treated as Gift Aid.",
    FROM_TODAY="From the day on which it was cancelled.",
    SINCE="From an earlier day.",
)


@row_type(description="The end of Gift Aid from a day on, for the declarations that it names.")
class GiftAidCancellation(Node):
    id: strawberry.ID = identity("gac")
    option: CancellationOption = strawberry.field(description="From when on, as it was chosen.")
    effective_from: date = strawberry.field(description="The first day whose gifts are no longer covered.")
    made_at: datetime = strawberry.field(description="When it was made, in UTC.")
    made_on: date = strawberry.field(description="The day of that in the system's zone.")
    note: Optional[str] = strawberry.field(description="What staff wrote about it.")
    created_by: str = strawberry.field(description="Username of who made it; `Web` for the customer online.")
    declarations: Optional[list[SomeDeclaration]] = tab(
        DECLARATIONS_CANCELLED,
        needs=READ,
        description="The declarations that it names, the latest first; it acts on no others.",
    )


@row_type(
    description="A taxpayer's statement by which a quarter is claimed on top of what they give; it is never changed."
)
class GiftAidDeclaration(Node):
    id: strawberry.ID = identity("gad")
    customer: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="customer_id",
        description="On whose record it is; null where you may not see that.",
    )
    type: DeclarationType = strawberry.field(description="How it was made.")
    made_at: datetime = strawberry.field(description="When it was made, in UTC.")
    made_on: date = strawberry.field(description="Day on which it was made.")
    created_by: str = strawberry.field(
        description="Username of who entered it; `Web` for the customer online."
    )
    coverage: Coverage = strawberry.field(description="Which gifts it was made for.")
    coverage_from: date = strawberry.field(description="First day on which gifts are covered.")
    coverage_to: Optional[date] = strawberry.field(
        description="Last day on which gifts are covered; null when it has no end. Cancellations may cut it short."
    )
    covered_until: Optional[date] = computed(
        resolvers.covered_until,
        "coverage_from",
        "coverage_to",
        "cancelled_from",
        description="The last day that is covered after cancellations; null when there is no last day, and also when"
        " no day is left, which `notClaimableReasons` tells.",
    )
    current: bool = computed(
        resolvers.is_current,
        "coverage_from",
        "coverage_to",
        "cancelled_from",
        description="Whether it covers a gift of today; other declarations are previous ones, or begin later.",
    )
    claimable: bool = computed(
        resolvers.claimable,
        *resolvers.CLAIMABILITY,
        description="Whether gifts on the days that it covers are eligible for Gift Aid.",
    )
    not_claimable_reasons: list[NotClaimableReason] = computed(
        resolvers.not_claimable_reasons,
        *resolvers.CLAIMABILITY,
        description="Everything that stands against that; empty when nothing does.",
    )
    evidence: GiftAidEvidence = computed(
        GiftAidEvidence.of,
        "evidence",
        "evidence_text",
        "email_sent_at",
        "letter_generated_at",
        "letter_file",
        "written_record_sent_on",
        description="What proves it.",
    )
    has_attachment: bool = computed(
        resolvers.has_attachment, "document_id", description="Whether a supporting document was uploaded."
    )
    documents: Optional[list[Document]] = tab(
        DECLARATION_DOCUMENTS, needs=READ, description="The supporting documents that were uploaded."
    )
    snapshot: GiftAidSnapshot = computed(
        GiftAidSnapshot.of,
        "title",
        "first_name",
        "last_name",
        "address_line1",
        "address_rest",
        "postcode",
        "country_code",
        description="Name and address as the donor gave them then.",
    )
    charity_name: str = strawberry.field(description="The charity that it was made to.")
    statement_version: int = strawberry.field(
        description="The version of the text that the donor was told or agreed to."
    )
    details_differ: Optional[bool] = computed(
        resolvers.details_differ,
        "first_name",
        "last_name",
        "address_line1",
        "address_rest",
        "postcode",
        "country_code",
        "on_record",
        description="Whether the record has another name or default billing address by now, so that it may be"
        " confirmed again; null on the record of an Organisation, where declarations are history.",
    )
    cancelled_by: Optional[GiftAidCancellation] = link(
        CANCELLATION,
        needs=READ,
        parent="cancelled_by_id",
        description="The cancellation that takes the most days from it; null where none does.",
    )
    cancellations: Optional[list[GiftAidCancellation]] = tab(
        CANCELLATIONS,
        needs=READ,
        description="Every cancellation that names it, the latest first; those made before it change nothing.",
    )


gift_aid_declarations_tab: Any = tab(
    DECLARATIONS,
    needs=READ,
    description="The Gift Aid declarations, current and previous, the latest first; also those that an Organisation"
    " made while it was an Individual. Null outside the United Kingdom and where Gift Aid is not tracked.",
)
# They are looked after in other sections of the record too, which lead to the same (GAD-07).
declarations_elsewhere_tab: Any = tab(
    DECLARATIONS,
    needs=READ,
    description="The Gift Aid declarations of the customer, which can be reached here too.",
)


register("GiftAidDeclaration", DECLARATION, READ)
register("GiftAidCancellation", CANCELLATION, READ)
