"""Countries: `domain/countries.py`."""

from __future__ import annotations

import pytest

from domain.countries import COUNTRIES, Country, country_of
from domain.errors import Required, UnknownCountry


def test_there_are_the_249_countries_of_iso_3166() -> None:
    assert len(COUNTRIES) == 249
    assert all(code == country.code and len(code) == 2 for code, country in COUNTRIES.items())
    assert len({country.name for country in COUNTRIES.values()}) == 249


@pytest.mark.parametrize(
    "country",
    [
        Country("GB", "United Kingdom", True, True, "Postcode", False, "County"),
        Country("IE", "Ireland", True, True, "Eircode", False, "County"),
        Country("US", "United States", True, True, "ZIP code", True, "State"),
        Country("CA", "Canada", True, True, "Postal code", True, "Province"),
        Country("FR", "France", True, True, "Postal code", False, "Province"),
        Country("HK", "Hong Kong", False, False, "Postal code", False, "Area"),
        Country("MT", "Malta", True, False, "Postal code", False, "Province"),
    ],
)
def test_a_country_says_which_parts_of_an_address_it_uses(country: Country) -> None:
    assert COUNTRIES[country.code] == country


def test_a_code_is_read_in_any_case() -> None:
    assert country_of(" gb ").name == "United Kingdom"


@pytest.mark.parametrize("code", ["UK", "XX", "GBR", "ß", "A" * 5000])
def test_a_code_outside_the_standard_is_refused(code: str) -> None:
    with pytest.raises(UnknownCountry, match="two letters such as GB") as refused:
        country_of(code)
    assert refused.value.path == ("countryCode",)
    assert len(refused.value.message) < 120


@pytest.mark.parametrize("code", ["", "  ", None])
def test_a_missing_code_is_asked_for(code: str | None) -> None:
    with pytest.raises(Required, match="Choose a country"):
        country_of(code)
