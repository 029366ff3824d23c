"""Money: `domain/money.py`."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidValue
from domain.money import Money, exponent_of, parse_money, split

AMOUNTS = st.integers(-(10**12), 10**12)
WEIGHTS = st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    ("minor", "currency", "decimal"),
    [
        (1250, "GBP", "12.50"),
        (5, "EUR", "0.05"),
        (0, "USD", "0.00"),
        (-5, "GBP", "-0.05"),
        (-1250, "GBP", "-12.50"),
        (1250, "JPY", "1250"),
        (0, "JPY", "0"),
        (1250, "KWD", "1.250"),
    ],
)
def test_an_amount_is_written_with_all_the_decimals_of_its_currency(
    minor: int, currency: str, decimal: str
) -> None:
    assert Money(minor, currency).decimal == decimal
    assert parse_money(decimal, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "minor"),
    [("12", 1200), ("12.5", 1250), (" 12.50 ", 1250), ("-3", -300), ("007", 700), ("-0", 0)],
)
def test_decimals_may_be_left_out_and_spaces_around_do_not_count(text: str, minor: int) -> None:
    assert parse_money(text, "GBP") == Money(minor, "GBP")


@pytest.mark.parametrize("text", ["", "12.", ".5", "1,000", "1e3", "NaN", "£5", "+5", "1 2", "--1", "१२"])
def test_what_is_no_plain_decimal_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidValue, match=r"such as 12\.50") as refused:
        parse_money(text, "GBP")
    assert refused.value.path == ("amount",)


@pytest.mark.parametrize(
    ("text", "currency", "message"),
    [
        ("12.505", "GBP", "An amount in GBP has at most 2 decimals"),
        ("12.500", "GBP", "at most 2 decimals"),
        ("12.5", "JPY", "An amount in JPY has no decimals"),
        ("9" * 14, "GBP", "too large"),
    ],
)
def test_an_amount_is_never_rounded_nor_cut(text: str, currency: str, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        parse_money(text, currency, field="money")


@given(AMOUNTS, st.sampled_from(["GBP", "JPY", "KWD", "CLF"]))
def test_an_amount_written_and_read_again_is_the_same(minor: int, currency: str) -> None:
    assert parse_money(Money(minor, currency).decimal, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("minor", "weights", "shares"),
    [
        (100, [1, 1, 1], (34, 33, 33)),
        (-100, [1, 1, 1], (-34, -33, -33)),
        (101, [2, 1], (67, 34)),
        (1, [0, 1, 1], (0, 1, 0)),
        (0, [3, 4], (0, 0)),
        (7, [1], (7,)),
    ],
)
def test_the_rest_of_a_division_goes_to_the_shares_that_it_cut_most(
    minor: int, weights: list[int], shares: tuple[int, ...]
) -> None:
    assert split(minor, weights) == shares
    assert Money(minor, "GBP").split(weights) == tuple(Money(share, "GBP") for share in shares)


@given(AMOUNTS, WEIGHTS)
def test_shares_add_up_and_each_is_less_than_a_unit_from_its_exact_part(
    minor: int, weights: list[int]
) -> None:
    shares = split(minor, weights)
    assert sum(shares) == minor
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(minor * weight, sum(weights))) < 1


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_splitting_without_a_weight_is_a_mistake_of_the_program(weights: list[int]) -> None:
    with pytest.raises(ValueError, match=r"."):
        split(100, weights)


def test_a_currency_has_two_decimals_unless_the_standard_says_otherwise() -> None:
    assert [exponent_of(code) for code in ("GBP", "JPY", "TND", "CLF")] == [2, 0, 3, 4]
