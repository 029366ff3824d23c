"""Which donations Gift Aid can be claimed for, until when, what it is worth, and everything that stands against it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from uuid import UUID

from domain.customers import Kind
from domain.gift_aid import (
    Cancellation,
    Declaration,
    cancelling,
    claimability_of,
    covering,
)
from domain.gift_aid_figures import DEFAULT_FIGURES, Figures, figure_on
from domain.orders import DonationSource, ItemState

# The last day of the accounting year, as month and day; the last of February is (2, 29).
YearEnd = tuple[int, int]
DEFAULT_YEAR_END: YearEnd = (3, 31)


@unique
class GiftAidStatus(StrEnum):
    """Where a donation stands with Gift Aid (DON-P01)."""

    CLAIMABLE = "CLAIMABLE"
    NOT_CLAIMABLE = "NOT_CLAIMABLE"
    CLAIMED = "CLAIMED"
    EXCLUDED = "EXCLUDED"


@unique
class GiftReason(StrEnum):
    """What stands against a claim for a donation (GAD-P10)."""

    NOT_UK = "NOT_UK"
    NOT_AN_INDIVIDUAL = "NOT_AN_INDIVIDUAL"
    NOT_MONEY = "NOT_MONEY"
    NOT_A_DONATION = "NOT_A_DONATION"
    LEGACY = "LEGACY"
    FUND_NOT_ELIGIBLE = "FUND_NOT_ELIGIBLE"
    EXCLUDED = "EXCLUDED"
    NOT_RECEIVED = "NOT_RECEIVED"
    RETURNED = "RETURNED"
    NO_DECLARATION = "NO_DECLARATION"
    NOT_COVERED = "NOT_COVERED"
    COVERAGE_CANCELLED = "COVERAGE_CANCELLED"
    WRITTEN_RECORD_NOT_SENT = "WRITTEN_RECORD_NOT_SENT"
    ADDRESS_INCOMPLETE = "ADDRESS_INCOMPLETE"
    NAME_INCOMPLETE = "NAME_INCOMPLETE"
    DEADLINE_PASSED = "DEADLINE_PASSED"
    ALREADY_CLAIMED = "ALREADY_CLAIMED"


_TEXTS = {
    GiftReason.NOT_UK: "Gift Aid exists in the United Kingdom only.",
    GiftReason.NOT_AN_INDIVIDUAL: "Only people can give with Gift Aid; an Organisation gave this.",
    GiftReason.NOT_MONEY: "Only gifts of money qualify.",
    GiftReason.NOT_A_DONATION: "Something was received in return, so it is no donation.",
    GiftReason.LEGACY: "A legacy is given by an estate, and never qualifies.",
    GiftReason.FUND_NOT_ELIGIBLE: "The fund is not set up for Gift Aid.",
    GiftReason.EXCLUDED: "Somebody excluded this donation from Gift Aid.",
    GiftReason.NOT_RECEIVED: "The donation has not been paid.",
    GiftReason.RETURNED: "The donation was given back.",
    GiftReason.NO_DECLARATION: "The donor has made no Gift Aid declaration.",
    GiftReason.NOT_COVERED: "No declaration of the donor covers the day of the gift.",
    GiftReason.COVERAGE_CANCELLED: "The declaration that covered the day of the gift was cancelled.",
    GiftReason.WRITTEN_RECORD_NOT_SENT: "The declaration was verbal, and its written record has not been sent.",
    GiftReason.ADDRESS_INCOMPLETE: "The declaration lacks the first line of the address, or the postcode.",
    GiftReason.NAME_INCOMPLETE: "The declaration lacks the first name or the last name.",
    GiftReason.DEADLINE_PASSED: "The four years in which it could be claimed for are over.",
    GiftReason.ALREADY_CLAIMED: "It has been claimed for already.",
}


def text_of(reason: GiftReason) -> str:
    """The reason as a fundraiser reads it."""
    return _TEXTS[reason]


@dataclass(frozen=True, slots=True)
class Gift:
    """A donation: what was given by the owner of its order, who paid, on the civil date of the gift.

    `donation` is false for what buys a benefit; `owner_kind` is what the owner was on the day of the gift.
    """

    owner_id: UUID
    owner_kind: Kind
    received_on: date
    amount_minor: int
    source: DonationSource = DonationSource.STANDALONE
    state: ItemState = ItemState.SOLD
    money: bool = True
    donation: bool = True
    fund_eligible: bool = True
    excluded: bool = False
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """The declaration that a donation shows, and what of declarations stands against a claim for it."""

    declaration_id: UUID | None = None
    reasons: tuple[GiftReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a donation can be claimed for; `reasons` is everything that stands against it (GAD-P10)."""

    status: GiftAidStatus
    reasons: tuple[GiftReason, ...] = ()
    declaration_id: UUID | None = None


def cover_of(
    gift: Gift, declarations: Collection[Declaration], cancellations: Collection[Cancellation]
) -> Cover:
    """How the owner's declarations cover the gift; those of anybody else, a facilitator's too, do not count."""
    own = [declaration for declaration in declarations if declaration.customer_id == gift.owner_id]
    shown = covering(own, cancellations, gift.received_on)
    if shown is not None:
        against = claimability_of(shown, cancellations).reasons
        return Cover(shown.id, tuple(GiftReason(reason) for reason in against))
    if not own:
        return Cover(reasons=(GiftReason.NO_DECLARATION,))
    reached = any(was_covered(declaration, cancellations, gift.received_on) for declaration in own)
    return Cover(reasons=(GiftReason.COVERAGE_CANCELLED if reached else GiftReason.NOT_COVERED,))


def was_covered(declaration: Declaration, cancellations: Collection[Cancellation], day: date) -> bool:
    """Whether the declaration covered the day until it was cancelled from then or from earlier on."""
    cancelled_by = cancelling(declaration, cancellations)
    return (
        cancelled_by is not None
        and cancelled_by.effective_from <= day
        and declaration.coverage_from <= day
        and (declaration.coverage_to is None or day <= declaration.coverage_to)
    )


def verdict_of(
    gift: Gift,
    cover: Cover,
    today: date,
    *,
    uk: bool = True,
    year_end: YearEnd = DEFAULT_YEAR_END,
    figures: Figures = DEFAULT_FIGURES,
) -> Verdict:
    """Whether the gift can be claimed for on this day, with all reasons when it cannot (GAD-P10, DON-P01)."""
    against = {
        GiftReason.NOT_UK: not uk,
        GiftReason.NOT_AN_INDIVIDUAL: gift.owner_kind is not Kind.INDIVIDUAL,
        GiftReason.NOT_MONEY: not gift.money,
        GiftReason.NOT_A_DONATION: not gift.donation,
        GiftReason.LEGACY: gift.source is DonationSource.LEGACY,
        GiftReason.FUND_NOT_ELIGIBLE: not gift.fund_eligible,
        GiftReason.EXCLUDED: gift.excluded,
        GiftReason.NOT_RECEIVED: gift.state in (ItemState.RESERVED, ItemState.EXPIRED),
        GiftReason.RETURNED: gift.state in (ItemState.RETURNED, ItemState.EXCHANGED),
        **dict.fromkeys(cover.reasons, True),
        GiftReason.DEADLINE_PASSED: today > claim_by(gift.received_on, year_end, figures),
        GiftReason.ALREADY_CLAIMED: gift.claimed,
    }
    reasons = tuple(reason for reason, holds in against.items() if holds)
    return Verdict(_status(gift, reasons), reasons, cover.declaration_id)


def _status(gift: Gift, reasons: tuple[GiftReason, ...]) -> GiftAidStatus:
    # What was claimed stays claimed whatever happens to it later: that is put right by an adjustment.
    if gift.claimed:
        return GiftAidStatus.CLAIMED
    if gift.excluded:
        return GiftAidStatus.EXCLUDED
    return GiftAidStatus.NOT_CLAIMABLE if reasons else GiftAidStatus.CLAIMABLE


def period_end(received_on: date, year_end: YearEnd = DEFAULT_YEAR_END) -> date:
    """The last day of the accounting period in which the gift was received."""
    this_year = _closing(received_on.year, year_end)
    return this_year if received_on <= this_year else _closing(received_on.year + 1, year_end)


def claim_by(
    received_on: date, year_end: YearEnd = DEFAULT_YEAR_END, figures: Figures = DEFAULT_FIGURES
) -> date:
    """The last day on which the gift can be claimed for: four years after its accounting period."""
    return anniversary_of_period(received_on, figures.years_to_claim(received_on), year_end)


def anniversary_of_period(received_on: date, years: int, year_end: YearEnd = DEFAULT_YEAR_END) -> date:
    """The last day of the accounting year that ends so many years after that of the gift."""
    return _closing(period_end(received_on, year_end).year + years, year_end)


def _closing(year: int, year_end: YearEnd) -> date:
    month, day = year_end
    return date(year, month, min(day, monthrange(year, month)[1]))


def worth(amount_minor: int, received_on: date, figures: Figures = DEFAULT_FIGURES) -> int:
    """What Gift Aid adds to a gift of that day: the tax that was paid on it, at 20 % 25p for each pound.

    In minor units, a half to the even one. A gift keeps the rate of its own day; before the first, gifts of any amount
    were not aided.
    """
    percent = figure_on(figures.rates, received_on)
    if percent is None:
        return 0
    parts, left = 100 - percent, amount_minor * percent
    whole, rest = divmod(left, parts)
    return whole + (2 * rest > parts or (2 * rest == parts and whole % 2 == 1))
