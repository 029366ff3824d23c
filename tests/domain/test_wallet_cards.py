"""Stored cards: `domain/wallet_cards.py`."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.wallet_cards import expires_soon, good_until, holds_card_number, is_expired, masked


@pytest.mark.rule("WAL-P04")
@pytest.mark.parametrize(
    ("year", "month", "last"),
    [(2028, 2, date(2028, 2, 29)), (2027, 2, date(2027, 2, 28)), (2026, 12, date(2026, 12, 31))],
)
def test_a_card_is_good_until_the_last_day_of_its_month(year: int, month: int, last: date) -> None:
    assert good_until(year, month) == last
    assert not is_expired(year, month, last)
    assert is_expired(year, month, date.fromordinal(last.toordinal() + 1))


@pytest.mark.rule("WAL-P04")
@pytest.mark.parametrize(
    ("today", "soon"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),  # 60 days
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),  # expired, which is told by itself
    ],
)
def test_a_card_that_a_membership_renews_by_expires_soon_from_60_days_before_its_last_day(
    today: date, soon: bool
) -> None:
    assert expires_soon(2026, 12, True, today) is soon
    assert expires_soon(2026, 12, False, today) is False


def test_only_the_last_four_digits_of_a_card_are_shown() -> None:
    assert masked("4242") == "•••• 4242"


@pytest.mark.parametrize(
    "text",
    [
        "4242424242424242",
        "4242 4242 4242 4242",
        "4242-4242-4242-4242",
        "4242.4242.4242.4242",
        " 4242 4242 4242 4242 12/28 ",
        "3 4242 4242 4242 4242",
        "visa: 4242424242424242, exp 12/28",
        "378282246310005",  # 15 digits
        "4222222222222",  # 13 digits
        "6304 0000 0000 0000 000",  # 19 digits
        "４２４２４２４２４２４２４２４２",
        "AB1 4242 4242 4242 4242 9XY",
    ],
)
def test_what_looks_like_a_card_number_is_found_however_it_is_written(text: str) -> None:
    assert holds_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4242424242424241",  # a wrong check digit
        "424242424242",  # 12 digits, and the check digit right
        "42424242424242424242",  # 20 digits
        "tok_4242424242424242",
        "card4242424242424242",
        "4242424242424242x",
        "b1f0c8a2-4c1e-4d53-9a57-2f8a2f3c9e11",
        "020 7946 0958",
    ],
)
def test_tokens_and_other_numbers_are_not_taken_for_cards(text: str) -> None:
    assert not holds_card_number(text)


@given(st.from_regex(r"[1-9][0-9]{11,17}", fullmatch=True))
def test_of_the_ten_check_digits_exactly_one_makes_a_card_number(digits: str) -> None:
    assert [holds_card_number(f"{digits}{check}") for check in range(10)].count(True) == 1
