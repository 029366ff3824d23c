"""What a claim tells the tax authority of a donor, in its own form, and what of that it would send back (GAD-P15)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique

from domain.addresses import AddressFields
from domain.errors import InvalidPostcode
from domain.gift_aid import HOME_COUNTRY, Donor, address_complete
from domain.postcodes import written_postcode
from domain.texts import western

TITLE_LENGTH = 4
NAME_LENGTH = 35
HOUSE_LENGTH = 40
_TITLE = re.compile(r"[A-Za-z][A-Za-z'-]*")


@unique
class RowField(StrEnum):
    """A column of the schedule in which something can be wrong."""

    FIRST_NAME = "FIRST_NAME"
    LAST_NAME = "LAST_NAME"
    HOUSE = "HOUSE"
    POSTCODE = "POSTCODE"


@unique
class RowFault(StrEnum):
    """What is wrong with a column of a row (GAD-P15)."""

    FIRST_NAME_MISSING = "FIRST_NAME_MISSING"
    FIRST_NAME_UNREADABLE = "FIRST_NAME_UNREADABLE"
    LAST_NAME_MISSING = "LAST_NAME_MISSING"
    LAST_NAME_UNREADABLE = "LAST_NAME_UNREADABLE"
    LAST_NAME_TOO_LONG = "LAST_NAME_TOO_LONG"
    HOUSE_MISSING = "HOUSE_MISSING"
    HOUSE_UNREADABLE = "HOUSE_UNREADABLE"
    POSTCODE_MISSING = "POSTCODE_MISSING"
    POSTCODE_INVALID = "POSTCODE_INVALID"

    @property
    def field(self) -> RowField:
        """The column at fault."""
        return next(field for field in RowField if self.startswith(field))


@dataclass(frozen=True, slots=True)
class Told:
    """A donor as a row tells of them; what does not apply is empty. Abroad there is no postcode."""

    title: str
    first_name: str
    last_name: str
    house: str
    postcode: str
    overseas: bool = False


def claimed_by(on_record: Donor, declared: Donor) -> Donor:
    """The donor whom a claim tells of: as the record has them, who are to be found at their last known address.

    The address of the declaration stands in where the record has no complete one (GAD-P18).
    """
    whole = address_complete(on_record.address)
    address = on_record.address if whole else declared.address
    return Donor(on_record.first_name, on_record.last_name, address)


def told_of(title: str | None, donor: Donor) -> tuple[Told, tuple[RowFault, ...]]:
    """The donor in the form of the tax authority, and all that it would send back (GAD-P15).

    A title that is too long is left out, and of a first name that is, the initial stands: neither is needed whole.
    """
    first, last = western(donor.first_name or ""), western(donor.last_name or "").replace("-", " ")
    first = first if len(first) <= NAME_LENGTH else first[0]
    last = " ".join(last.split())
    overseas = (donor.address.country_code or HOME_COUNTRY).upper() != HOME_COUNTRY
    house = _house(donor.address, overseas)
    postcode, of_postcode = ("", None) if overseas else _postcode(donor.address.postcode or "")
    found = (
        _lacking(donor.first_name, first, RowFault.FIRST_NAME_MISSING, RowFault.FIRST_NAME_UNREADABLE),
        _lacking(donor.last_name, last, RowFault.LAST_NAME_MISSING, RowFault.LAST_NAME_UNREADABLE),
        RowFault.LAST_NAME_TOO_LONG if len(last) > NAME_LENGTH else None,
        _lacking(donor.address.line1, house, RowFault.HOUSE_MISSING, RowFault.HOUSE_UNREADABLE),
        of_postcode,
    )
    faults = tuple(fault for fault in found if fault is not None)
    return Told(_title(title or ""), first, last, house, postcode, overseas), faults


def _lacking(stored: str | None, told: str, missing: RowFault, unreadable: RowFault) -> RowFault | None:
    if told:
        return None
    return unreadable if (stored or "").strip() else missing


def _title(title: str) -> str:
    plain = western(title).rstrip(".")
    return plain if len(plain) <= TITLE_LENGTH and _TITLE.fullmatch(plain) else ""


def _house(address: AddressFields, overseas: bool) -> str:
    """As much of the address as fits: at home its lines, since the postcode tells the rest, and abroad all of it."""
    lines: Iterable[str | None] = (address.line1, address.line2, address.line3)
    if overseas:
        lines = (*lines, address.town, address.county, address.postcode, address.country_code)
    first, *others = (western(line or "") for line in lines)
    fitting = first[:HOUSE_LENGTH].rstrip()
    for line in filter(None, others):
        longer = f"{fitting}, {line}" if fitting else line
        if len(longer) > HOUSE_LENGTH:
            break
        fitting = longer
    return fitting


def _postcode(stored: str) -> tuple[str, RowFault | None]:
    if not stored.strip():
        return "", RowFault.POSTCODE_MISSING
    try:
        return written_postcode(stored.strip(), HOME_COUNTRY), None
    except InvalidPostcode:
        return western(stored), RowFault.POSTCODE_INVALID
