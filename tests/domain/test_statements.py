"""What a statement is made of: its days, its lines, and sums that are those of the lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.orders import ItemKind, PaymentKind
from domain.refusals import Refusal
from domain.statement_refusals import InvalidPeriod, PeriodTooLong
from domain.statements import (
    Amounts,
    BoughtItem,
    Statement,
    StatementMovement,
    StatementPeriod,
    deposit_amount,
    lines_of,
    totals_of,
)

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
AMOUNTS = st.builds(
    Amounts,
    price=st.integers(0, 10**6),
    commission=st.integers(0, 10**4),
    agent_commission=st.integers(0, 10**4),
    gift=st.integers(0, 10**4),
)


@st.composite
def items(draw: st.DrawFn) -> BoughtItem:
    bought = draw(DAYS)
    gone = draw(st.none() | st.integers(0, 400).map(lambda days: bought + timedelta(days=days)))
    return BoughtItem(
        draw(st.uuids()),
        UUID(int=1),
        draw(st.integers(200_001, 200_009)),
        draw(st.sampled_from(ItemKind)),
        "Something",
        draw(AMOUNTS),
        bought,
        gone,
        draw(st.booleans()),
    )


def unique_items() -> st.SearchStrategy[list[BoughtItem]]:
    return st.lists(items(), max_size=20, unique_by=lambda item: item.item_id)


def periods() -> st.SearchStrategy[StatementPeriod]:
    return st.tuples(DAYS, DAYS).map(lambda days: StatementPeriod(min(days), max(days)))


@pytest.mark.rule("STM-P03")
@given(unique_items(), periods())
def test_the_lines_the_totals_of_kinds_and_the_grand_total_are_the_same_to_the_penny(
    bought: list[BoughtItem], period: StatementPeriod
) -> None:
    lines = lines_of(bought, period)
    whole = statement(period, lines=lines)
    for part in ("price", "commission", "agent_commission", "gift", "total"):
        of_lines = sum(getattr(line.amounts, part) for line in lines)
        assert getattr(whole.grand, part) == of_lines
        assert sum(getattr(of.amounts, part) for of in whole.by_kind) == of_lines
    assert sum(of.lines for of in whole.by_kind) == len(lines)


@pytest.mark.rule("STM-P02", "STM-02")
@given(unique_items(), periods())
def test_each_item_is_bought_once_on_its_day_and_given_back_once_on_that_of_its_return(
    bought: list[BoughtItem], period: StatementPeriod
) -> None:
    lines = lines_of(bought, period)
    purchases = [line.item_id for line in lines if line.movement is StatementMovement.PURCHASE]
    returns = [line.item_id for line in lines if line.movement is not StatementMovement.PURCHASE]
    assert sorted(purchases) == sorted(
        item.item_id for item in bought if period.first <= item.bought_on <= period.last
    )
    assert sorted(returns) == sorted(
        item.item_id for item in bought if item.gone_on and period.first <= item.gone_on <= period.last
    )
    assert all(period.first <= line.on <= period.last for line in lines)


@pytest.mark.rule("STM-P02")
@given(unique_items(), periods(), st.integers(0, 1100))
def test_a_period_cut_in_two_has_the_same_lines(
    bought: list[BoughtItem], period: StatementPeriod, days: int
) -> None:
    cut = min(period.first + timedelta(days=days), period.last)
    before = lines_of(bought, StatementPeriod(period.first, cut))
    after = (
        lines_of(bought, StatementPeriod(cut + timedelta(days=1), period.last)) if cut < period.last else ()
    )
    assert before + after == lines_of(bought, period)


@given(unique_items(), periods(), st.randoms())
def test_lines_come_in_one_order_however_they_are_read(
    bought: list[BoughtItem], period: StatementPeriod, dice: object
) -> None:
    shuffled = list(bought)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert lines_of(shuffled, period) == lines_of(bought, period)


@pytest.mark.rule("STM-P01")
@given(st.none() | st.dates(), st.none() | st.dates(), DAYS)
def test_a_period_ends_by_today_holds_both_ends_and_lasts_ten_years_at_most_or_is_refused(
    first: date | None, last: date | None, today: date
) -> None:
    try:
        period = StatementPeriod.of(first, last, today)
    except (InvalidPeriod, PeriodTooLong):
        return
    assert period.first <= period.last == min(last or today, today)
    assert first in (None, period.first)
    assert period.first in period
    assert period.last in period
    assert period.first - timedelta(days=1) not in period
    assert period.last - period.first <= timedelta(days=3653)


@pytest.mark.rule("STM-P01")
@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, StatementPeriod(date(2025, 11, 23), TODAY)),
        (None, date(2024, 2, 29), StatementPeriod(date(2023, 3, 1), date(2024, 2, 29))),
        (TODAY, TODAY, StatementPeriod(TODAY, TODAY)),
        (TODAY, date.max, StatementPeriod(TODAY, TODAY)),
        (date(2016, 11, 22), None, StatementPeriod(date(2016, 11, 22), TODAY)),
        (date(2016, 11, 21), None, PeriodTooLong),
        (TODAY + timedelta(days=1), None, InvalidPeriod),
        (date(2026, 5, 2), date(2026, 5, 1), InvalidPeriod),
        (date.min, date.min, InvalidPeriod),
        (None, date.min, InvalidPeriod),
    ],
)
def test_the_days_that_are_asked_for(
    first: date | None, last: date | None, expected: StatementPeriod | type[Refusal]
) -> None:
    if isinstance(expected, StatementPeriod):
        assert StatementPeriod.of(first, last, TODAY) == expected
    else:
        with pytest.raises(expected):
            StatementPeriod.of(first, last, TODAY)


@pytest.mark.rule("STM-04", "AGC-03")
def test_a_total_is_the_price_and_the_commission_less_that_of_the_agent() -> None:
    assert Amounts(price=2500, commission=150, agent_commission=250, gift=500).total == 2400
    assert (-Amounts(2500, 150, 250, 500)).total == -2400


@pytest.mark.rule("STM-P02")
def test_a_deposit_adds_when_it_is_taken_and_takes_away_when_it_goes() -> None:
    assert [deposit_amount(kind, 5) for kind in PaymentKind if kind.startswith("DEPOSIT")] == [5, -5, -5, -5]


@pytest.mark.rule("STM-N01")
@given(unique_items().filter(bool))
def test_the_hash_is_the_same_for_the_same_and_another_for_whatever_differs(bought: list[BoughtItem]) -> None:
    period = StatementPeriod(date(2020, 1, 1), date(2030, 1, 1))
    one = statement(period, lines=lines_of(bought, period))
    assert one.hash == statement(period, lines=lines_of(bought[::-1], period)).hash
    penny = replace(bought[0], amounts=bought[0].amounts + Amounts(price=1))
    others = [
        replace(one, name="Somebody else"),
        replace(one, currency="EUR"),
        replace(one, period=replace(period, last=date(2029, 12, 31))),
        replace(one, lines=(), facilitated=one.lines),
        replace(one, has_restricted_items=True),
        replace(one, lines=lines_of([penny, *bought[1:]], period)),
    ]
    assert len({each.hash for each in (one, *others)}) == 1 + len(others)
    assert len(one.hash) == 64


def test_totals_are_of_the_kinds_that_there_are_in_the_order_of_the_kinds() -> None:
    day = date(2026, 5, 1)
    bought = [
        BoughtItem(UUID(int=number), UUID(int=1), 200_001, kind, "Something", Amounts(price=100), day)
        for number, kind in enumerate((ItemKind.DONATION, ItemKind.TICKET, ItemKind.DONATION))
    ]
    totals = totals_of(lines_of(bought, StatementPeriod(day, day)))
    assert [(of.kind, of.lines, of.amounts.total) for of in totals] == [
        (ItemKind.TICKET, 1, 100),
        (ItemKind.DONATION, 2, 200),
    ]


def statement(period: StatementPeriod, **given: object) -> Statement:
    """A statement of somebody, without anything but what is given."""
    made: dict[str, object] = {
        "customer_id": UUID(int=7),
        "friendly_id": "I-1000042",
        "name": "Łukasz Ωμέγα 李",
        "currency": "GBP",
        "period": period,
        "lines": (),
        "facilitated": (),
        "deposits": (),
        "credit": (),
        "has_restricted_items": False,
    }
    return Statement(**{**made, **given})  # type: ignore[arg-type]
