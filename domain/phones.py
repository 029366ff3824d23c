"""A phone number as it was typed, and the number that was meant."""

from __future__ import annotations

from dataclasses import dataclass

import phonenumbers

from domain.texts import clean_line

PHONE_LIMIT = 30


@dataclass(frozen=True, slots=True)
class Phone:
    """What was typed, and its E.164 form when it can be read as a number."""

    typed: str
    e164: str | None

    @property
    def valid(self) -> bool:
        return self.e164 is not None


def read_phone(text: str, country: str) -> Phone:
    """Read what a box office wrote down: nothing is refused, what cannot be dialled is flagged (CUS-P05).

    `country` is the system's own, ISO 3166 alpha-2: a number without + is dialled from there. Only the length
    is asked about, not whether the range is in use: ranges open faster than the library's tables are renewed.
    """
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return Phone(text, None)
    # A number that can only be dialled inside its own area is not one that the system could dial.
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return Phone(text, None)
    return Phone(text, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def clean_phone(text: str | None, *, field: str) -> str | None:
    """The number as it is stored, or None for an empty one."""
    return clean_line(text, limit=PHONE_LIMIT, field=field)
