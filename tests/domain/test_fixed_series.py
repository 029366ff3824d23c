"""Fixed series: `domain/fixed_series.py`."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.fixed_series import SeriesAction, SeriesState, is_current, series_actions, series_state

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
OVER = sorted(set(SeriesState) - {SeriesState.HELD, SeriesState.PURCHASED})


def test_a_hold_lasts_to_the_end_of_its_last_day_or_until_it_is_released() -> None:
    days = (None, YESTERDAY, TODAY, TOMORROW)
    assert [series_state(SeriesState.HELD, day, TODAY).value for day in days] == [
        "HELD",
        "EXPIRED",
        "HELD",
        "HELD",
    ]
    for state in set(SeriesState) - {SeriesState.HELD}:
        assert series_state(state, YESTERDAY, TODAY) is state


@pytest.mark.rule("FXS-01")
@pytest.mark.parametrize("state", [SeriesState.HELD, SeriesState.PURCHASED])
def test_what_is_held_or_bought_is_current_until_its_last_instance_is_over(state: SeriesState) -> None:
    lasts = (None, YESTERDAY, TODAY, TOMORROW)
    assert [is_current(state, None, last, TODAY) for last in lasts] == [True, False, True, True]


@pytest.mark.rule("FXS-01")
def test_what_was_given_up_or_has_lapsed_is_past_whenever_its_instances_are() -> None:
    assert [is_current(state, None, TOMORROW, TODAY) for state in OVER] == [False] * 4
    assert is_current(SeriesState.HELD, YESTERDAY, TOMORROW, TODAY) is False


def test_only_a_hold_is_released_or_bought_and_only_what_was_bought_is_returned() -> None:
    both = (SeriesAction.RELEASE, SeriesAction.BUY)
    assert series_actions(SeriesState.HELD, TODAY, TODAY, TODAY) == both
    assert series_actions(SeriesState.PURCHASED, None, TOMORROW, TODAY) == (SeriesAction.RETURN,)
    assert [series_actions(state, None, TOMORROW, TODAY) for state in OVER] == [()] * 4
    assert series_actions(SeriesState.HELD, YESTERDAY, TOMORROW, TODAY) == ()


def test_nothing_is_bought_of_a_series_that_is_over_though_its_hold_can_be_released() -> None:
    assert series_actions(SeriesState.HELD, None, YESTERDAY, TODAY) == (SeriesAction.RELEASE,)
