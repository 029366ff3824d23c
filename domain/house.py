"""What rules may know of the house that they are applied in, beside its region and its currency."""

from __future__ import annotations

from dataclasses import dataclass

from domain.gift_aid_figures import DEFAULT_FIGURES, Figures
from domain.mailings import DEFAULT_BOUNCE_LIMIT, BounceLimit


@dataclass(frozen=True, slots=True)
class House:
    """One deployment's answers: whether customers can be agents (AGC-P01), whether Gift Aid is tracked (GAD-01), the
    month and day on which the accounting year ends (GAD-P10), the figures of Gift Aid, and when bounces block an
    address (MAI-P02)."""

    agents: bool = False
    gift_aid: bool = True
    accounting_year_ends: tuple[int, int] = (3, 31)
    figures: Figures = DEFAULT_FIGURES
    bounces: BounceLimit = DEFAULT_BOUNCE_LIMIT
