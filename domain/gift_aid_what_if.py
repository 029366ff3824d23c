"""What a declaration or a cancellation would do to the gifts that were made already (GAD-N02)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.gift_aid import Cancellation, Declaration
from domain.gift_aid_claimability import (
    DEFAULT_YEAR_END,
    Gift,
    GiftReason,
    Verdict,
    YearEnd,
    cover_of,
    verdict_of,
    worth,
)
from domain.gift_aid_figures import DEFAULT_FIGURES, Figures


@dataclass(frozen=True, slots=True)
class Flip:
    """A gift that would stand otherwise than it does; `worth_minor` is what Gift Aid adds to it."""

    donation_id: UUID
    before: Verdict
    after: Verdict
    gained: bool
    claimed: bool
    worth_minor: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The gifts that flip; what could be claimed more or less, and what was claimed and would have to be given back.

    All in minor units.
    """

    flips: tuple[Flip, ...]
    gained_minor: int
    lost_minor: int
    to_give_back_minor: int


def what_if(
    gifts: Iterable[tuple[UUID, Gift]],
    declarations: Collection[Declaration],
    cancellations: Collection[Cancellation],
    proposed: Declaration | Cancellation,
    today: date,
    *,
    year_end: YearEnd = DEFAULT_YEAR_END,
    figures: Figures = DEFAULT_FIGURES,
) -> WhatIf:
    """What the proposed declaration or cancellation would do to these gifts of its customer."""
    then_declared = [*declarations, proposed] if isinstance(proposed, Declaration) else declarations
    then_cancelled = [*cancellations, proposed] if isinstance(proposed, Cancellation) else cancellations
    flips = []
    for donation_id, gift in gifts:
        before = _verdict(gift, declarations, cancellations, today, year_end, figures)
        after = _verdict(gift, then_declared, then_cancelled, today, year_end, figures)
        if _qualifies(before) != _qualifies(after):
            aid = worth(gift.amount_minor, gift.received_on, figures)
            flips.append(Flip(donation_id, before, after, _qualifies(after), gift.claimed, aid))
    return WhatIf(
        tuple(flips),
        gained_minor=sum(flip.worth_minor for flip in flips if flip.gained and not flip.claimed),
        lost_minor=sum(flip.worth_minor for flip in flips if not flip.gained and not flip.claimed),
        to_give_back_minor=sum(flip.worth_minor for flip in flips if not flip.gained and flip.claimed),
    )


def _verdict(
    gift: Gift,
    declarations: Collection[Declaration],
    cancellations: Collection[Cancellation],
    today: date,
    year_end: YearEnd,
    figures: Figures,
) -> Verdict:
    cover = cover_of(gift, declarations, cancellations)
    return verdict_of(gift, cover, today, year_end=year_end, figures=figures)


# What was claimed for in time qualified, whatever the day is now.
_DONE = {GiftReason.ALREADY_CLAIMED, GiftReason.DEADLINE_PASSED}


def _qualifies(verdict: Verdict) -> bool:
    reasons = set(verdict.reasons)
    return not (reasons - _DONE if GiftReason.ALREADY_CLAIMED in reasons else reasons)
