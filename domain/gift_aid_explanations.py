"""Why Gift Aid can or cannot be claimed for one donation: what was considered, the dates, and what would fix it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, unique
from uuid import UUID

from domain.gift_aid import Cancellation, Coverage, Declaration, earliest_backdate, in_order
from domain.gift_aid_claimability import (
    DEFAULT_YEAR_END,
    Gift,
    GiftReason,
    Verdict,
    YearEnd,
    claim_by,
    cover_of,
    period_end,
    verdict_of,
    was_covered,
    worth,
)
from domain.gift_aid_figures import DEFAULT_FIGURES, Figures


@unique
class Effect(StrEnum):
    """What one declaration or cancellation did to the day of a gift."""

    COVERS = "COVERS"
    ALSO_COVERS = "ALSO_COVERS"
    BEGINS_LATER = "BEGINS_LATER"
    ENDED_BEFORE = "ENDED_BEFORE"
    CANCELLED = "CANCELLED"
    UNCOVERS = "UNCOVERS"
    TAKES_EFFECT_LATER = "TAKES_EFFECT_LATER"
    CHANGES_NOTHING = "CHANGES_NOTHING"


@dataclass(frozen=True, slots=True)
class Considered:
    """One declaration or cancellation with its days, and what it did to the day of the gift.

    Of a cancellation, `first_day` is its effective date, and there is no last day.
    """

    id: UUID
    cancellation: bool
    made_at: datetime
    first_day: date
    last_day: date | None
    effect: Effect

    @property
    def declaration_id(self) -> UUID | None:
        """The id of a declaration."""
        return None if self.cancellation else self.id

    @property
    def cancellation_id(self) -> UUID | None:
        """The id of a cancellation."""
        return self.id if self.cancellation else None


@dataclass(frozen=True, slots=True)
class Dates:
    """The days that decide whether a gift can still be claimed for; none are left (0) once it is too late."""

    received_on: date
    period_ends: date
    claim_by: date
    days_to_claim: int
    earliest_backdate: date


@unique
class FixKind(StrEnum):
    """What somebody can do so that a donation becomes claimable."""

    DECLARE = "DECLARE"
    DECLARE_ANEW = "DECLARE_ANEW"
    SEND_WRITTEN_RECORD = "SEND_WRITTEN_RECORD"
    ALLOW_FUND = "ALLOW_FUND"
    INCLUDE = "INCLUDE"
    RECEIVE_PAYMENT = "RECEIVE_PAYMENT"


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing to do, the reasons that it takes away, and with which declaration, option and first day."""

    kind: FixKind
    reasons: tuple[GiftReason, ...]
    message: str
    declaration_id: UUID | None = None
    coverage: Coverage | None = None
    coverage_from: date | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole answer (GAD-N01); `fixable` when the fixes together leave nothing against a claim."""

    verdict: Verdict
    considered: tuple[Considered, ...]
    dates: Dates
    worth_minor: int
    fixes: tuple[Fix, ...]
    fixable: bool


def explain(
    gift: Gift,
    declarations: Collection[Declaration],
    cancellations: Collection[Cancellation],
    today: date,
    *,
    uk: bool = True,
    year_end: YearEnd = DEFAULT_YEAR_END,
    figures: Figures = DEFAULT_FIGURES,
) -> Explanation:
    """Whether the gift can be claimed for, and how that came about (GAD-N01).

    What was considered are the owner's declarations and what cancels them, in the order they were made.
    """
    cover = cover_of(gift, declarations, cancellations)
    verdict = verdict_of(gift, cover, today, uk=uk, year_end=year_end, figures=figures)
    fixes = _fixes(gift, verdict, today, earliest_backdate(today, figures))
    mended = {reason for fix in fixes for reason in fix.reasons}
    return Explanation(
        verdict,
        _considered(gift, declarations, cancellations, verdict.declaration_id),
        _dates(gift, today, year_end, figures),
        worth(gift.amount_minor, gift.received_on, figures),
        fixes,
        fixable=bool(verdict.reasons) and mended.issuperset(verdict.reasons),
    )


def _dates(gift: Gift, today: date, year_end: YearEnd, figures: Figures) -> Dates:
    last = claim_by(gift.received_on, year_end, figures)
    return Dates(
        received_on=gift.received_on,
        period_ends=period_end(gift.received_on, year_end),
        claim_by=last,
        days_to_claim=max(0, (last - today).days + 1),
        earliest_backdate=earliest_backdate(today, figures),
    )


def _considered(
    gift: Gift,
    declarations: Collection[Declaration],
    cancellations: Collection[Cancellation],
    shown: UUID | None,
) -> tuple[Considered, ...]:
    own = [declaration for declaration in declarations if declaration.customer_id == gift.owner_id]
    ids = {declaration.id for declaration in own}
    acting = [each for each in cancellations if each.declaration_ids & ids]
    made: list[Declaration | Cancellation] = [*own, *acting]
    return tuple(
        _declared(each, cancellations, gift.received_on, shown)
        if isinstance(each, Declaration)
        else _cancelled(each, own, gift.received_on)
        for each in sorted(made, key=in_order)
    )


def _declared(
    declaration: Declaration, cancellations: Collection[Cancellation], day: date, shown: UUID | None
) -> Considered:
    last = declaration.coverage_to
    if day < declaration.coverage_from:
        effect = Effect.BEGINS_LATER
    elif last is not None and last < day:
        effect = Effect.ENDED_BEFORE
    elif was_covered(declaration, cancellations, day):
        effect = Effect.CANCELLED
    else:
        effect = Effect.COVERS if declaration.id == shown else Effect.ALSO_COVERS
    return Considered(declaration.id, False, declaration.made_at, declaration.coverage_from, last, effect)


def _cancelled(cancellation: Cancellation, own: Collection[Declaration], day: date) -> Considered:
    if day < cancellation.effective_from:
        effect = Effect.TAKES_EFFECT_LATER
    elif any(was_covered(each, [cancellation], day) for each in own):
        effect = Effect.UNCOVERS
    else:
        effect = Effect.CHANGES_NOTHING
    return Considered(cancellation.id, True, cancellation.made_at, cancellation.effective_from, None, effect)


_UNCOVERED = (GiftReason.NO_DECLARATION, GiftReason.NOT_COVERED, GiftReason.COVERAGE_CANCELLED)
_INCOMPLETE = (GiftReason.ADDRESS_INCOMPLETE, GiftReason.NAME_INCOMPLETE)
_SIMPLE = {
    GiftReason.FUND_NOT_ELIGIBLE: (FixKind.ALLOW_FUND, "Set the fund up for Gift Aid, if it qualifies."),
    GiftReason.EXCLUDED: (FixKind.INCLUDE, "Include the donation again, if it was excluded by mistake."),
    GiftReason.NOT_RECEIVED: (FixKind.RECEIVE_PAYMENT, "Take the payment; the gift counts from that day."),
}


def _fixes(gift: Gift, verdict: Verdict, today: date, earliest: date) -> tuple[Fix, ...]:
    """What can be done about the reasons, declarations first; for many there is nothing."""
    fixes = [*_declaring(gift, verdict, today, earliest)]
    for reason in verdict.reasons:
        if reason in _SIMPLE:
            kind, message = _SIMPLE[reason]
            fixes.append(Fix(kind, (reason,), message))
    return tuple(fixes)


def _declaring(gift: Gift, verdict: Verdict, today: date, earliest: date) -> list[Fix]:
    reasons = verdict.reasons
    incomplete = tuple(reason for reason in reasons if reason in _INCOMPLETE)
    unsent = tuple(reason for reason in reasons if reason is GiftReason.WRITTEN_RECORD_NOT_SENT)
    uncovered = tuple(reason for reason in reasons if reason in _UNCOVERED)
    if uncovered:
        words = "If the donor wishes, take a declaration that covers the day of the gift."
        if GiftReason.COVERAGE_CANCELLED in uncovered:
            words = "Only if the donor wants Gift Aid again: take a new declaration for the day of the gift."
        return _new_declaration(FixKind.DECLARE, gift, uncovered, words, today, earliest)
    if incomplete:
        # A declaration keeps the name and address with which it was made: only another one has better.
        words = "Complete name and address on the record, then take the declaration again."
        return _new_declaration(FixKind.DECLARE_ANEW, gift, incomplete + unsent, words, today, earliest)
    if unsent:
        words = "Send the written record by email or post, or take the declaration again with other evidence."
        return [Fix(FixKind.SEND_WRITTEN_RECORD, unsent, words, verdict.declaration_id)]
    return []


def _new_declaration(
    kind: FixKind, gift: Gift, reasons: tuple[GiftReason, ...], words: str, today: date, earliest: date
) -> list[Fix]:
    """The declaration that would cover the gift; none where it would reach back too far, or to a day to come."""
    day = gift.received_on
    if not earliest <= day <= today:
        return []
    coverage = Coverage.FROM_TODAY if day == today else Coverage.SINCE
    return [Fix(kind, reasons, words, coverage=coverage, coverage_from=day)]
