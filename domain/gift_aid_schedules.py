"""The rows of a claim: which gifts each tells of, in which order, and on which schedule it stands (GAD-P15)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from domain.gift_aid_claimability import DEFAULT_YEAR_END, YearEnd, period_end
from domain.gift_aid_donors import Told
from domain.gift_aid_figures import DEFAULT_FIGURES, Figures, figure_on


@dataclass(frozen=True, slots=True)
class ClaimedGift:
    """One gift of a claim: when it was received, and how much it was in minor units."""

    donation_id: UUID
    made_on: date
    amount_minor: int


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One row as the tax authority reads it: a donor and a gift, or a text and many small gifts.

    `made_on` is the day of the latest gift, `earliest` that of the first, and `number` counts through the claim from 1.
    """

    number: int
    donor: Told | None
    aggregated: str
    made_on: date
    earliest: date
    amount_minor: int


def arranged(
    gifts: Iterable[ClaimedGift],
    figures: Figures = DEFAULT_FIGURES,
    year_end: YearEnd = DEFAULT_YEAR_END,
) -> tuple[tuple[ClaimedGift, ...], ...]:
    """The gifts row by row: small ones of one accounting period together, and every other alone (GAD-P15).

    Each gift is in one row, no row of several is above the limit of its last day, and the same gifts make the same
    rows in whichever order they come.
    """
    ordered = sorted(gifts, key=_place)
    small = [gift for gift in ordered if _is_small(gift, figures)]
    rows: list[tuple[ClaimedGift, ...]] = [(gift,) for gift in ordered if not _is_small(gift, figures)]
    for _, of_period in groupby(small, key=lambda gift: period_end(gift.made_on, year_end)):
        rows += _packed(list(of_period), figures)
    return tuple(sorted(rows, key=lambda row: (row[-1].made_on, row[0].donation_id)))


def row_of(number: int, gifts: Sequence[ClaimedGift], donor: Told | None) -> ScheduleRow:
    """The row of these gifts: a single one is told with its donor, and several are told of without theirs."""
    days = [gift.made_on for gift in gifts]
    return ScheduleRow(
        number,
        donor if len(gifts) == 1 else None,
        "" if len(gifts) == 1 else f"{len(gifts)} small donations",
        max(days),
        min(days),
        sum(gift.amount_minor for gift in gifts),
    )


def schedules(rows: Sequence[ScheduleRow], most: int) -> tuple[tuple[ScheduleRow, ...], ...]:
    """The rows in files of at most so many, in their order (GAD-P15)."""
    return tuple(tuple(rows[start : start + most]) for start in range(0, len(rows), most))


def _place(gift: ClaimedGift) -> tuple[date, UUID]:
    return gift.made_on, gift.donation_id


def _is_small(gift: ClaimedGift, figures: Figures) -> bool:
    ceiling = figure_on(figures.small_gifts, gift.made_on)
    return ceiling is not None and gift.amount_minor <= ceiling


def _packed(gifts: Sequence[ClaimedGift], figures: Figures) -> list[tuple[ClaimedGift, ...]]:
    """Gifts in their order, as many in a row as its limit allows."""
    rows: list[tuple[ClaimedGift, ...]] = []
    row: list[ClaimedGift] = []
    total = 0
    for gift in gifts:
        limit = figure_on(figures.row_limits, gift.made_on) or 0
        if row and total + gift.amount_minor > limit:
            rows.append(tuple(row))
            row, total = [], 0
        row.append(gift)
        total += gift.amount_minor
    return [*rows, tuple(row)] if row else rows
