"""Making and cancelling declarations: which days, what proves them, and whether the donor can declare at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domain.addresses import AddressFields
from domain.customers import Kind
from domain.errors import NotFound, WrongKind
from domain.gift_aid import (
    Cancellation,
    CancellationOption,
    Coverage,
    Declaration,
    DeclarationType,
    EvidenceMethod,
    Span,
    address_complete,
    days_of,
    earliest_backdate,
    name_complete,
)
from domain.gift_aid_figures import DEFAULT_FIGURES, Figures
from domain.gift_aid_refusals import (
    BackdateTooFar,
    CustomerDeceased,
    EvidenceIncomplete,
    EvidenceNotAllowed,
    GiftAidAddressRequired,
    GiftAidNameRequired,
    InvalidCoverageDate,
    NoActiveDeclaration,
)
from domain.refusals import Problems

_OF_TYPE = {
    DeclarationType.VERBAL: frozenset(EvidenceMethod) - {EvidenceMethod.ONLINE},
    DeclarationType.PAPER: frozenset({EvidenceMethod.MANUAL, EvidenceMethod.UPLOAD}),
}


def days_covered(
    coverage: Coverage, since: date | None, today: date, figures: Figures = DEFAULT_FIGURES
) -> Span:
    """The days of a declaration that is made today (GAD-09 to GAD-12, GAD-P02, GAD-P03).

    `since` is the day that SINCE goes back to. Refused: InvalidCoverageDate, BackdateTooFar.
    """
    _check_since(coverage is Coverage.SINCE, since, today, earliest_backdate(today, figures))
    if coverage is Coverage.TODAY_ONLY:
        return Span(today, today)
    return Span(since or today)


def _check_since(goes_back: bool, since: date | None, today: date, earliest: date) -> None:
    if not goes_back:
        if since is not None:
            raise InvalidCoverageDate(
                "Leave the day out, or choose the option that goes back to it.", ("since",)
            )
        return
    if since is None:
        raise InvalidCoverageDate("Name the day to go back to.", ("since",))
    if since >= today:
        raise InvalidCoverageDate(
            "The day to go back to lies before today; choose the option from today on.", ("since",)
        )
    if since < earliest:
        raise BackdateTooFar(
            f"Gift Aid goes back to {earliest:%d/%m/%Y} at most.", ("since",), earliest=earliest
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is to prove a declaration; `uploaded` when a document comes with it."""

    method: EvidenceMethod
    details: str | None = None
    uploaded: bool = False


def check_evidence(kind: DeclarationType, evidence: Evidence) -> None:
    """Refuse evidence that the type does not have, or that is not just what it says (GAD-16 to GAD-22, GAD-29).

    Refused: EvidenceNotAllowed, EvidenceIncomplete.
    """
    if kind not in _OF_TYPE:
        raise EvidenceNotAllowed(
            "Staff take verbal and paper declarations; the others are made online.", ("type",)
        )
    if evidence.method not in _OF_TYPE[kind]:
        raise EvidenceNotAllowed(
            "Type the details in, or upload the document; only a verbal declaration is confirmed by email or post."
            if kind is DeclarationType.PAPER
            else "Only a declaration that the donor makes online proves itself.",
            ("evidence",),
        )
    by_hand, uploading = (
        evidence.method is EvidenceMethod.MANUAL,
        evidence.method is EvidenceMethod.UPLOAD,
    )
    problems = Problems()
    with problems.at():
        _check_has(by_hand, evidence.details is not None, "details", "details")
    with problems.at():
        _check_has(uploading, evidence.uploaded, "document", "document")
    problems.raise_any()


def _check_has(needed: bool, given: bool, field: str, called: str) -> None:
    if needed and not given:
        raise EvidenceIncomplete(
            f"Give the {called} that prove it, or choose another kind of evidence.", (field,)
        )
    if given and not needed:
        raise EvidenceIncomplete(f"Leave the {called} out: this kind of evidence has none.", (field,))


@dataclass(frozen=True, slots=True)
class Declarant:
    """Who would declare, as the record has them; addresses by the order of preference."""

    kind: Kind
    first_name: str | None
    last_name: str | None
    deceased_on: date | None
    addresses: tuple[AddressFields, ...]


def home_of(declarant: Declarant, today: date) -> AddressFields:
    """The address with which this customer declares today: the first that is complete (GAD-P04).

    Refused, all at once: WrongKind, CustomerDeceased, GiftAidNameRequired, GiftAidAddressRequired.
    """
    if declarant.kind is not Kind.INDIVIDUAL:
        raise WrongKind("Only an Individual pays the tax that Gift Aid claims back.", ("customerId",))
    problems = Problems()
    home = next((each for each in declarant.addresses if address_complete(each)), None)
    with problems.at():
        if declarant.deceased_on is not None and declarant.deceased_on < today:
            raise CustomerDeceased("The customer has died; nobody can declare for them.", ("customerId",))
    with problems.at():
        if not name_complete(declarant.first_name, declarant.last_name):
            raise GiftAidNameRequired(
                "Complete first name and last name on the record first.", ("customerId",)
            )
    with problems.at():
        if home is None:
            raise GiftAidAddressRequired(
                "Give the record a home address with its first line and postcode first.", ("customerId",)
            )
    problems.raise_any()
    assert home is not None, "it was refused otherwise"
    return home


def chosen_of(
    declarations: Collection[Declaration], ids: Collection[UUID] | None
) -> list[Declaration] | None:
    """Those of a customer's declarations that were chosen; None where nobody chose. Refused: NotFound."""
    if ids is None:
        return None
    chosen = [each for each in declarations if each.id in ids]
    if not chosen or len(chosen) < len(set(ids)):
        raise NotFound("The record has no declaration with this id.", ("declarationIds",))
    return chosen


def cancelled_from(
    option: CancellationOption,
    since: date | None,
    today: date,
    chosen: Collection[Declaration] | None,
    figures: Figures = DEFAULT_FIGURES,
) -> date:
    """The first day that a cancellation of today uncovers (GAD-23 to GAD-25, GAD-P12).

    Four years back at most, or as far as each of the chosen ones goes. Refused: InvalidCoverageDate, BackdateTooFar.
    """
    earliest = max(
        (earliest_cancelled(each, today, figures) for each in chosen or ()),
        default=earliest_backdate(today, figures),
    )
    _check_since(option is CancellationOption.SINCE, since, today, earliest)
    return since or today


def earliest_cancelled(declaration: Declaration, today: date, figures: Figures = DEFAULT_FIGURES) -> date:
    """The earliest day from which this declaration can be cancelled today: four years ago.

    A verbal one that can still be withdrawn can be from its first day on, though that is longer ago.
    """
    usual = earliest_backdate(today, figures)
    undone = can_be_withdrawn(declaration, today, figures)
    return min(usual, declaration.coverage_from) if undone else usual


def can_be_withdrawn(declaration: Declaration, today: date, figures: Figures = DEFAULT_FIGURES) -> bool:
    """Whether a verbal declaration can still be undone: for 30 days after its written record was sent.

    Before that the days have not begun; one that other evidence proves has none.
    """
    if declaration.kind is not DeclarationType.VERBAL:
        return False
    sent_on = declaration.written_record_sent_on
    if sent_on is None:
        return not (declaration.has_details or declaration.has_document)
    return today <= sent_on + timedelta(days=figures.days_to_withdraw(sent_on))


def acted_on(
    declarations: Collection[Declaration],
    cancellations: Collection[Cancellation],
    effective_from: date,
    chosen: Collection[Declaration] | None,
) -> list[UUID]:
    """The declarations that a cancellation names: those with a day left on or after its day (GAD-P12).

    `chosen` are the only ones to be cancelled, where somebody chose. Refused: NoActiveDeclaration.
    """
    able = [
        each.id
        for each in (declarations if chosen is None else chosen)
        if (left := days_of(each, cancellations)) is not None
        and (left.last is None or left.last >= effective_from)
    ]
    if chosen is not None and len(able) < len(chosen):
        raise NoActiveDeclaration(
            "One of these declarations has no day left on or after this day.", ("declarationIds",)
        )
    if not able:
        raise NoActiveDeclaration("No declaration has a day left on or after this day.")
    return able
