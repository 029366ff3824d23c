"""Gift Aid: declarations and cancellations, which days they cover, and whether one can be claimed on."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, unique
from uuid import UUID

from domain.addresses import AddressFields, address_key, line_key, one_line
from domain.gift_aid_figures import DEFAULT_FIGURES, Figures

HOME_COUNTRY = "GB"
NO_ADDRESS = AddressFields()


@unique
class Coverage(StrEnum):
    """The three coverage options of a declaration (GAD-09, GAD-11, GAD-12)."""

    SINCE = "SINCE"
    FROM_TODAY = "FROM_TODAY"
    TODAY_ONLY = "TODAY_ONLY"


@unique
class DeclarationType(StrEnum):
    """How a declaration was made (GAD-14, GAD-15, GAD-P01)."""

    VERBAL = "VERBAL"
    PAPER = "PAPER"
    ONLINE = "ONLINE"


@unique
class EvidenceMethod(StrEnum):
    """What is kept to prove a declaration (GAD-16 to GAD-21); online declarations prove themselves."""

    EMAIL = "EMAIL"
    POST = "POST"
    MANUAL = "MANUAL"
    UPLOAD = "UPLOAD"
    ONLINE = "ONLINE"


@unique
class CancellationOption(StrEnum):
    """The two ways to cancel (GAD-23, GAD-24)."""

    FROM_TODAY = "FROM_TODAY"
    SINCE = "SINCE"


@unique
class NotClaimableReason(StrEnum):
    """Why gifts under a declaration cannot be claimed for (GAD-P07)."""

    WRITTEN_RECORD_NOT_SENT = "WRITTEN_RECORD_NOT_SENT"
    CANCELLED = "CANCELLED"
    ADDRESS_INCOMPLETE = "ADDRESS_INCOMPLETE"
    NAME_INCOMPLETE = "NAME_INCOMPLETE"


@dataclass(frozen=True, slots=True)
class Donor:
    """Who declares and where they live: as it stood in a declaration, or as it is on the record today."""

    first_name: str | None = None
    last_name: str | None = None
    address: AddressFields = NO_ADDRESS


NOBODY = Donor()


@dataclass(frozen=True, slots=True)
class Declaration:
    """An individual taxpayer's statement over some days; no last day means for ever (GAD-02, GAD-P01)."""

    id: UUID
    customer_id: UUID
    made_at: datetime
    coverage_from: date
    coverage_to: date | None = None
    kind: DeclarationType = DeclarationType.ONLINE
    written_record_sent_on: date | None = None
    has_details: bool = False
    has_document: bool = False
    donor: Donor = NOBODY


@dataclass(frozen=True, slots=True)
class Cancellation:
    """From its effective date on, the declarations that it names cover nothing any more (GAD-P12, GAD-P13)."""

    id: UUID
    made_at: datetime
    effective_from: date
    declaration_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row, both ends included; without a last day they go on for ever."""

    first: date
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def in_order(made: Declaration | Cancellation) -> tuple[datetime, UUID]:
    """The key by which what was declared and cancelled is replayed (GAD-P09)."""
    return (made.made_at, made.id)


def cancelling(declaration: Declaration, cancellations: Iterable[Cancellation]) -> Cancellation | None:
    """The cancellation that takes the most days from the declaration; None where none acts on it.

    One that was made before the declaration never does: who declares again wants Gift Aid again (GAD-P09).
    """
    acting = [
        cancellation
        for cancellation in cancellations
        if declaration.id in cancellation.declaration_ids and in_order(cancellation) > in_order(declaration)
    ]
    return min(acting, key=lambda each: (each.effective_from, in_order(each)), default=None)


def days_left(coverage_from: date, coverage_to: date | None, cancelled_from: date | None) -> Span | None:
    """The days that a declaration covers after cancellations; None when there are none left (GAD-P09).

    `cancelled_from` is the earliest effective date of the cancellations made after it that name it.
    """
    if cancelled_from is None:
        return Span(coverage_from, coverage_to)
    if cancelled_from <= coverage_from:
        return None
    last_before = cancelled_from - timedelta(days=1)
    return Span(coverage_from, last_before if coverage_to is None else min(coverage_to, last_before))


def days_of(declaration: Declaration, cancellations: Iterable[Cancellation]) -> Span | None:
    """The days that the declaration covers after these cancellations; None when there are none left (GAD-P09)."""
    cancelled_by = cancelling(declaration, cancellations)
    return days_left(
        declaration.coverage_from,
        declaration.coverage_to,
        None if cancelled_by is None else cancelled_by.effective_from,
    )


def covering(
    declarations: Iterable[Declaration], cancellations: Collection[Cancellation], day: date
) -> Declaration | None:
    """The declaration that a donation of this day shows: of those covering it, the latest made (GAD-P09)."""
    able = [
        declaration
        for declaration in declarations
        if (left := days_of(declaration, cancellations)) is not None and day in left
    ]
    return max(able, key=in_order, default=None)


@dataclass(frozen=True, slots=True)
class Claimability:
    """Whether gifts under a declaration can be claimed for, and if not, everything that stands against it."""

    claimable: bool
    reasons: tuple[NotClaimableReason, ...] = ()


def claimability(
    kind: str,
    written_record_sent_on: date | None,
    has_details: bool,
    has_document: bool,
    days: Span | None,
    donor: Donor,
) -> Claimability:
    """Whether a declaration is claimable (GAD-05, GAD-P07).

    `has_details` are details typed in by hand, `has_document` an upload; `days` are those that cancellations
    left of it, and `donor` is who it was made by, as it stood then.
    """
    proven = written_record_sent_on is not None or has_details or has_document
    against = {
        NotClaimableReason.WRITTEN_RECORD_NOT_SENT: kind == DeclarationType.VERBAL and not proven,
        NotClaimableReason.CANCELLED: days is None,
        NotClaimableReason.ADDRESS_INCOMPLETE: not address_complete(donor.address),
        NotClaimableReason.NAME_INCOMPLETE: not name_complete(donor.first_name, donor.last_name),
    }
    reasons = tuple(reason for reason, holds in against.items() if holds)
    return Claimability(not reasons, reasons)


def claimability_of(declaration: Declaration, cancellations: Iterable[Cancellation]) -> Claimability:
    """Whether the declaration is claimable after these cancellations (GAD-P07)."""
    return claimability(
        declaration.kind,
        declaration.written_record_sent_on,
        declaration.has_details,
        declaration.has_document,
        days_of(declaration, cancellations),
        declaration.donor,
    )


def name_complete(first_name: str | None, last_name: str | None) -> bool:
    """Whether the name is enough for the tax authority: an initial and a surname."""
    return bool((first_name or "").strip() and (last_name or "").strip())


def address_complete(address: AddressFields) -> bool:
    """Whether the address is enough for the tax authority: its first line, and in the UK its postcode.

    An address without a country is taken to be at home.
    """
    postcode = (address.postcode or "").strip()
    at_home = (address.country_code or HOME_COUNTRY).upper() == HOME_COUNTRY
    return bool((address.line1 or "").strip() and (postcode or not at_home))


def details_differ(declared: Donor, current: Donor) -> bool:
    """Whether name or address changed since the declaration, so that staff may confirm it again (GAD-P18).

    Spelling that does not change who or where it is (case, accents, punctuation, how lines are broken) is no
    change, and nor is a title: a declaration needs none.
    """
    return _who_and_where(declared) != _who_and_where(current)


def _who_and_where(donor: Donor) -> tuple[str, str, str]:
    # A declaration keeps what follows the first line as one text, whichever parts it was typed in.
    whole = AddressFields(
        line1=donor.address.line1,
        line2=address_rest(donor.address),
        postcode=donor.address.postcode,
        country_code=donor.address.country_code or HOME_COUNTRY,
    )
    return (line_key(donor.first_name or ""), line_key(donor.last_name or ""), address_key(whole))


def address_rest(address: AddressFields) -> str | None:
    """What a declaration keeps of an address between its first line and its postcode, as one text (GAD-P01)."""
    return one_line(None, address.line2, address.line3, address.town, address.county, None) or None


def earliest_backdate(today: date, figures: Figures = DEFAULT_FIGURES) -> date:
    """The earliest day to which a declaration reaches back: four years ago.

    On 29 February that is 28 February where the year has no 29th (GAD-10, GAD-P02).
    """
    year = today.year - figures.years_back(today)
    return date(year, today.month, min(today.day, monthrange(year, today.month)[1]))
