"""The charity as the tax authority knows it: `domain/charity.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from domain.charity import Regulator, check_effective_from, clean_details, clean_statement
from domain.refusals import Refusal, Refusals, refusals_of

DETAILS: dict[str, Any] = {
    "name": " The  Harbour Theatres ",
    "hmrc_reference": "xr 12345",
    "regulator": Regulator.CCEW,
    "registered_number": "1098765-1",
    "address": "1 Harbour Row,\nBristol",
    "postcode": "bs14rx",
    "official_first_name": "Gina",
    "official_last_name": "Marchetti",
    "official_phone": "0117 496 0100",
    "official_postcode": "BS1  4RX",
}


def told(act: Callable[[], object]) -> list[tuple[str, tuple[str, ...]]]:
    """What is refused and where; nothing where it is not."""
    try:
        act()
    except (Refusal, Refusals) as refused:
        return [(each.code, each.path) for each in refusals_of(refused)]
    return []


def test_details_are_stored_in_one_line_each_with_reference_and_postcodes_as_they_are_written() -> None:
    assert clean_details(DETAILS) == {
        **DETAILS,
        "name": "The Harbour Theatres",
        "hmrc_reference": "XR12345",
        "address": "1 Harbour Row, Bristol",
        "postcode": "BS1 4RX",
        "official_postcode": "BS1 4RX",
    }


@pytest.mark.parametrize("reference", ["A1", "AB12345", "x 1 2 3 4 5"])
def test_a_reference_has_one_or_two_letters_and_up_to_five_digits(reference: str) -> None:
    cleaned = clean_details({**DETAILS, "hmrc_reference": reference})
    assert cleaned["hmrc_reference"] == reference.replace(" ", "").upper()


@pytest.mark.parametrize("reference", ["1234", "ABC123", "XR123456", "XR", "XR-123", "ХR123"])
def test_another_reference_is_refused(reference: str) -> None:
    changed = {**DETAILS, "hmrc_reference": reference}
    assert told(lambda: clean_details(changed)) == [("INVALID_VALUE", ("hmrcReference",))]


@pytest.mark.parametrize(
    ("regulator", "number", "refused"),
    [
        (None, None, []),
        (None, " ", []),
        (None, "1098765", [("INVALID_VALUE", ("regulator",))]),
        (Regulator.OSCR, "sc 012345", []),
        (Regulator.OSCR, None, [("REQUIRED", ("registeredNumber",))]),
        (Regulator.OSCR, "SC/012345", [("INVALID_VALUE", ("registeredNumber",))]),
    ],
)
def test_a_registered_number_goes_with_its_regulator(
    regulator: Regulator | None, number: str | None, refused: list[Any]
) -> None:
    changed = {**DETAILS, "regulator": regulator, "registered_number": number}
    assert told(lambda: clean_details(changed)) == refused


def test_everything_that_is_wrong_is_told_at_once() -> None:
    wrong = {
        **DETAILS,
        "name": " ",
        "official_first_name": "x" * 36,
        "postcode": "BS1",
        "official_postcode": None,
        "hmrc_reference": "?",
        "regulator": None,
    }
    assert told(lambda: clean_details(wrong)) == [
        ("REQUIRED", ("name",)),
        ("TOO_LONG", ("officialFirstName",)),
        ("INVALID_POSTCODE", ("postcode",)),
        ("REQUIRED", ("officialPostcode",)),
        ("INVALID_VALUE", ("hmrcReference",)),
        ("INVALID_VALUE", ("regulator",)),
    ]


def test_a_statement_keeps_its_lines_and_is_never_empty_or_endless() -> None:
    assert clean_statement(" You pay enough tax.\r\n\r\nYou make up any difference. ") == (
        "You pay enough tax.\n\nYou make up any difference."
    )
    assert clean_statement("x" * 2_000) == "x" * 2_000
    assert told(lambda: clean_statement(" \n ")) == [("REQUIRED", ("text",))]
    assert told(lambda: clean_statement("x" * 2_001)) == [("TOO_LONG", ("text",))]


def test_a_version_begins_today_at_the_earliest() -> None:
    leap_day = date(2028, 2, 29)
    check_effective_from(leap_day, leap_day)
    assert told(lambda: check_effective_from(date(2028, 2, 28), leap_day)) == [
        ("INVALID_DATE", ("effectiveFrom",))
    ]
