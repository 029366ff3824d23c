"""What households are called: `domain/households.py`."""

from __future__ import annotations

import pytest

from domain.households import household_name


@pytest.mark.rule("HHD-P06")
@pytest.mark.parametrize(
    ("override", "surnames", "name"),
    [
        (None, ["Marsh"], "The Marsh household"),
        (None, ["Marsh", "MARSH ", "marsh"], "The Marsh household"),
        (None, ["Marsh", "Hale", "Abbott"], "Marsh & Hale & Abbott"),
        (None, ["Hale", "Marsh", "Hale"], "Hale & Marsh"),
        (None, ["Marsh", None, " "], "The Marsh household"),
        (None, [None], "Household"),
        (None, [], "Household"),
        ("Gull Cottage", ["Marsh", "Hale"], "Gull Cottage"),
        ("  ", ["Marsh"], "The Marsh household"),
    ],
)
def test_a_household_is_called_by_its_surnames_the_primarys_first_unless_somebody_named_it(
    override: str | None, surnames: list[str | None], name: str
) -> None:
    assert household_name(override, surnames) == name
