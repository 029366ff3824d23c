"""Countries, and what an address in each of them needs."""

from __future__ import annotations

import strawberry

from domain.countries import COUNTRIES
from domain.countries import Country as CountryRule
from domain.permissions import Permission
from gateway.context import Context
from gateway.engine.declare import answered
from gateway.schema._rows import value_type


@value_type(description="A country, and what an address there is written with.", of=CountryRule)
class Country:
    code: str = strawberry.field(description="ISO 3166-1 code of two letters.")
    name: str = strawberry.field(description="Name in English.")
    postcode_used: bool = strawberry.field(description="Whether addresses there have a postcode.")
    postcode_required: bool = strawberry.field(
        description="Whether an address there needs its postcode, unless the customer could not give it."
    )
    postcode_label: str = strawberry.field(description="What the postcode is called there, such as Eircode.")
    county_required: bool = strawberry.field(
        description="Whether an address there needs its state or province."
    )
    county_label: str = strawberry.field(description="What the county is called there, such as State.")


def _countries(context: Context) -> list[CountryRule]:
    """All countries by name, the system's own first (ADR-08, ADR-09)."""
    home = context.settings.country
    return sorted(COUNTRIES.values(), key=lambda country: (country.code != home, country.name))


@strawberry.type
class CountryQuery:
    countries: list[Country] = answered(
        _countries,
        needs=Permission.SIGNED_IN,
        description="Every country, the system's own first, then by name.",
    )
