"""What a declaration comes to today, from the columns of its row: the days it covers, and what stands against it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from domain.addresses import AddressFields
from domain.customers import Kind
from domain.gift_aid import Claimability, Donor, NotClaimableReason, claimability, days_left
from domain.gift_aid import details_differ as differ

# The columns of a declaration by which it is claimable or not.
CLAIMABILITY = (
    "type",
    "written_record_sent_on",
    "evidence_text",
    "document_id",
    "coverage_from",
    "coverage_to",
    "cancelled_from",
    "first_name",
    "last_name",
    "address_line1",
    "postcode",
    "country_code",
)


def covered_until(coverage_from: date, coverage_to: date | None, cancelled_from: date | None) -> date | None:
    """The last day that is covered after cancellations; None where there is no last day, or no day at all."""
    days = days_left(coverage_from, coverage_to, cancelled_from)
    return None if days is None else days.last


def is_current(
    coverage_from: date, coverage_to: date | None, cancelled_from: date | None, *, today: date
) -> bool:
    """Whether a gift of today is covered; what is not current is previous (GAD-04)."""
    days = days_left(coverage_from, coverage_to, cancelled_from)
    return days is not None and today in days


def claimable(*columns: Any) -> bool:
    """Whether gifts under it can be claimed for (GAD-05)."""
    return _claimability(*columns).claimable


def not_claimable_reasons(*columns: Any) -> tuple[NotClaimableReason, ...]:
    """Everything that stands against it (GAD-P07)."""
    return _claimability(*columns).reasons


def has_attachment(document_id: UUID | None) -> bool:
    """Whether a document was uploaded with it (GAD-06)."""
    return document_id is not None


def _claimability(
    kind: str,
    written_record_sent_on: date | None,
    evidence_text: str | None,
    document_id: UUID | None,
    coverage_from: date,
    coverage_to: date | None,
    cancelled_from: date | None,
    first_name: str | None,
    last_name: str | None,
    line1: str | None,
    postcode: str | None,
    country_code: str | None,
) -> Claimability:
    return claimability(
        kind,
        written_record_sent_on,
        bool((evidence_text or "").strip()),
        document_id is not None,
        days_left(coverage_from, coverage_to, cancelled_from),
        _donor(first_name, last_name, line1, None, postcode, country_code),
    )


def details_differ(
    first_name: str | None,
    last_name: str | None,
    line1: str | None,
    rest: str | None,
    postcode: str | None,
    country_code: str | None,
    on_record: tuple[Any, ...],
) -> bool | None:
    """Whether the record has another name or default billing address by now; None where no person is left (GAD-P18)."""
    kind, *current = on_record
    if kind != Kind.INDIVIDUAL:
        return None
    declared = _donor(first_name, last_name, line1, rest, postcode, country_code)
    return differ(declared, _recorded(*current))


def _donor(
    first_name: str | None,
    last_name: str | None,
    line1: str | None,
    rest: str | None,
    postcode: str | None,
    country_code: str | None,
) -> Donor:
    """The donor as the declaration keeps them."""
    address = AddressFields(line1=line1, line2=rest, postcode=postcode, country_code=country_code)
    return Donor(first_name, last_name, address)


def _recorded(
    first_name: str | None,
    last_name: str | None,
    line1: str | None,
    line2: str | None,
    line3: str | None,
    town: str | None,
    county: str | None,
    postcode: str | None,
    country_code: str | None,
) -> Donor:
    """The donor as the record has them."""
    address = AddressFields(line1, line2, line3, town, county, postcode, country_code=country_code)
    return Donor(first_name, last_name, address)
