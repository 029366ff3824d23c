"""Opportunities over random histories, against books that are kept by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.opportunities import Outcome, Totals, outstanding, progress, weighted
from domain.orders import ItemState
from tests.opportunity_histories import CHOICES, MOST, OPPORTUNITIES, USUAL, Drawn, Item, Played, Step
from tests.references.opportunities import slow_likely, slow_percentage

AMOUNTS = st.integers(0, MOST)
HISTORIES = st.lists(
    st.tuples(st.sampled_from(USUAL), AMOUNTS, AMOUNTS, st.integers(0, 10_000), st.integers(0, CHOICES)),
    min_size=4,
    max_size=24,
)
MONEY = st.integers(0, 10**9) | st.integers(0, 50)


@pytest.mark.rule("OPP-P03", "OPP-07", "OPP-08")
@given(history=HISTORIES)
def test_totals_are_those_of_books_kept_by_hand_after_every_step(history: list[Drawn]) -> None:
    played = Played()
    for step in history:
        played.play(*step)
        for opportunity in range(OPPORTUNITIES):
            assert played.totals(opportunity) == played.by_hand(opportunity)


@pytest.mark.rule("OPP-P03", "OPP-09", "OPP-11")
@given(history=HISTORIES)
def test_no_step_makes_money_or_loses_any(history: list[Drawn]) -> None:
    played = Played()
    for step in history:
        items = [replace(item) for item in played.items]
        missing = [(each.amount, played.given(each), each.ended) for each in played.promises]
        before = [played.totals(each) for each in range(OPPORTUNITIES)]
        played.play(*step)
        after = [played.totals(each) for each in range(OPPORTUNITIES)]
        match step[0]:
            case Step.BUY:
                _bought(played, items, before, after)
            case Step.PAY:
                _paid(played, missing, before, after)
            case Step.LINK:
                _moved(played, items, before, after)
            case Step.CANCEL | Step.REINSTATE | Step.WRITE_OFF | Step.PLEDGE | Step.LEAVE:
                assert [(each.received, each.reserved) for each in before] == [
                    (each.received, each.reserved) for each in after
                ]
            case Step.RETURN:
                for one, other in zip(before, after, strict=True):
                    # What falls out of received may be missing of a promise again, and no more than that.
                    assert other.pledged - one.pledged >= 0
                    assert one.reserved == other.reserved
                fallen = sum(one.received - other.received for one, other in zip(before, after, strict=True))
                assert fallen >= 0


def _changed(before: list[Totals], to: int | None, **falls: int) -> list[Totals]:
    """What should be, where these totals of one opportunity fall by so much."""
    return [
        replace(each, **{name: getattr(each, name) - fall for name, fall in falls.items()})
        if at == to
        else each
        for at, each in enumerate(before)
    ]


def _bought(played: Played, items: list[Item], before: list[Totals], after: list[Totals]) -> None:
    """One and the same amount goes from reserved to received, less what the agent keeps."""
    found = [item for was, item in zip(items, played.items, strict=True) if was != item]
    if not found:
        assert after == before
        return
    [item] = found
    moved = item.amounts.price + item.amounts.commission
    kept = item.amounts.agent_commission
    assert item.state is ItemState.SOLD
    assert after == _changed(before, item.to, reserved=moved, received=kept - moved)


def _paid(
    played: Played, missing: list[tuple[int, int, bool]], before: list[Totals], after: list[Totals]
) -> None:
    """A donation of d lowers pledged by no more than was left of the promise, and raises received by d."""
    paid = [
        (promise, was)
        for promise, was in zip(played.promises, missing, strict=True)
        if played.given(promise) != was[1]
    ]
    if not paid:
        assert after == before
        return
    [(promise, (amount, given_before, _))] = paid
    donation = played.given(promise) - given_before
    fall = min(donation, max(0, amount - given_before))
    which = "pledges" if promise.plan else "legacies"
    assert after == _changed(before, promise.to, **{which: fall, "received": -donation})


def _moved(played: Played, items: list[Item], before: list[Totals], after: list[Totals]) -> None:
    """What leaves one opportunity comes to the other, or to none, and no promise is touched."""
    assert [(each.pledges, each.legacies) for each in before] == [
        (each.pledges, each.legacies) for each in after
    ]
    moved = [(was, item) for was, item in zip(items, played.items, strict=True) if was != item]
    if not moved:
        assert after == before
        return
    [(was, item)] = moved
    assert replace(was, to=item.to) == item
    loose = (was.to is None) != (item.to is None)
    came = sum(each.received + each.reserved for each in after)
    went = sum(each.received + each.reserved for each in before)
    if not loose:
        assert came == went


@pytest.mark.rule("OPP-P03")
@given(asked=MONEY, target=MONEY, received=MONEY, pledges=MONEY, percent=st.integers(0, 100))
def test_what_follows_from_the_totals_is_what_is_worked_out_by_hand(
    asked: int, target: int, received: int, pledges: int, percent: int
) -> None:
    assert progress(received, target) == slow_percentage(received, target)
    assert weighted(Outcome.OPEN, asked, target, percent) == slow_likely(asked, target, percent)
    left = outstanding(asked, received, pledges, 0)
    assert left == outstanding(asked, 0, received, pledges)
    assert left >= 0
    assert (left + received + pledges == asked) or (left == 0 and received + pledges >= asked)
