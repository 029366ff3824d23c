"""A file of customers: which column is which, and which row is which."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Final

from domain.customers import Kind
from domain.texts import folded, in_words, words_of

EXTERNAL_ID = "external id"
EXTERNAL_ID_LIMIT = 200
SYSTEM_LIMIT = 50
TAGS = "tags"
ADDRESS = "address"
ATTRIBUTE = "attribute"
PREFERENCE = "preference"

# Columns of what the record says in its own words: the name of a column is that of the input, in words.
_DETAILS: Final = {
    Kind.INDIVIDUAL: (
        "title",
        "first name",
        "last name",
        "email",
        "phone",
        "mobile",
        "birth date",
        "deceased on",
        "online account active",
    ),
    Kind.ORGANISATION: ("name", "primary contact", "phone", "mobile"),
}
_OF_THE_ADDRESS: Final = (
    ADDRESS,
    "line 1",
    "line 2",
    "line 3",
    "town",
    "county",
    "postcode",
    "postcode unknown",
    "country code",
)
_NEEDED: Final = {Kind.INDIVIDUAL: ("first name", "last name"), Kind.ORGANISATION: ("name",)}

# What people and other systems call the columns, written without spaces and marks.
_ALSO_CALLED: Final = {
    "title": ("salutation", "honorific", "prefix"),
    "first name": ("forename", "givenname", "firstnames", "forenames", "christianname"),
    "last name": ("surname", "familyname"),
    "name": (
        "organisation",
        "organization",
        "organisationname",
        "organizationname",
        "company",
        "companyname",
    ),
    "primary contact": ("contact", "contactname", "maincontact"),
    "email": ("emailaddress", "mail", "mailaddress"),
    "phone": ("telephone", "phonenumber", "telephonenumber", "tel", "landline", "homephone", "phone1"),
    "mobile": ("cell", "cellphone", "mobilephone", "mobilenumber", "cellnumber", "phone2"),
    "birth date": ("dateofbirth", "dob", "birthday", "birthdate"),
    "deceased on": ("dateofdeath", "deceased", "died"),
    "online account active": ("onlineaccount", "webaccount"),
    ADDRESS: ("street", "streetaddress", "postaladdress"),
    "line 1": ("address1", "addressline1", "street1"),
    "line 2": ("address2", "addressline2", "street2"),
    "line 3": ("address3", "addressline3", "street3"),
    "town": ("city", "towncity", "posttown", "locality"),
    "county": ("state", "province", "region", "stateprovince", "countystate"),
    "postcode": ("postalcode", "zip", "zipcode", "eircode"),
    "postcode unknown": ("nopostcode",),
    "country code": ("country", "countryname"),
    EXTERNAL_ID: ("externalreference", "customerid", "customernumber", "id", "legacyid", "reference"),
    TAGS: ("tag",),
}
_NAMED = re.compile(r"\s*(attribute|preference|contact preference)\s*:\s*(.*\S)\s*", re.IGNORECASE)
# Columns that the report of refused rows adds: a file that was mended is read without them.
LINE, REASON = "rejected: line", "rejected: reason"


class HeaderRefused(Exception):
    """The columns of a file cannot be read as they are; the message says what to change."""


def columns_of(
    header: Sequence[str], kind: Kind, *, mapped: Mapping[str, str], ignored: Collection[str]
) -> tuple[str | None, ...]:
    """What each column of the header holds; None for one that is to be left out.

    A column goes by its name or by what else it is called, whatever its case, spaces and marks; `mapped` names
    others, `ignored` those to leave out. Raises HeaderRefused for a column that is neither, for two that hold the
    same, and where a record's name or address would be missing: what a file holds is never left out unasked.
    """
    known = _known(kind)
    aside = {_squeezed(name) for name in (*ignored, LINE, REASON)}
    meant = {_squeezed(theirs): ours for theirs, ours in mapped.items()}
    found: list[str | None] = []
    wrong: list[str] = []
    for cell in header:
        given = _squeezed(cell)
        column = None if given in aside else _column(meant.get(given, cell), known)
        if column is None and given not in aside:
            wrong.append(f'"{cell}" is no column that is known here: map it to one, or have it ignored.')
        elif column is not None and column in found:
            wrong.append(f'"{cell}" is a second column of the {column}.')
        found.append(column)
    present = {_squeezed(cell) for cell in header}
    for given in (*mapped, *ignored):
        if _squeezed(given) not in present:
            wrong.append(f'The file has no column "{given}".')
    lacking = [column for column in _NEEDED[kind] if column not in found]
    if ADDRESS not in found and "line 1" not in found:
        lacking.append("line 1")
    if "town" not in found:
        lacking.append("town")
    wrong += [f'There is no column "{column}".' for column in lacking]
    if ADDRESS in found and "line 1" in found:
        wrong.append("Keep one of the columns address and line 1: they hold the same.")
    if wrong:
        names = ", ".join(dict.fromkeys(known.values()))
        wrong.append(f"Columns that are known: {names}; and attribute: NAME, preference: NAME.")
        raise HeaderRefused("\n".join(wrong))
    return tuple(found)


def row_of(columns: Sequence[str | None], cells: Sequence[str]) -> dict[str, str]:
    """What a row says, by column; empty cells say nothing.

    Spaces around and within are set to rights, so that the same row is the same however it was saved. The lines of
    an address stay apart.
    """
    row = {}
    for column, cell in zip(columns, cells, strict=True):
        if column is not None and (text := _tidied(cell, lines=column == ADDRESS)):
            row[column] = text
    return row


def digest_of(kind: Kind, row: Mapping[str, str]) -> bytes:
    """The same for rows that say the same, in whatever order their columns stand."""
    return sha256(json.dumps([kind.name, sorted(row.items())]).encode()).digest()


def identity_of(digest: bytes, occurrence: int) -> bytes:
    """Which row this is, of those of its file that say the same: 1 for the first of them."""
    return sha256(b"row %d " % occurrence + digest).digest()


def identity_of_external(system: str, value: str) -> bytes:
    """Which row this is, where another system's id says so (CUS-B01)."""
    return sha256(json.dumps(["external id", system, value]).encode()).digest()


def _known(kind: Kind) -> dict[str, str]:
    """Every name of every column, squeezed, and the column that it names."""
    columns = (EXTERNAL_ID, *_DETAILS[kind], *_OF_THE_ADDRESS, TAGS)
    return {_squeezed(name): column for column in columns for name in (column, *_ALSO_CALLED.get(column, ()))}


def _column(name: str, known: Mapping[str, str]) -> str | None:
    named = _NAMED.fullmatch(name)
    if named is None:
        return known.get(_squeezed(name))
    what = ATTRIBUTE if named[1].lower() == ATTRIBUTE else PREFERENCE
    return f"{what}: {folded(named[2])}"


def _squeezed(name: str) -> str:
    return "".join(words_of(folded(name)))


def _tidied(cell: str, *, lines: bool) -> str:
    text = unicodedata.normalize("NFC", cell)
    if not lines:
        return " ".join(text.split())
    return "\n".join(line for part in text.splitlines() if (line := " ".join(part.split())))


def column_of(path: Sequence[str], named: Mapping[str, Sequence[str]]) -> str | None:
    """The column that a refusal's path is about; `named` are the columns that fill each list of the input."""
    if not path:
        return None
    for step, place in zip(path, (*path[1:], ""), strict=True):
        if step in named:
            columns = named[step]
            return columns[int(place)] if place.isdecimal() and int(place) < len(columns) else columns[0]
    return in_words(path[-1])
