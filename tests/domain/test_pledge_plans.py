"""Instalments and payments of pledges: `domain/pledge_plans.py`, against pennies that are put into envelopes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidValue
from domain.pledge_plans import Allocation, Frequency, Instalment, Share, allocated, planned
from domain.pledges import outstanding, overpaid_by
from tests.references.pledges import Envelope, Envelopes, dealt, months_later

FIRST = date(2026, 1, 31)


def three(*given_minor: int, cancelled: int = 0) -> list[Instalment]:
    """Three instalments of 10.00 in January, February and March, the one of that number cancelled."""
    return [
        Instalment(number, 1000, date(2026, number, 1), paid, number == cancelled)
        for number, paid in enumerate(given_minor, 1)
    ]


@st.composite
def parts_of_a_pledge(draw: st.DrawFn) -> list[Instalment]:
    """Up to six instalments, not in the order of their days, of which some are paid or cancelled."""
    drawn = draw(
        st.lists(
            st.tuples(st.integers(1, 40), st.integers(0, 6), st.integers(0, 45), st.booleans()),
            min_size=1,
            max_size=6,
        )
    )
    return [
        Instalment(
            number, amount, FIRST + timedelta(days=days), min(paid, amount), cancelled and paid < amount
        )
        for number, (amount, days, paid, cancelled) in enumerate(drawn, 1)
    ]


PAYMENTS = st.lists(st.tuples(st.integers(1, 90), st.integers(0, 5)), min_size=1, max_size=6)


def in_envelopes(parts: Sequence[Instalment]) -> Envelopes:
    return Envelopes(
        [
            Envelope(part.number, part.amount_minor, part.due_on, part.given_minor, part.cancelled)
            for part in parts
        ]
    )


def paid(parts: Sequence[Instalment], allocation: Allocation) -> list[Instalment]:
    """The instalments with what a payment gave to each."""
    given_to = {share.number: share.amount_minor for share in allocation.shares}
    return [replace(part, given_minor=part.given_minor + given_to.get(part.number, 0)) for part in parts]


@pytest.mark.rule("PLG-P03")
def test_equal_instalments_have_the_pennies_of_the_remainder_on_the_last() -> None:
    parts = planned(10_000, 3, Frequency.QUARTERLY, date(2026, 1, 15))

    assert [(part.number, part.amount_minor, part.due_on) for part in parts] == [
        (1, 3333, date(2026, 1, 15)),
        (2, 3333, date(2026, 4, 15)),
        (3, 3334, date(2026, 7, 15)),
    ]


@pytest.mark.rule("PLG-P03")
def test_instalments_of_the_end_of_a_month_are_due_at_its_end_and_come_back_to_their_day() -> None:
    monthly = planned(400, 4, Frequency.MONTHLY, FIRST)
    leap = planned(500, 5, Frequency.YEARLY, date(2024, 2, 29))

    assert [str(part.due_on) for part in monthly] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    assert [str(part.due_on) for part in leap] == [
        *("2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"),
    ]


@pytest.mark.rule("PLG-P03")
@pytest.mark.parametrize(("amount", "count"), [(1000, 0), (1000, -1), (2, 3), (0, 1)])
def test_a_plan_has_an_instalment_and_none_of_nothing(amount: int, count: int) -> None:
    with pytest.raises(InvalidValue) as refused:
        planned(amount, count, Frequency.MONTHLY, FIRST)

    assert refused.value.path == ("count",)


@pytest.mark.rule("PLG-P03")
@given(
    amount=st.integers(8, 3000),
    count=st.integers(1, 8),
    frequency=st.sampled_from(Frequency),
    first_on=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)
def test_a_plan_comes_to_the_pledge_and_keeps_its_day(
    amount: int, count: int, frequency: Frequency, first_on: date
) -> None:
    parts = planned(amount, count, frequency, first_on)

    assert [part.amount_minor for part in parts] == dealt(amount, count)
    assert sum(part.amount_minor for part in parts) == amount
    assert [part.due_on for part in parts] == [
        months_later(first_on, index * frequency.months) for index in range(count)
    ]


@pytest.mark.rule("PLG-P08")
def test_a_payment_fills_the_chosen_instalment_then_later_ones_and_then_earlier_ones() -> None:
    assert allocated(1800, three(400, 0, 700), chosen=2) == Allocation(
        (Share(2, 1000), Share(3, 300), Share(1, 500)), 0
    )


@pytest.mark.rule("PLG-P08")
def test_what_is_beyond_the_pledge_is_given_with_the_chosen_instalment() -> None:
    assert allocated(1500, three(1000, 600, 1000), chosen=2) == Allocation((Share(2, 1500),), 1100)
    assert allocated(700, three(1000, 1000, 1000), chosen=3) == Allocation((Share(3, 700),), 700)
    assert allocated(700, three(1000, 1000, 400), chosen=1) == Allocation((Share(1, 100), Share(3, 600)), 100)


@pytest.mark.rule("PLG-P08")
def test_a_cancelled_instalment_takes_nothing_that_others_lack() -> None:
    assert allocated(1500, three(0, 0, 0, cancelled=2), chosen=1) == Allocation(
        (Share(1, 1000), Share(3, 500)), 0
    )


@pytest.mark.rule("PLG-C01")
def test_what_is_credited_is_what_was_paid_and_not_what_was_planned() -> None:
    assert allocated(999, three(0, 0, 0), chosen=1).shares == (Share(1, 999),)
    assert allocated(1001, three(0, 0, 0), chosen=1).shares == (Share(1, 1000), Share(2, 1))


@pytest.mark.parametrize(("amount", "chosen"), [(0, 1), (-1, 1), (100, 4)])
def test_nothing_is_spread_of_nothing_or_from_an_instalment_of_another_pledge(
    amount: int, chosen: int
) -> None:
    with pytest.raises(ValueError, match="A payment is of something"):
        allocated(amount, three(0, 0, 0), chosen)


@pytest.mark.rule("PLG-P08")
@given(parts=parts_of_a_pledge(), payments=PAYMENTS)
def test_payments_are_spread_as_pennies_are_put_into_envelopes(
    parts: list[Instalment], payments: list[tuple[int, int]]
) -> None:
    envelopes, before = in_envelopes(parts), sum(part.given_minor for part in parts)
    for amount, at in payments:
        chosen = at % len(parts) + 1
        missing = envelopes.missing
        allocation = allocated(amount, parts, chosen)
        parts = paid(parts, allocation)

        # The same pennies into the same envelopes; none is lost, and what is over is what nobody lacked.
        assert {each.number: each.amount_minor for each in allocation.shares} == envelopes.put(amount, chosen)
        assert allocation.over_minor == max(0, amount - missing)

    assert sum(part.given_minor for part in parts) == before + sum(amount for amount, _ in payments)
    assert sum(part.outstanding_minor for part in parts) == envelopes.missing


@pytest.mark.rule("PLG-P08", "PLG-P03")
@given(amount=st.integers(6, 400), count=st.integers(1, 6), payments=PAYMENTS)
def test_what_instalments_lack_is_what_the_pledge_lacks(
    amount: int, count: int, payments: list[tuple[int, int]]
) -> None:
    parts: Sequence[Instalment] = planned(amount, count, Frequency.MONTHLY, FIRST)
    over = 0
    for paid_minor, at in payments:
        allocation = allocated(paid_minor, parts, at % count + 1)
        over += allocation.over_minor
        parts = paid(parts, allocation)

    given_minor = sum(part.given_minor for part in parts)
    assert given_minor == sum(paid_minor for paid_minor, _ in payments)
    assert sum(part.outstanding_minor for part in parts) == outstanding(amount, given_minor)
    assert over == overpaid_by(amount, given_minor)
