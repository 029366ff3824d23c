"""What a declaration keeps of the day on which it was made: its evidence, and the donor's name and address."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Optional, Self

import strawberry

from domain.customers import Kind, full_name
from domain.gift_aid import EvidenceMethod
from gateway.schema._rows import enum_type, value_type
from gateway.schema.documents import LINK_SECONDS

LETTER = "gift-aid-declaration.pdf"

enum_type(
    EvidenceMethod,
    "What is kept to prove a declaration.",
    EMAIL="Its details were sent to the donor by email.",
    POST="A letter with its details was made, to be posted to the donor.",
    MANUAL="Staff typed the details in.",
    UPLOAD="A supporting document was uploaded.",
    ONLINE="The donor made it on the website, which proves itself.",
)


@value_type(description="What proves a declaration.")
class GiftAidEvidence:
    method: EvidenceMethod = strawberry.field(description="Which kind of evidence it is.")
    text: Optional[str] = strawberry.field(description="The details that staff typed in.")
    email_sent_at: Optional[datetime] = strawberry.field(
        description="When the email with the details was sent, in UTC."
    )
    letter_generated_at: Optional[datetime] = strawberry.field(
        description="When the letter with the details was made, in UTC."
    )
    letter: Optional[str] = strawberry.field(
        description="Signed link to that letter, a PDF; it works for a quarter of an hour."
    )
    written_record_sent_on: Optional[date] = strawberry.field(
        description="Day on which the donor was sent the details in writing, without which a verbal declaration is not"
        " good unless something else proves it."
    )

    @classmethod
    def of(
        cls,
        method: str,
        text: str | None,
        email_sent_at: datetime | None,
        letter_generated_at: datetime | None,
        letter_file: str | None,
        written_record_sent_on: date | None,
        *,
        links: Any,
    ) -> Self:
        """The evidence from the columns of its declaration."""
        return cls(
            method=EvidenceMethod(method),
            text=text,
            email_sent_at=email_sent_at,
            letter_generated_at=letter_generated_at,
            letter=None if letter_file is None else links.file(letter_file, LETTER, LINK_SECONDS),
            written_record_sent_on=written_record_sent_on,
        )


@value_type(
    description="The donor as a declaration has them; a later change of the record does not change it."
)
class GiftAidSnapshot:
    full_name: str = strawberry.field(description="The whole name, with its title.")
    title: Optional[str] = strawberry.field(description="How the donor is addressed, such as Dr.")
    first_name: Optional[str] = strawberry.field(description="What the donor is called.")
    last_name: Optional[str] = strawberry.field(description="The donor's surname or family name.")
    address_line1: Optional[str] = strawberry.field(description="First line of the home address.")
    address_rest: Optional[str] = strawberry.field(
        description="What follows it, as one text: further lines, town and county."
    )
    postcode: Optional[str] = strawberry.field(description="The code of the home address, as it was then.")
    country_code: Optional[str] = strawberry.field(description="Country, ISO 3166 alpha-2.")

    @classmethod
    def of(
        cls,
        title: str | None,
        first_name: str | None,
        last_name: str | None,
        address_line1: str | None,
        address_rest: str | None,
        postcode: str | None,
        country_code: str | None,
    ) -> Self:
        """The donor from the columns of the declaration."""
        return cls(
            full_name=full_name(Kind.INDIVIDUAL, title, first_name, last_name, None),
            title=title,
            first_name=first_name,
            last_name=last_name,
            address_line1=address_line1,
            address_rest=address_rest,
            postcode=postcode,
            country_code=country_code,
        )
