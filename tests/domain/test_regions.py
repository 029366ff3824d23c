"""Spelling by region: `domain/regions.py`."""

from __future__ import annotations

import pytest

from domain.customers import Kind
from domain.regions import spelling


@pytest.mark.parametrize(
    ("region", "organisation", "mobile"),
    [
        ("UK", "Organisation", "Mobile"),
        ("IE", "Organisation", "Mobile"),
        ("US", "Organization", "Cell"),
        ("CA", "Organization", "Cell"),
    ],
)
def test_an_organisation_and_a_mobile_are_called_as_in_the_region(
    region: str, organisation: str, mobile: str
) -> None:
    words = spelling(region)
    assert words.kind(Kind.ORGANISATION) == organisation
    assert words.kind(Kind.INDIVIDUAL) == "Individual"
    assert words.mobile == mobile
