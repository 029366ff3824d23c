"""Commission of agents: `domain/commissions.py`."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commissions import (
    CommissionKind,
    CommissionRule,
    CommissionStructure,
    charged_to_agent,
    commission_of,
)
from domain.errors import InvalidValue
from domain.money import percent_of

ADULT, CHILD, STALLS, CIRCLE = (UUID(int=number) for number in range(1, 5))
PERCENT, VALUE = CommissionKind.PERCENT, CommissionKind.VALUE
PRICES = st.integers(0, 10**7)


@pytest.mark.rule("AGC-P02")
@pytest.mark.parametrize(
    ("kind", "amount", "price", "commission"),
    [
        (VALUE, 150, 2000, 150),
        (VALUE, 150, 100, 100),
        (VALUE, 0, 2000, 0),
        (PERCENT, 1000, 2000, 200),
        (PERCENT, 1250, 1999, 250),
        (PERCENT, 500, 10, 0),
        (PERCENT, 500, 30, 2),
        (PERCENT, 500, 50, 2),
        (PERCENT, 10_000, 1999, 1999),
    ],
)
def test_a_commission_is_so_many_minor_units_or_a_rounded_part_of_the_price_and_never_above_it(
    kind: CommissionKind, amount: int, price: int, commission: int
) -> None:
    assert commission_of(kind, amount, price) == commission
    assert CommissionRule(kind, amount).of(price) == commission


@pytest.mark.rule("AGC-P02")
@given(PRICES, st.integers(0, 10_000))
def test_a_percentage_is_what_decimal_arithmetic_rounds_half_even_ticket_by_ticket(
    price: int, hundredths: int
) -> None:
    exact = Decimal(price) * Decimal(hundredths) / Decimal(10_000)
    expected = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
    assert commission_of(PERCENT, hundredths, price) == expected
    assert percent_of(-price, hundredths) == -expected


@pytest.mark.rule("AGC-P02")
def test_the_table_wins_over_the_default_for_its_ticket_type_and_price_band_alone() -> None:
    structure = CommissionStructure(
        CommissionRule(PERCENT, 1000), {(ADULT, STALLS): CommissionRule(VALUE, 300)}
    )
    assert structure.commission(ADULT, STALLS, 2000) == 300
    assert structure.commission(ADULT, CIRCLE, 2000) == 200
    assert structure.commission(CHILD, STALLS, 2000) == 200


@pytest.mark.rule("AGC-P03")
@given(st.sampled_from(CommissionKind), st.integers(0, 10_000), PRICES)
def test_the_agent_is_charged_the_price_less_a_commission_inside_it(
    kind: CommissionKind, amount: int, price: int
) -> None:
    commission = commission_of(kind, amount, price)
    charged = charged_to_agent(price, commission)
    assert 0 <= commission <= price
    assert charged + commission == price


@pytest.mark.rule("AGC-P02")
@pytest.mark.parametrize(("kind", "amount"), [(PERCENT, 10_001), (PERCENT, -1), (VALUE, -1)])
def test_a_commission_below_nothing_or_above_a_hundred_percent_is_refused(
    kind: CommissionKind, amount: int
) -> None:
    with pytest.raises(InvalidValue, match=r"A commission is") as refused:
        CommissionRule(kind, amount)
    assert refused.value.path == ("amount",)
    assert CommissionRule(VALUE, 10_001).amount == 10_001
