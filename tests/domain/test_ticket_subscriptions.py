"""Ticket subscriptions: `domain/ticket_subscriptions.py`, over random histories against slips of paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum, auto
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ticket_subscriptions import (
    SubscriptionState,
    VoucherCounts,
    available_vouchers,
    expired_vouchers,
    give_back,
    redeem,
    return_unused,
    subscription_state,
    total_vouchers,
)
from tests.references.ticket_subscriptions import HELD, LAPSED, RETURNED, SWAPPED, Slips

ISSUED = date(2026, 11, 22)
ONE_DAY = timedelta(days=1)


class Step(Enum):
    REDEEM = auto()
    GIVE_BACK = auto()
    RETURN = auto()


# Vouchers of each of two groups, days that they last, and what is done: days until then, and to which group.
BOOKLETS = st.tuples(st.integers(0, 5), st.integers(0, 5), st.none() | st.integers(0, 30))
HISTORIES = st.lists(
    st.tuples(
        st.sampled_from([Step.REDEEM, Step.REDEEM, Step.REDEEM, Step.GIVE_BACK, Step.GIVE_BACK, Step.RETURN]),
        st.integers(0, 8),
        st.integers(0, 1),
    ),
    max_size=20,
)


@pytest.mark.rule("TSB-P02")
def test_vouchers_left_on_the_last_day_are_available_and_the_day_after_they_are_expired() -> None:
    assert available_vouchers(10, 3, 2, ISSUED, ISSUED) == 5
    assert expired_vouchers(10, 3, 2, ISSUED, ISSUED) == 0
    assert available_vouchers(10, 3, 2, ISSUED, ISSUED + ONE_DAY) == 0
    assert expired_vouchers(10, 3, 2, ISSUED, ISSUED + ONE_DAY) == 5
    assert available_vouchers(10, 3, 2, None, date.max) == 5


@pytest.mark.rule("TSB-P02")
def test_what_is_available_is_not_negative_even_where_more_was_redeemed_than_issued() -> None:
    assert available_vouchers(2, 3, 0, None, ISSUED) == 0


def test_a_subscription_is_current_to_the_end_of_its_last_day_and_one_handed_in_is_neither() -> None:
    assert subscription_state(4, 1, ISSUED, ISSUED) is SubscriptionState.CURRENT
    assert subscription_state(4, 1, None, date.max) is SubscriptionState.CURRENT
    assert subscription_state(4, 1, ISSUED, ISSUED + ONE_DAY) is SubscriptionState.EXPIRED
    assert subscription_state(4, 4, ISSUED, ISSUED) is SubscriptionState.RETURNED
    assert subscription_state(4, 4, ISSUED, ISSUED + ONE_DAY) is SubscriptionState.RETURNED


def _done(move: Callable[[], VoucherCounts]) -> VoucherCounts | None:
    try:
        return move()
    except ValueError:
        return None


@pytest.mark.rule("TSB-P02")
@given(BOOKLETS, HISTORIES)
def test_counts_are_those_of_single_slips_of_paper_and_what_cannot_be_done_is_refused(
    booklet: tuple[int, int, int | None], history: list[tuple[Step, int, int]]
) -> None:
    last_day = None if booklet[2] is None else ISSUED + booklet[2] * ONE_DAY
    groups = [VoucherCounts(booklet[0]), VoucherCounts(booklet[1])]
    slips = [Slips(booklet[0], last_day), Slips(booklet[1], last_day)]
    today = ISSUED
    for step, days, which in history:
        for _ in range(days):
            for each in slips:
                each.midnight(today)
            today += ONE_DAY
        counts, paper = groups[which], slips[which]
        match step:
            case Step.REDEEM:
                after, done = _done(partial(redeem, counts, last_day, today)), paper.swap()
            case Step.GIVE_BACK:
                after, done = _done(partial(give_back, counts)), paper.bring_back(today)
            case Step.RETURN:
                after, done = _done(partial(return_unused, counts)), paper.hand_in()
        assert (after is not None) is done
        groups[which] = after or counts
        for found, each in zip(groups, slips, strict=True):
            parts = (found.issued, found.redeemed, found.returned)
            assert available_vouchers(*parts, last_day, today) == each.count(HELD)
            assert expired_vouchers(*parts, last_day, today) == each.count(LAPSED)
            assert (found.redeemed, found.returned) == (each.count(SWAPPED), each.count(RETURNED))
        total = total_vouchers(groups)
        assert (total.issued, total.redeemed, total.returned) == (
            len(slips[0].slips) + len(slips[1].slips),
            slips[0].count(SWAPPED) + slips[1].count(SWAPPED),
            slips[0].count(RETURNED) + slips[1].count(RETURNED),
        )
        assert total.unused == sum(each.count(HELD) + each.count(LAPSED) for each in slips)
