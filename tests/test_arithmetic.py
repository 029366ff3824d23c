"""The proof of the arithmetic: `tests/arithmetic.py`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import opportunities_arithmetic
from tests.arithmetic import Outcome, properties, prove, report
from tests.proofs import Proof


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


def test_opportunities_and_pledges_have_properties_of_their_own_to_prove() -> None:
    names = [name for name, _ in properties(opportunities_arithmetic.MODULES)]
    assert (len(names), len(set(names))) == (8, 8)
    assert not set(names) & {name for name, _ in properties()}


@pytest.mark.parametrize(("held", "code"), [(250, 0), (249, 1)])
def test_a_proof_is_one_only_where_everything_held_as_often_as_wanted(
    held: int, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    told = [Outcome("a number is whole", 250, 0.0, None), Outcome("a number is small", held, 0.0, None)]
    assert report(Proof("none", "", "no commit"), told, 250, keep=False) == code
    assert ("NOT ALL HELD" in capsys.readouterr().out) is (code == 1)


def test_a_property_that_does_not_hold_is_told_with_its_error() -> None:
    outcome = prove("a number is small", small, 250, 1)
    assert isinstance(outcome.failure, AssertionError)
    assert outcome.line.endswith(", DID NOT HOLD")
