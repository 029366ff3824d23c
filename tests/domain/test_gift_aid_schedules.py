"""The rows of a claim: `domain/gift_aid_schedules.py`."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.gift_aid_claimability import period_end
from domain.gift_aid_donors import Told
from domain.gift_aid_schedules import ClaimedGift, arranged, row_of, schedules

TOLD = Told("Ms", "Ada", "Marsh", "12 Harbour Row", "BS1 4AA")
GIFTS = st.lists(
    st.builds(
        ClaimedGift,
        st.uuids(version=4),
        st.dates(date(2025, 1, 1), date(2026, 10, 1)),
        st.integers(1, 8000),
    ),
    max_size=60,
    unique_by=lambda gift: gift.donation_id,
)


def gift(place: int, made_on: date, amount_minor: int) -> ClaimedGift:
    return ClaimedGift(UUID(int=place), made_on, amount_minor)


@pytest.mark.rule("GAD-P15")
@given(GIFTS, st.randoms(use_true_random=False))
def test_every_gift_is_in_exactly_one_row_and_no_penny_is_lost(
    gifts: list[ClaimedGift], chance: Random
) -> None:
    rows = arranged(gifts)
    assert Counter(each for row in rows for each in row) == Counter(gifts)
    told = [row_of(number, row, TOLD) for number, row in enumerate(rows, start=1)]
    assert sum(row.amount_minor for row in told) == sum(each.amount_minor for each in gifts)
    assert arranged(chance.sample(gifts, len(gifts))) == rows


@pytest.mark.rule("GAD-P15")
@given(GIFTS)
def test_gifts_told_of_together_are_small_of_one_accounting_period_and_within_the_limit(
    gifts: list[ClaimedGift],
) -> None:
    for row in arranged(gifts):
        if len(row) > 1:
            assert all(
                each.amount_minor <= (3000 if each.made_on >= date(2025, 11, 28) else 2000) for each in row
            )
            assert len({period_end(each.made_on) for each in row}) == 1
            assert sum(each.amount_minor for each in row) <= 100_000


@pytest.mark.rule("GAD-P15")
@given(GIFTS, st.integers(1, 7))
def test_schedules_hold_all_rows_in_their_order_and_no_more_than_they_may(
    gifts: list[ClaimedGift], most: int
) -> None:
    rows = [row_of(number, row, TOLD) for number, row in enumerate(arranged(gifts), start=1)]
    files = schedules(rows, most)
    assert [row for file in files for row in file] == rows
    assert all(len(file) == most for file in files[:-1])
    assert all(1 <= len(file) <= most for file in files)


def test_a_thousand_rows_are_one_schedule_and_one_more_begins_another() -> None:
    rows = [row_of(number, [gift(number, date(2026, 5, 1), 5000)], TOLD) for number in range(1, 1002)]
    assert [len(file) for file in schedules(rows[:1000], 1000)] == [1000]
    assert [len(file) for file in schedules(rows, 1000)] == [1000, 1]


def test_the_ceiling_of_small_gifts_is_that_of_their_own_day() -> None:
    before, after = date(2025, 11, 27), date(2025, 11, 28)
    gifts = [gift(1, before, 2001), gift(2, before, 2000), gift(3, after, 3000), gift(4, after, 3001)]
    assert [[each.donation_id.int for each in row] for row in arranged(gifts)] == [[1], [2, 3], [4]]


def test_a_row_of_small_gifts_is_full_at_a_thousand_pounds() -> None:
    gifts = [gift(place, date(2026, 5, 1), 3000) for place in range(1, 36)]
    assert [len(row) for row in arranged(gifts)] == [33, 2]


def test_the_day_of_a_row_is_the_latest_of_its_gifts_and_never_of_another_accounting_period() -> None:
    last = date(2026, 3, 31)
    gifts = [
        gift(1, last - timedelta(days=9), 500),
        gift(2, last, 500),
        gift(3, last + timedelta(days=1), 500),
    ]
    rows = [row_of(number, row, TOLD) for number, row in enumerate(arranged(gifts), start=1)]
    assert [(row.made_on, row.earliest, row.aggregated) for row in rows] == [
        (last, last - timedelta(days=9), "2 small donations"),
        (date(2026, 4, 1), date(2026, 4, 1), ""),
    ]
    assert [row.donor for row in rows] == [None, TOLD]
    assert len(f"{99_999_999} small donations") <= 35
