"""The figures of Gift Aid that the tax authority changes from a day on: rates, ceilings, sizes and terms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_FIGURE = re.compile(r"(\d{4}-\d{2}-\d{2}):(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value that holds from a day on."""

    since: date
    value: int


# Newest first.
Dated = tuple[Figure, ...]


def dated(*figures: tuple[date, int]) -> Dated:
    """The figures in the order in which they are looked up."""
    return tuple(Figure(since, value) for since, value in sorted(figures, reverse=True))


def figure_on(figures: Iterable[Figure], day: date) -> int | None:
    """The value that holds on this day; None before the first."""
    return next((figure.value for figure in figures if figure.since <= day), None)


_ALWAYS = date(1990, 10, 1)  # when Gift Aid began


@dataclass(frozen=True, slots=True)
class Figures:
    """All of them, each with the days from which on it holds; amounts are in minor units.

    `rates` are the basic rate of income tax in percent. Gifts of at most `small_gifts` may be told of together, on
    rows of at most `row_limits`; before the first of these every gift has a row of its own. A schedule has at most
    `schedule_rows` rows. A gift can be claimed for `days_before` days after it was received, and until `years` years
    after its accounting period. What is declared or cancelled today reaches back `back` years, and a verbal declaration
    can be withdrawn for `withdrawal` days after its written record.
    """

    rates: Dated
    small_gifts: Dated
    row_limits: Dated
    schedule_rows: Dated
    days_before: Dated
    years: Dated
    back: Dated
    withdrawal: Dated

    def rows_a_schedule(self, today: date) -> int:
        """How many rows a schedule of today has at most."""
        return figure_on(self.schedule_rows, today) or 1

    def days_to_wait(self, today: date) -> int:
        """How many days ago a gift was received at least that is claimed for today."""
        return figure_on(self.days_before, today) or 0

    def years_to_claim(self, received_on: date) -> int:
        """How many years after its accounting period a gift can be claimed for."""
        return figure_on(self.years, received_on) or 0

    def years_back(self, today: date) -> int:
        """How many years back what is declared or cancelled today reaches."""
        return figure_on(self.back, today) or 0

    def days_to_withdraw(self, sent_on: date) -> int:
        """For how many days a verbal declaration can be withdrawn whose written record was sent on this day."""
        return figure_on(self.withdrawal, sent_on) or 0


DEFAULT_FIGURES = Figures(
    rates=dated((date(2000, 4, 6), 22), (date(2008, 4, 6), 20)),
    small_gifts=dated((date(2013, 4, 6), 20_00), (date(2025, 11, 28), 30_00)),
    row_limits=dated((date(2013, 4, 6), 1_000_00)),
    schedule_rows=dated((_ALWAYS, 1_000)),
    days_before=dated((_ALWAYS, 30)),
    years=dated((_ALWAYS, 4)),
    back=dated((_ALWAYS, 4)),
    withdrawal=dated((_ALWAYS, 30)),
)


def read_figures(text: str, *, least: int = 0, most: int = 999_999_999) -> Dated:
    """The figures that a text such as "2000-04-06:22,2008-04-06:20" says. Raises ValueError with what is wrong."""
    found = []
    for part in text.split(","):
        match = _FIGURE.fullmatch(part.strip())
        if match is None:
            raise ValueError(f"{part.strip()!r} is no day and value such as 2008-04-06:20")
        value = int(match[2])
        if not least <= value <= most:
            raise ValueError(f"{value} is not from {least} to {most}")
        found.append((date.fromisoformat(match[1]), value))
    if len({since for since, _ in found}) < len(found):
        raise ValueError("a day stands twice")
    return dated(*found)


def write_figures(figures: Dated) -> str:
    """The figures as the text that says them."""
    return ",".join(f"{figure.since}:{figure.value}" for figure in reversed(figures))
