"""The charity as the tax authority knows it, and the text that donors agree to: which values are good."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum, unique
from typing import Any

from domain.errors import InvalidDate, InvalidPostcode, InvalidValue, Problems
from domain.gift_aid import HOME_COUNTRY
from domain.postcodes import written_postcode
from domain.texts import clean_block, clean_line, required

LONGEST_NAME = 160
LONGEST_STATEMENT = 2_000
# Letters and digits, the first of them letters: the reference by which the tax authority knows a charity.
_REFERENCE = re.compile(r"[A-Z]{1,2}[0-9]{1,5}")
_NUMBER = re.compile(r"[A-Z0-9-]{1,20}")


@unique
class Regulator(StrEnum):
    """Whom a charity is registered with."""

    CCEW = "CCEW"
    CCNI = "CCNI"
    OSCR = "OSCR"


def clean_details(given: Mapping[str, Any]) -> dict[str, Any]:
    """The details as they are stored; all that is wrong with them is refused at once.

    Refused: Required, TooLong, InvalidText, InvalidValue, InvalidPostcode.
    """
    problems = Problems()
    cleaned: dict[str, Any] = {"regulator": given["regulator"]}
    for name, path, limit in _LINES:
        with problems.at():
            cleaned[name] = required(clean_line(given[name], limit=limit, field=path), field=path)
    for name, path in (("postcode", "postcode"), ("official_postcode", "officialPostcode")):
        with problems.at():
            cleaned[name] = _postcode(given[name], path)
    with problems.at():
        cleaned["hmrc_reference"] = _reference(given["hmrc_reference"])
    with problems.at():
        cleaned["registered_number"] = _registered(given["regulator"], given["registered_number"])
    problems.raise_any()
    return cleaned


_LINES = (
    ("name", "name", LONGEST_NAME),
    ("address", "address", 200),
    ("official_first_name", "officialFirstName", 35),
    ("official_last_name", "officialLastName", 35),
    ("official_phone", "officialPhone", 35),
)


def _postcode(value: str | None, path: str) -> str:
    told = required(clean_line(value, limit=20, field=path), field=path)
    try:
        return written_postcode(told, HOME_COUNTRY)
    except InvalidPostcode as refusal:
        raise InvalidPostcode(refusal.message, (path,)) from None


def _reference(value: str | None) -> str:
    told = required(clean_line(value, limit=20, field="hmrcReference"), field="hmrcReference")
    reference = told.replace(" ", "").upper()
    if not _REFERENCE.fullmatch(reference):
        raise InvalidValue(
            "A reference of the tax authority has one or two letters and up to five digits.",
            ("hmrcReference",),
        )
    return reference


def _registered(regulator: Regulator | None, value: str | None) -> str | None:
    number = clean_line(value, limit=20, field="registeredNumber")
    if regulator is None:
        if number is not None:
            raise InvalidValue("Name the regulator that the number is of.", ("regulator",))
        return None
    told = required(number, field="registeredNumber").replace(" ", "").upper()
    if not _NUMBER.fullmatch(told):
        raise InvalidValue("A registered number has letters, digits and hyphens.", ("registeredNumber",))
    return told


def clean_statement(words: str) -> str:
    """The text as it is stored. Refused: Required, TooLong, InvalidText."""
    return required(clean_block(words, limit=LONGEST_STATEMENT, field="text"), field="text")


def check_effective_from(effective_from: date, today: date) -> None:
    """What was in force on days gone by stays as it was. Refused: InvalidDate."""
    if effective_from < today:
        raise InvalidDate("It can begin today at the earliest.", ("effectiveFrom",))
