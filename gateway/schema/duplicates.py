"""Possible duplicates: of a new record that is being typed, and of one that is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Optional

import strawberry

from domain.addresses import line_key
from domain.customers import FIRST_NAME_LIMIT, LAST_NAME_LIMIT, ORGANISATION_NAME_LIMIT
from domain.duplicates import Body, Person, Thresholds
from domain.emails import EMAIL_LIMIT
from domain.errors import NotFound
from domain.permissions import Permission
from domain.phones import read_phone
from domain.postcodes import postcode_key
from gateway.context import Context
from gateway.engine.declare import answered
from gateway.resolvers import duplicates
from gateway.schema._mutations import customer_ref
from gateway.schema._refusals import as_error
from gateway.schema._rows import value_type
from gateway.schema.errors import DuplicateCandidate


@strawberry.input(description="What is typed so far of a new Individual; leave out what is not.")
class TypedIndividual:
    first_name: Optional[str] = strawberry.field(default=None, description="First name, or its initial.")
    last_name: Optional[str] = strawberry.field(default=None, description="Last name of the person.")
    email: Optional[str] = strawberry.field(default=None, description="Email address.")
    phone: Optional[str] = strawberry.field(default=None, description="Phone number.")
    mobile: Optional[str] = strawberry.field(default=None, description="Mobile or cell number.")
    birth_date: Optional[date] = strawberry.field(default=None, description="Date of birth.")
    line1: Optional[str] = strawberry.field(default=None, description="First line of the address.")
    postcode: Optional[str] = strawberry.field(default=None, description="Postcode of the address.")

    def read(self, country: str) -> Person:
        """The input as the rules compare it."""
        return Person(
            first_name=(self.first_name or "")[:FIRST_NAME_LIMIT],
            last_name=(self.last_name or "")[:LAST_NAME_LIMIT],
            email=(self.email or "").strip()[:EMAIL_LIMIT] or None,
            birth_date=self.birth_date,
            phones=_phones(country, self.phone, self.mobile),
            postcodes=_keys(postcode_key, self.postcode),
            lines=_keys(line_key, self.line1),
        )


@strawberry.input(description="What is typed so far of a new Organisation; leave out what is not.")
class TypedOrganisation:
    name: Optional[str] = strawberry.field(default=None, description="Name of the organisation.")
    phone: Optional[str] = strawberry.field(default=None, description="Phone number.")
    mobile: Optional[str] = strawberry.field(default=None, description="Mobile or cell number.")
    line1: Optional[str] = strawberry.field(default=None, description="First line of the address.")
    postcode: Optional[str] = strawberry.field(default=None, description="Postcode of the address.")

    def read(self, country: str) -> Body:
        """The input as the rules compare it."""
        return Body(
            name=(self.name or "")[:ORGANISATION_NAME_LIMIT],
            phones=_phones(country, self.phone, self.mobile),
            postcodes=_keys(postcode_key, self.postcode),
            lines=_keys(line_key, self.line1),
        )


@strawberry.input(one_of=True, description="What is typed so far of a new record, of one of the two kinds.")
class PossibleDuplicatesInput:
    individual: Optional[TypedIndividual] = strawberry.field(
        default=strawberry.UNSET, description="A new Individual."
    )
    organisation: Optional[TypedOrganisation] = strawberry.field(
        default=strawberry.UNSET, description="A new Organisation."
    )


def _phones(country: str, *typed: str | None) -> frozenset[str]:
    read = (read_phone(text, country).e164 for text in typed if text)
    return frozenset(e164 for e164 in read if e164 is not None)


def _keys(key: Callable[[str], str], typed: str | None) -> frozenset[str]:
    return frozenset(filter(None, [key(typed or "")]))


@value_type(
    description="From which scores on two records count as alike; the deployment sets it.", of=Thresholds
)
class DuplicateThresholds:
    possible: int = strawberry.field(
        description="The score from which on a record is possibly the same. The same initial, last name and"
        " postcode or first address line make it possible whatever the score."
    )
    likely: int = strawberry.field(description="The score from which on a record is likely the same.")


@value_type(
    description="The records that may be the same as the one that was asked for.",
    of=duplicates.PossibleDuplicates,
)
class PossibleDuplicates:
    candidates: list[DuplicateCandidate] = strawberry.field(
        description="At most 20, the most alike first; of the same kind, among those that you may see."
    )
    thresholds: DuplicateThresholds = strawberry.field(description="The thresholds in force.")


Typed = Annotated[PossibleDuplicatesInput, strawberry.argument(description="What is typed so far.")]


async def _possible(context: Context, input: Typed) -> PossibleDuplicates:
    typed = input.individual or input.organisation
    assert typed, "one of the two is given"
    return await duplicates.possible_duplicates(context, typed.read(context.settings.country))  # type: ignore[return-value]


async def _of(
    context: Context,
    customer_id: Annotated[strawberry.ID, strawberry.argument(description="The record, by either id.")],
) -> Optional[PossibleDuplicates]:
    try:
        ref = customer_ref(customer_id)
    except NotFound as refused:
        raise as_error(refused) from refused
    return await duplicates.duplicates_of(context, ref)  # type: ignore[return-value]  # the value that the type shows


@strawberry.type
class DuplicateQuery:
    duplicates_of: Optional[PossibleDuplicates] = answered(
        _of,
        needs=Permission.CUSTOMER_READ,
        description="Records that may be the same as this one, without those that somebody dismissed; null where there"
        " is no such record, or you may not see it.",
    )
    possible_duplicates: Optional[PossibleDuplicates] = answered(
        _possible,
        needs=Permission.CUSTOMER_WRITE,
        description="Records that may be the same as the one being typed; ask again as more of it is known."
        " Creating it is refused until each of them is acknowledged.",
    )
