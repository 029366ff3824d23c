"""What opportunities come to, and what that says of them."""

from __future__ import annotations

import pytest

from domain.opportunities import (
    LinkedItem,
    Outcome,
    Promise,
    Totals,
    label,
    outstanding,
    progress,
    totals,
    weighted,
)
from domain.order_amounts import ItemAmounts
from domain.orders import ItemKind, ItemState
from domain.pledges import PledgeKind

TICKET = ItemAmounts(2500, discount=500, commission=150, agent_commission=200)
GIFT = ItemAmounts(5000, commission=75)


def item(state: ItemState, amounts: ItemAmounts = TICKET, kind: ItemKind = ItemKind.TICKET) -> LinkedItem:
    return LinkedItem(kind, state, amounts)


@pytest.mark.rule("OPP-P03", "OPP-07", "OPP-10")
def test_what_is_sold_is_received_less_the_agents_part_and_what_is_reserved_counts_with_its_fee() -> None:
    found = totals([item(ItemState.SOLD), item(ItemState.RESERVED), item(ItemState.RESERVED)], [])
    assert found == Totals(received=1950, reserved=4300, pledges=0, legacies=0)


@pytest.mark.rule("OPP-P03")
@pytest.mark.parametrize("state", [ItemState.RETURNED, ItemState.EXCHANGED, ItemState.EXPIRED])
def test_what_is_not_the_customers_any_more_counts_for_nothing(state: ItemState) -> None:
    assert totals([item(state), item(ItemState.SOLD)], []).received == 1950
    assert totals([item(state)], []).reserved == 0


@pytest.mark.rule("OPP-P03")
def test_a_donation_is_received_at_its_amount_and_anything_else_with_its_fee() -> None:
    assert totals([item(ItemState.SOLD, GIFT, ItemKind.DONATION)], []).received == 5000
    assert totals([item(ItemState.SOLD, GIFT, ItemKind.MEMBERSHIP)], []).received == 5075


@pytest.mark.rule("OPP-P03", "OPP-08")
def test_of_a_promise_only_what_is_left_is_pledged_and_of_one_that_ended_nothing() -> None:
    promises = [
        Promise(PledgeKind.PLEDGE, 12_000, 5_000),
        Promise(PledgeKind.PLEDGE, 1_000, 1_500),
        Promise(PledgeKind.PLEDGE, 9_000, 100, ended=True),
        Promise(PledgeKind.LEGACY, 50_000),
    ]
    found = totals([], promises)
    assert (found.pledges, found.legacies, found.pledged) == (7_000, 50_000, 57_000)


@pytest.mark.rule("OPP-P03")
def test_outstanding_is_what_was_asked_for_and_is_neither_given_nor_promised() -> None:
    assert outstanding(100_000, 20_000, 15_000, 5_000) == 60_000
    assert outstanding(100_000, 99_999, 2, 0) == 0


@pytest.mark.rule("OPP-P03")
@pytest.mark.parametrize(
    ("received", "target", "told"),
    [
        (0, 100_000, "0.00"),
        (37_500, 100_000, "37.50"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 16_000, "0.01"),
        (1, 20_000, "0.00"),
        (3, 20_000, "0.02"),
        (250_000, 100_000, "250.00"),
        (5, 0, None),
    ],
)
def test_progress_is_in_percent_of_the_target_and_none_without_one(
    received: int, target: int, told: str | None
) -> None:
    assert progress(received, target) == told


@pytest.mark.rule("OPP-P03")
@pytest.mark.parametrize(
    ("asked", "target", "percent", "likely"),
    [
        (80_000, 100_000, 40, 32_000),
        (0, 100_000, 40, 40_000),
        (50, 0, 5, 2),
        (70, 0, 5, 4),
        (90, 0, 5, 4),
        (0, 0, 75, 0),
        (123, 0, 100, 123),
    ],
)
def test_an_open_one_is_weighted_by_what_was_asked_or_else_by_its_target(
    asked: int, target: int, percent: int, likely: int
) -> None:
    assert weighted(Outcome.OPEN, asked, target, percent) == likely


@pytest.mark.rule("OPP-P03")
@pytest.mark.parametrize("outcome", [Outcome.WON, Outcome.LOST, Outcome.WITHDRAWN])
def test_nothing_is_likely_of_a_closed_one(outcome: Outcome) -> None:
    assert weighted(outcome, 80_000, 100_000, 40) is None


@pytest.mark.rule("OPP-02")
def test_it_is_called_by_its_campaign_with_the_stage_in_parentheses() -> None:
    assert label("Raise the Roof", "Cultivating") == "Raise the Roof (Cultivating)"
