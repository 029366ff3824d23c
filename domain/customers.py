"""What a customer record is: its kinds, its number, and the details of each kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum, unique
from typing import Any, Final, TypedDict

from domain.emails import clean_email
from domain.errors import (
    EmailNotAllowedForOrganisation,
    EmailRequiredForOnlineAccount,
    InvalidDate,
    InvalidDateOfBirth,
    Problems,
    WrongKind,
)
from domain.phones import clean_phone
from domain.texts import as_input, clean_line, in_words, required

TITLE_LIMIT = 20
FIRST_NAME_LIMIT = 50
LAST_NAME_LIMIT = 50
ORGANISATION_NAME_LIMIT = 120
PRIMARY_CONTACT_LIMIT = 120

EARLIEST_BIRTH_DATE = date(1900, 1, 1)


@unique
class Kind(StrEnum):
    """Exactly two types of record; the value is the letter that friendly ids begin with (CUS-01, CUS-02)."""

    INDIVIDUAL = "I"
    ORGANISATION = "O"


@unique
class Section(StrEnum):
    """The parts of a record that are edited and saved by themselves, each with its own version (CUS-33)."""

    DETAILS = "DETAILS"
    ADDRESSES = "ADDRESSES"
    CONTACT_PREFERENCES = "CONTACT_PREFERENCES"
    TAGS = "TAGS"
    NOTES = "NOTES"


def friendly_id(kind: Kind, number: int) -> str:
    """The id that people read out: a letter and at least seven digits (CUS-P02)."""
    return f"{kind}-{number:07d}"


def parse_friendly_id(text: str) -> int | None:
    """The number in a friendly id; the letter is ignored, for digits are unique over both kinds (SRC-P03)."""
    typed = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(r"(?:[IO]\s*[-‐‑‒–—−]?\s*)?([0-9]{7,18})", typed, re.IGNORECASE)
    return int(found[1]) if found else None


def full_name(
    kind: str, title: str | None, first_name: str | None, last_name: str | None, name: str | None
) -> str:
    """How a record is headed: title and names, or the organisation's name."""
    if kind == Kind.ORGANISATION:
        return name or ""
    return " ".join(part for part in (title, first_name, last_name) if part)


def age_on(birth_date: date, today: date) -> int:
    """Full years; who was born on 29 February turns on 1 March in common years (CUS-P06)."""
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (0 if had_birthday else 1)


def birth_date_allowed(birth_date: date, today: date) -> bool:
    """Not before 1900 and not in the future (CUS-P06)."""
    return EARLIEST_BIRTH_DATE <= birth_date <= today


@dataclass(frozen=True, slots=True)
class Details:
    """The Details section of a record; what its kind does not have is None."""

    title: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    name: str | None = None
    primary_contact: str | None = None
    email: str | None = None
    phone: str | None = None
    mobile: str | None = None
    birth_date: date | None = None
    deceased_on: date | None = None
    online_account_active: bool = False


class DetailChanges(TypedDict, total=False):
    """What a client sent: a missing key leaves the field as it is, None clears it (CUS-P10)."""

    title: str | None
    first_name: str | None
    last_name: str | None
    name: str | None
    primary_contact: str | None
    email: str | None
    phone: str | None
    mobile: str | None
    birth_date: date | None
    deceased_on: date | None
    online_account_active: bool | None


_LIMITS: Final = {
    "title": TITLE_LIMIT,
    "first_name": FIRST_NAME_LIMIT,
    "last_name": LAST_NAME_LIMIT,
    "name": ORGANISATION_NAME_LIMIT,
    "primary_contact": PRIMARY_CONTACT_LIMIT,
}
_NEEDED: Final = {Kind.INDIVIDUAL: ("first_name", "last_name"), Kind.ORGANISATION: ("name",)}
_NOT_OF: Final = {
    Kind.INDIVIDUAL: {"name", "primary_contact"},
    Kind.ORGANISATION: {
        "title",
        "first_name",
        "last_name",
        "birth_date",
        "deceased_on",
        "online_account_active",
    },
}


def new_individual(entered: DetailChanges, *, today: date) -> Details:
    """The details of a new Individual: two names, the rest optional (CUS-21, CUS-23, CUS-36)."""
    return _applied(Kind.INDIVIDUAL, Details(), _with_needed(Kind.INDIVIDUAL, entered), today)


def new_organisation(entered: DetailChanges, *, today: date) -> Details:
    """The details of a new Organisation: a name, and never an email address (CUS-22, CUS-25, CUS-36)."""
    return _applied(Kind.ORGANISATION, Details(), _with_needed(Kind.ORGANISATION, entered), today)


def changed_details(kind: Kind, current: Details, changes: DetailChanges, *, today: date) -> Details:
    """The details after a change; what is not changed is not checked again (CUS-P10).

    Clearing the email address turns the online account off with it (CUS-P08).
    """
    return _applied(kind, current, changes, today)


def _with_needed(kind: Kind, entered: DetailChanges) -> Mapping[str, Any]:
    return {**dict.fromkeys(_NEEDED[kind]), **entered}


def _applied(kind: Kind, current: Details, changes: Mapping[str, Any], today: date) -> Details:
    problems = Problems()
    cleaned: dict[str, Any] = {}
    for field, value in changes.items():
        with problems.at():
            cleaned[field] = _cleaned(kind, field, value, today)
    details = replace(current, **cleaned)
    if details.email is None and "online_account_active" not in changes:
        details = replace(details, online_account_active=False)
    email_refused = "email" in changes and "email" not in cleaned
    if details.online_account_active and details.email is None and not email_refused:
        with problems.at():
            raise EmailRequiredForOnlineAccount(
                "An online account signs in by email: fill in the email address, or leave the account off.",
                ("onlineAccountActive",),
            )
    with problems.at():
        _check_death(details, changed=cleaned)
    problems.raise_any()
    return details


def _cleaned(kind: Kind, field: str, value: Any, today: date) -> Any:
    named = as_input(field)
    if field in _NOT_OF[kind]:
        if value is None or value is False:
            return value
        other = "an Organisation" if kind is Kind.INDIVIDUAL else "an Individual"
        raise WrongKind(f"Leave out the {in_words(named)}: only {other} has one.", (named,))
    if field in _LIMITS:
        line = clean_line(value, limit=_LIMITS[field], field=named)
        return required(line, field=named) if field in _NEEDED[kind] else line
    if field in ("phone", "mobile"):
        return clean_phone(value, field=named)
    if field == "email":
        return _cleaned_email(kind, value)
    if field == "birth_date" and value is not None and not birth_date_allowed(value, today):
        raise InvalidDateOfBirth(
            "A date of birth is between 1 January 1900 and today; correct the year.", (named,)
        )
    if field == "deceased_on" and value is not None and value > today:
        raise InvalidDate("The date of death is in the future; correct it.", (named,))
    return bool(value) if field == "online_account_active" else value


def _cleaned_email(kind: Kind, value: str | None) -> str | None:
    if kind is Kind.ORGANISATION and value is not None and value.strip():
        raise EmailNotAllowedForOrganisation(
            "An Organisation has no email address; put it on an Individual related to it.", ("email",)
        )
    return clean_email(value)


def _check_death(details: Details, changed: Mapping[str, Any]) -> None:
    born, died = details.birth_date, details.deceased_on
    if born is None or died is None or died >= born:
        return
    for field in ("deceased_on", "birth_date"):
        if field in changed:
            raise InvalidDate(
                "The date of death is before the date of birth; correct one of them.", (as_input(field),)
            )
