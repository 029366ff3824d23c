"""What a postcode looks like in the countries that we check, and the form in which postcodes are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from domain.errors import InvalidPostcode

_LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@dataclass(frozen=True, slots=True)
class _Form:
    """The shape of a country's postcodes in upper case without spaces, and what parts its halves."""

    shape: re.Pattern[str]
    parted_by: str
    looks_like: str


# The shape is checked, not whether such an area is in use: new ones open, and the lists here would be behind.
_FORMS = {
    "GB": _Form(
        re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?|GIR)-?([0-9][A-Z]{2})"),
        " ",
        "A UK postcode looks like SW1A 1AA",
    ),
    "IE": _Form(re.compile(r"([A-Z][0-9]{2}|D6W)-?([A-Z0-9]{4})"), " ", "An Eircode looks like D02 X285"),
    "US": _Form(re.compile(r"([0-9]{5})(?:-?([0-9]{4}))?"), "-", "A ZIP code looks like 10019 or 10019-7475"),
    "CA": _Form(
        re.compile(r"([A-Z][0-9][A-Z])-?([0-9][A-Z][0-9])"), " ", "A Canadian postal code looks like K1A 0B1"
    ),
}


def written_postcode(text: str, country_code: str) -> str:
    """The postcode as it is stored: as its country writes it if we know how, else in upper case (ADR-P07)."""
    form = _FORMS.get(country_code)
    if form is None:
        return text.upper()
    code = _compact(text)
    match = form.shape.fullmatch(code)
    if match is None:
        raise InvalidPostcode(f"{form.looks_like}; this one {_fault(code)}.", ("postcode",))
    return form.parted_by.join(half for half in match.groups() if half)


def postcode_key(text: str) -> str:
    """What two spellings of one postcode share: its letters and digits in upper case (SRC-P02)."""
    return "".join(character for character in _compact(text) if character.isalnum())


def looks_like_postcode(text: str, country_code: str) -> bool:
    """Whether this is a whole postcode of that country; never for a country whose form is not known here."""
    try:
        return country_code in _FORMS and bool(written_postcode(text.strip(), country_code))
    except InvalidPostcode:
        return False


def one_character_off(key: str) -> list[str]:
    """The keys that a slip of one character could have been meant for: one wrong, one missing or one too many."""
    halves = [(key[:place], key[place:]) for place in range(len(key) + 1)]
    wrong = {before + other + after[1:] for before, after in halves if after for other in _LETTERS_AND_DIGITS}
    missing = {before + other + after for before, after in halves for other in _LETTERS_AND_DIGITS}
    too_many = {before + after[1:] for before, after in halves if after}
    return sorted((wrong | missing | too_many) - {key, ""})


def _compact(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def _fault(code: str) -> str:
    if not any(character.isdigit() for character in code):
        return "has no number"
    if not code.replace("-", "").isalnum():
        return "has other characters than letters and digits"
    return "has its letters and digits in other places, or too few or too many of them"
