"""The proof of the arithmetic: `tests/arithmetic.py`."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.arithmetic import properties, prove


@given(st.integers(0, 10**6))
def small(number: int) -> None:
    assert number < 1000


@given(st.integers(0, 10**6))
def whole(number: int) -> None:
    assert number == int(number)


def test_every_area_has_properties_to_prove_and_each_is_asked_as_often_as_wanted() -> None:
    names = [name for name, _ in properties()]
    assert (len(names), len(set(names))) == (10, 10)
    outcome = prove("a number is whole", whole, 250, 1)
    assert (outcome.held, outcome.failure) == (250, None)
    assert outcome.line.startswith("  a number is whole: 250 in ")
    assert outcome.line.endswith(" s, held")


def test_a_property_that_does_not_hold_is_told_with_its_error() -> None:
    outcome = prove("a number is small", small, 250, 1)
    assert isinstance(outcome.failure, AssertionError)
    assert outcome.line.endswith(", DID NOT HOLD")
