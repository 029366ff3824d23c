"""The figures of Gift Aid, each from its day on: `domain/gift_aid_figures.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from domain.gift_aid import earliest_backdate
from domain.gift_aid_claimability import claim_by, worth
from domain.gift_aid_figures import DEFAULT_FIGURES, dated, figure_on, read_figures, write_figures
from gateway.settings import Settings


def test_a_figure_holds_from_its_day_until_the_next_one() -> None:
    ceilings = DEFAULT_FIGURES.small_gifts
    days = (date(2013, 4, 5), date(2013, 4, 6), date(2025, 11, 27), date(2025, 11, 28))
    assert [figure_on(ceilings, day) for day in days] == [None, 2000, 2000, 3000]


def test_the_order_in_which_figures_are_written_does_not_matter() -> None:
    figures = read_figures("2008-04-06:20, 2000-04-06:22")
    assert figures == DEFAULT_FIGURES.rates
    assert write_figures(figures) == "2000-04-06:22,2008-04-06:20"


@pytest.mark.rule("GAD-02")
def test_another_rate_counts_from_its_day_on_and_never_for_earlier_gifts() -> None:
    figures = replace(DEFAULT_FIGURES, rates=dated((date(2008, 4, 6), 20), (date(2027, 4, 6), 25)))
    assert worth(1000, date(2027, 4, 5), figures) == 250
    assert worth(1000, date(2027, 4, 6), figures) == 333


@pytest.mark.rule("GAD-P10")
def test_the_years_to_claim_can_change() -> None:
    figures = replace(DEFAULT_FIGURES, years=dated((date(1990, 1, 1), 4), (date(2027, 4, 1), 2)))
    assert claim_by(date(2027, 3, 31), figures=figures) == date(2031, 3, 31)
    assert claim_by(date(2027, 4, 1), figures=figures) == date(2030, 3, 31)


def test_figures_are_settings_of_the_house() -> None:
    settings = Settings(gift_aid_rates="2008-04-06:20,2027-04-06:19", gift_aid_small_gifts="2030-01-01:5000")
    figures = settings.house.figures
    assert figure_on(figures.rates, date(2027, 4, 6)) == 19
    assert figure_on(figures.small_gifts, date(2029, 12, 31)) is None
    assert Settings().house.figures == DEFAULT_FIGURES


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("20", "'20' is no day and value such as 2008-04-06:20"),
        ("2008-04-06:20,", "'' is no day and value such as 2008-04-06:20"),
        ("2008-02-30:20", "day is out of range for month"),
        ("2008-04-06:20,2008-04-06:22", "a day stands twice"),
        ("2008-04-06:100", "100 is not from 0 to 99"),
    ],
)
def test_a_bad_text_is_refused_at_the_start_with_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(ValidationError, match="gift_aid_rates") as refused:
        Settings(gift_aid_rates=text)
    assert refused.value.errors()[0]["msg"].startswith(f"Value error, {said}")


def test_how_far_back_and_for_how_long_are_figures_with_their_days() -> None:
    longer = replace(
        DEFAULT_FIGURES,
        back=dated((date(1990, 10, 1), 4), (date(2030, 4, 6), 6)),
        withdrawal=dated((date(1990, 10, 1), 30), (date(2030, 4, 6), 60)),
    )
    assert earliest_backdate(date(2030, 4, 5), longer) == date(2026, 4, 5)
    assert earliest_backdate(date(2030, 4, 6), longer) == date(2024, 4, 6)
    assert (longer.days_to_withdraw(date(2030, 4, 5)), longer.days_to_withdraw(date(2030, 4, 6))) == (30, 60)
