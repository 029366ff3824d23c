"""What an address needs, when two addresses are the same one, and which ones are the defaults."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.countries import Country, country_of
from domain.errors import (
    AddressIsDefault,
    DuplicateAddress,
    InvalidDate,
    LastAddress,
    NotFound,
    Problems,
    Required,
)
from domain.postcodes import postcode_key, written_postcode
from domain.texts import clean_line, folded, required, words_of

LABEL_LIMIT = 50
LINE_LIMIT = 100
TOWN_LIMIT = 60
COUNTY_LIMIT = 60
POSTCODE_LIMIT = 16

# A mark that stands inside a word, and is left out as often as not: St John's, P.O. Box.
_INSIDE_WORDS = str.maketrans("", "", "'.\"")


@dataclass(frozen=True, slots=True)
class AddressFields:
    """The parts of one address, as typed or as stored."""

    line1: str | None = None
    line2: str | None = None
    line3: str | None = None
    town: str | None = None
    county: str | None = None
    postcode: str | None = None
    postcode_unknown: bool = False
    country_code: str | None = None
    label: str | None = None


def clean_address(typed: AddressFields) -> AddressFields:
    """The address as it is stored; everything that is wrong with it is refused at once (ADR-P01, ADR-P07).

    A change of one part is checked as the whole address that it makes: a postcode is right by its country.
    """
    problems = Problems()
    country: Country | None = None
    stored = AddressFields()
    with problems.at():
        country = country_of(typed.country_code)
        stored = replace(stored, country_code=country.code)
    with problems.at():
        stored = replace(stored, label=clean_line(typed.label, limit=LABEL_LIMIT, field="label"))
    with problems.at():
        line1 = required(clean_line(typed.line1, limit=LINE_LIMIT, field="line1"), field="line1")
        stored = replace(stored, line1=line1)
    with problems.at():
        stored = replace(stored, line2=clean_line(typed.line2, limit=LINE_LIMIT, field="line2"))
    with problems.at():
        stored = replace(stored, line3=clean_line(typed.line3, limit=LINE_LIMIT, field="line3"))
    with problems.at():
        town = required(clean_line(typed.town, limit=TOWN_LIMIT, field="town"), field="town")
        stored = replace(stored, town=town)
    with problems.at():
        stored = replace(stored, county=_county(typed.county, country))
    with problems.at():
        postcode = _postcode(typed, country)
        stored = replace(
            stored, postcode=postcode, postcode_unknown=typed.postcode_unknown and postcode is None
        )
    problems.raise_any()
    return stored


def check_validity(valid_from: date | None, valid_to: date | None) -> None:
    """The dates between which an address is used stand in their order."""
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        raise InvalidDate("The address ends before it begins; exchange the two dates.", ("validTo",))


def line_key(line: str) -> str:
    """What two spellings of one address line share: case, accents, punctuation and spacing set aside."""
    return " ".join(words_of(folded(line).translate(_INSIDE_WORDS)))


def address_key(address: AddressFields) -> str:
    """What two spellings of one address share (ADR-P08).

    The lines count as one text, for people break them differently; the label is no part of where it is.
    """
    lines = " ".join(line for line in (address.line1, address.line2, address.line3) if line)
    return "|".join(
        (
            line_key(lines),
            line_key(address.town or ""),
            line_key(address.county or ""),
            postcode_key(address.postcode or ""),
            (address.country_code or "").upper(),
        )
    )


def one_line(
    line1: str | None,
    line2: str | None,
    line3: str | None,
    town: str | None,
    county: str | None,
    postcode: str | None,
) -> str:
    """The address on one line, without the country; a county that bears its town's name is not said again."""
    told = None if county and town and county.casefold() == town.casefold() else county
    return ", ".join(part for part in (line1, line2, line3, town, told, postcode) if part)


def check_distinct(address: AddressFields, others: Collection[AddressFields]) -> None:
    """A record holds an address once (ADR-P08)."""
    key = address_key(address)
    if any(address_key(other) == key for other in others):
        raise DuplicateAddress("The record has this address already; change that one, or leave this one out.")


@dataclass(frozen=True, slots=True)
class Defaults:
    """Which address is used for billing and which for delivery; both are None only while there is none."""

    billing: UUID | None = None
    delivery: UUID | None = None


def defaults_after_adding(
    current: Defaults, added: UUID, *, billing: bool = False, delivery: bool = False
) -> Defaults:
    """The first address becomes both; a later one what is asked for (ADR-P02)."""
    return Defaults(
        billing=added if billing or current.billing is None else current.billing,
        delivery=added if delivery or current.delivery is None else current.delivery,
    )


def defaults_after_setting(
    current: Defaults, held: Collection[UUID], *, billing: UUID | None = None, delivery: UUID | None = None
) -> Defaults:
    """The flags moved to addresses that the record holds; None leaves one in its place (ADR-P02)."""
    problems = Problems()
    for chosen, field in ((billing, "billingAddressId"), (delivery, "deliveryAddressId")):
        with problems.at():
            if chosen is not None and chosen not in held:
                raise NotFound("The record has no such address; choose one of its own.", (field,))
    problems.raise_any()
    return Defaults(billing=billing or current.billing, delivery=delivery or current.delivery)


def defaults_after_deleting(
    current: Defaults, held: Collection[UUID], deleted: UUID, *, replacement: UUID | None = None
) -> Defaults:
    """The defaults once an address is gone: the replacement takes each place that it leaves (ADR-P03).

    `held` are the record's addresses before the deletion.
    """
    if deleted not in held:
        raise NotFound("The record has no such address.", ("addressId",))
    if len(set(held)) == 1:
        raise LastAddress("This is the only address; add another before you delete it.", ("addressId",))
    if replacement is not None and (replacement == deleted or replacement not in held):
        raise NotFound(
            "The replacement is not another address of this record; choose one.", ("replacementId",)
        )
    places = [
        name for name, at in (("billing", current.billing), ("delivery", current.delivery)) if at == deleted
    ]
    if places and replacement is None:
        raise AddressIsDefault(
            f"This is the default {' and '.join(places)} address; name the address that takes its place.",
            ("replacementId",),
        )
    return Defaults(
        billing=replacement if current.billing == deleted else current.billing,
        delivery=replacement if current.delivery == deleted else current.delivery,
    )


def _county(typed: str | None, country: Country | None) -> str | None:
    county = clean_line(typed, limit=COUNTY_LIMIT, field="county")
    if county is None and country is not None and country.county_required:
        raise Required(
            f"Fill in the {country.county_label.lower()}: addresses in {_the(country)} have one.", ("county",)
        )
    return county


def _postcode(typed: AddressFields, country: Country | None) -> str | None:
    postcode = clean_line(typed.postcode, limit=POSTCODE_LIMIT, field="postcode")
    if country is None:
        return postcode
    if postcode is None:
        if country.postcode_required and not typed.postcode_unknown:
            raise Required(
                f"Fill in the {country.postcode_label}, or tick that the customer could not give it"
                " (postcodeUnknown).",
                ("postcode",),
            )
        return None
    return written_postcode(postcode, country.code)


def _the(country: Country) -> str:
    return f"the {country.name}" if country.name.startswith("United") else country.name
