"""Finding an address by its postcode (ADR-05, ADR-10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Optional

import strawberry

from domain.addresses import POSTCODE_LIMIT
from domain.countries import country_of
from domain.errors import InvalidPostcode, Refusal
from domain.permissions import Permission
from domain.postcodes import written_postcode
from domain.texts import clean_line
from gateway.context import Context
from gateway.engine.declare import answered
from gateway.engine.errors import RequestCode, RequestError
from gateway.finder import FinderAway
from gateway.finder import FoundAddress as FoundAddressRule
from gateway.schema._rows import value_type


@value_type(
    description="An address that the finder knows, to be shown and then sent to `addAddress` or `createCustomer`.",
    of=FoundAddressRule,
)
class FoundAddress:
    one_line: str = strawberry.field(description="The address on one line, for a list to pick from.")
    line1: str = strawberry.field(description="First line.")
    line2: Optional[str] = strawberry.field(description="Second line.")
    line3: Optional[str] = strawberry.field(description="Third line.")
    town: str = strawberry.field(description="Town or city.")
    county: Optional[str] = strawberry.field(description="County, state or province.")
    postcode: str = strawberry.field(description="Postcode, as it is written.")
    country_code: str = strawberry.field(description="ISO 3166-1 code of two letters, such as GB.")


Postcode = Annotated[str, strawberry.argument(description="A whole postcode, in any spelling.")]
CountryCode = Annotated[
    Optional[str],
    strawberry.argument(description="ISO 3166-1 code of two letters; null for the country of the system."),
]


async def _find(
    context: Context, postcode: Postcode, country: CountryCode = None
) -> Sequence[FoundAddressRule]:
    code = _code(country or context.settings.country)
    try:
        found: Sequence[FoundAddressRule] = await context.finder.find(_written(postcode, code), code)
    except FinderAway as away:
        raise RequestError(
            RequestCode.UNAVAILABLE,
            "The address finder does not answer just now; type the address by hand.",
            retryAfter=away.retry_after,
        ) from away
    return found


def _code(country: str) -> str:
    try:
        return country_of(country).code
    except Refusal as refusal:
        refusal.path = ("country",)
        raise


def _written(postcode: str, country: str) -> str:
    """The postcode as its country writes it; whatever cannot be one is an InvalidPostcode."""
    try:
        typed = clean_line(postcode, limit=POSTCODE_LIMIT, field="postcode")
    except Refusal as refusal:
        raise InvalidPostcode(refusal.message, ("postcode",)) from refusal
    if typed is None:
        raise InvalidPostcode("Type the postcode whose addresses you look for.", ("postcode",))
    return written_postcode(typed, country)


@strawberry.type
class FinderQuery:
    find_address: Optional[list[FoundAddress]] = answered(
        _find,
        needs=Permission.CUSTOMER_WRITE,
        description="The addresses of a postcode, none for one that the finder does not know. It never looks into "
        "the records. Where an address is not listed, type it by hand.",
    )
