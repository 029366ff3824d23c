"""The written record of a verbal declaration: `domain/written_records.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.gift_aid import Coverage
from domain.written_records import Declared, as_text, long_date, written_record

DECLARED = Declared(
    "The Harbour Theatres",
    "1098765",
    "Ada Marsh",
    ("12 Harbour Row", "Bristol", "BS1 4AA"),
    Coverage.SINCE,
    date(2024, 2, 29),
    "You pay enough tax, and make up any difference.",
    date(2028, 2, 29),
)
SENT_ON = date(2028, 3, 1)


@pytest.mark.rule("GAD-P05")
def test_it_has_the_six_items_the_right_to_cancel_and_both_dates() -> None:
    record = written_record(DECLARED, SENT_ON)
    assert [item.text for item in record.items] == [
        "The Harbour Theatres (registered charity 1098765)",
        "Ada Marsh",
        "12 Harbour Row, Bristol, BS1 4AA",
        "Your donations since 29 February 2024, and all that you make from 29 February 2028 on.",
        "You want The Harbour Theatres to claim Gift Aid on these donations.",
        "You pay enough tax, and make up any difference.",
    ]
    assert "within 30 days" in record.cancelling
    assert record.given_on == "You gave this declaration on 29 February 2028."
    assert record.sent_on == "We sent you this record of it on 1 March 2028."


@pytest.mark.rule("GAD-P05")
@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        (Coverage.FROM_TODAY, "All donations that you make from 29 February 2028 on."),
        (Coverage.TODAY_ONLY, "Your donations of 29 February 2028."),
    ],
)
def test_it_says_for_which_donations_it_is(coverage: Coverage, words: str) -> None:
    made = replace(DECLARED, coverage=coverage, coverage_from=DECLARED.given_on)
    assert written_record(made, SENT_ON).items[3].text == words


def test_a_charity_without_a_number_is_told_by_its_name() -> None:
    record = written_record(replace(DECLARED, charity_number=None), SENT_ON)
    assert record.items[0].text == "The Harbour Theatres"


@pytest.mark.rule("GAD-P05")
def test_as_a_mail_it_says_all_of_that_and_nothing_else_in_the_same_order() -> None:
    record = written_record(DECLARED, SENT_ON)
    text = as_text(record)
    said = [record.greeting, record.title]
    said += [part for item in record.items for part in (item.heading, item.text)]
    said += [record.cancelling, record.given_on, record.sent_on]
    assert [line for line in text.split("\n") if line] == said
    assert record.greeting == "Dear Ada Marsh,"


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 3, 3), "3 March 2026"), (date(2104, 2, 29), "29 February 2104")]
)
def test_a_day_is_written_as_people_write_it(day: date, words: str) -> None:
    assert long_date(day) == words
