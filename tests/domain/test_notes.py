"""Pop-up notes: `domain/notes.py`."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.errors import InvalidDate, Required, TooLong
from domain.notes import Colour, check_show_until, clean_body, pops_up

TODAY = date(2026, 5, 20)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def test_there_are_blue_and_pink_notes() -> None:
    assert [colour.value for colour in Colour] == ["BLUE", "PINK"]


def test_a_note_keeps_its_lines_and_is_refused_when_empty_or_beyond_5000_characters() -> None:
    assert clean_body(" Uses a wheelchair.\r\n\r\nSeat A1 \n") == "Uses a wheelchair.\n\nSeat A1"
    assert clean_body("x" * 5000) == "x" * 5000
    with pytest.raises(TooLong, match="has 5001 characters; shorten it to 5000"):
        clean_body("x" * 5001)
    for empty in (None, " \n\t"):
        with pytest.raises(Required) as refused:
            clean_body(empty)
        assert refused.value.path == ("body",)


@pytest.mark.parametrize(
    ("show_until", "shows"), [(None, True), (TOMORROW, True), (TODAY, True), (YESTERDAY, False)]
)
def test_a_note_shows_to_the_end_of_its_last_day(show_until: date | None, shows: bool) -> None:
    assert pops_up(show_until, TODAY) is shows


def test_a_note_that_would_never_show_is_refused() -> None:
    check_show_until(None, TODAY)
    check_show_until(TODAY, TODAY)
    with pytest.raises(InvalidDate):
        check_show_until(YESTERDAY, TODAY)
