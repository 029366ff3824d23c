"""Cancelling declarations, and undoing verbal ones: `domain/gift_aid_making.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import NotFound
from domain.gift_aid import Cancellation, CancellationOption, Declaration, DeclarationType, days_of
from domain.gift_aid_making import acted_on, can_be_withdrawn, cancelled_from, chosen_of, earliest_cancelled
from domain.gift_aid_refusals import BackdateTooFar, NoActiveDeclaration

TODAY, DAY = date(2026, 11, 22), timedelta(days=1)
FROM_TODAY, SINCE = CancellationOption.FROM_TODAY, CancellationOption.SINCE
VERBAL, PAPER, ONLINE = DeclarationType


def declared(
    number: int, first: date, last: date | None = None, kind: DeclarationType = PAPER, **values: Any
) -> Declaration:
    made_at = datetime(2026, 1, 1, tzinfo=UTC) + number * DAY
    return Declaration(UUID(int=number), UUID(int=99), made_at, first, last, kind, **values)


def cancelled(since: date, *ids: int) -> Cancellation:
    named = frozenset(UUID(int=each) for each in ids)
    return Cancellation(UUID(int=50), datetime(2026, 6, 1, tzinfo=UTC), since, named)


def test_declarations_are_chosen_by_their_ids_and_every_id_has_to_be_one_of_the_record() -> None:
    one, other = declared(1, TODAY), declared(2, TODAY)
    assert chosen_of([one, other], None) is None
    assert chosen_of([one, other], [other.id, other.id]) == [other]
    for wrong in ([], [UUID(int=3)], [one.id, UUID(int=3)]):
        with pytest.raises(NotFound) as refused:
            chosen_of([one, other], wrong)
        assert refused.value.path == ("declarationIds",)


@pytest.mark.rule("GAD-23", "GAD-P12")
def test_a_cancellation_from_today_on_uncovers_today_already() -> None:
    assert cancelled_from(FROM_TODAY, None, TODAY, None) == TODAY


# Its written record went out on a leap day, so that its thirtieth day is 30 March.
SENT = declared(1, date(2020, 5, 1), kind=VERBAL, written_record_sent_on=date(2028, 2, 29))
LAST_DAY = date(2028, 3, 30)


@pytest.mark.rule("GAD-25", "GAD-P12")
def test_a_verbal_declaration_can_be_undone_from_its_first_day_until_the_thirtieth_after_its_record() -> None:
    assert can_be_withdrawn(SENT, LAST_DAY)
    assert earliest_cancelled(SENT, LAST_DAY) == date(2020, 5, 1)
    assert cancelled_from(SINCE, date(2020, 5, 1), LAST_DAY, [SENT]) == date(2020, 5, 1)
    with pytest.raises(BackdateTooFar) as refused:
        cancelled_from(SINCE, date(2020, 4, 30), LAST_DAY, [SENT])
    assert refused.value.earliest == date(2020, 5, 1)


@pytest.mark.rule("GAD-25", "GAD-P12")
def test_on_the_thirty_first_day_it_is_cancelled_like_any_other() -> None:
    assert not can_be_withdrawn(SENT, LAST_DAY + DAY)
    assert earliest_cancelled(SENT, LAST_DAY + DAY) == date(2024, 3, 31)
    with pytest.raises(BackdateTooFar):
        cancelled_from(SINCE, date(2020, 5, 1), LAST_DAY + DAY, [SENT])


@pytest.mark.rule("GAD-25")
def test_while_no_record_went_out_a_verbal_one_can_be_undone_and_one_on_paper_never_can() -> None:
    unsent = replace(SENT, written_record_sent_on=None)
    assert can_be_withdrawn(unsent, date(2040, 1, 1))
    assert not can_be_withdrawn(replace(unsent, has_details=True), date(2028, 3, 1))
    assert not can_be_withdrawn(replace(unsent, has_document=True), date(2028, 3, 1))
    for kind in (PAPER, ONLINE):
        assert not can_be_withdrawn(replace(SENT, kind=kind), date(2028, 3, 1))


@pytest.mark.rule("GAD-25")
def test_a_young_verbal_declaration_is_cancelled_back_to_four_years_like_any_other() -> None:
    young = replace(SENT, coverage_from=date(2028, 1, 1))
    assert earliest_cancelled(young, date(2028, 3, 1)) == date(2024, 3, 1)


@pytest.mark.rule("GAD-25")
def test_undoing_is_for_chosen_declarations_and_as_far_as_each_of_them_allows() -> None:
    paper = declared(2, date(2020, 5, 1))
    for chosen in (None, [SENT, paper]):
        with pytest.raises(BackdateTooFar) as refused:
            cancelled_from(SINCE, date(2020, 5, 1), LAST_DAY, chosen)
        assert refused.value.earliest == date(2024, 3, 30)


@pytest.mark.rule("GAD-P12")
def test_a_cancellation_names_the_declarations_with_a_day_left_on_or_after_its_day() -> None:
    ended, ends, endless, gone, later = (
        declared(1, date(2026, 1, 1), TODAY - DAY),
        declared(2, date(2026, 1, 1), TODAY),
        declared(3, date(2026, 1, 1)),
        declared(4, date(2026, 1, 1)),
        declared(5, TODAY + 9 * DAY),
    )
    before = [cancelled(TODAY, 4)]
    assert acted_on([ended, ends, endless, gone, later], before, TODAY, None) == [
        ends.id,
        endless.id,
        later.id,
    ]
    assert acted_on([ended, ends, endless, gone], before, TODAY, [endless]) == [endless.id]
    assert acted_on([gone], before, TODAY - DAY, None) == [gone.id]


@pytest.mark.rule("GAD-P12")
def test_a_cancellation_of_nothing_is_refused_and_so_is_one_of_a_chosen_one_that_is_over() -> None:
    over, endless = declared(1, date(2026, 1, 1), TODAY - DAY), declared(2, date(2026, 1, 1))
    for declarations, chosen in (([], None), ([over], None), ([over, endless], [over, endless])):
        with pytest.raises(NoActiveDeclaration):
            acted_on(declarations, [], TODAY, chosen)


WINDOW = [date(2028, 2, 20) + count * DAY for count in range(16)]


@pytest.mark.rule("GAD-P09", "GAD-P12")
@given(
    st.lists(st.tuples(st.sampled_from(WINDOW), st.none() | st.integers(0, 9)), min_size=1, max_size=4),
    st.none() | st.sampled_from(WINDOW),
    st.sampled_from(WINDOW),
)
def test_cancelling_leaves_no_day_from_its_own_on_and_every_day_before(
    spans: list[tuple[date, int | None]], earlier: date | None, effective_from: date
) -> None:
    declarations = [
        declared(number, first, None if more is None else first + more * DAY)
        for number, (first, more) in enumerate(spans, 1)
    ]
    before = [] if earlier is None else [cancelled(earlier, 1, 2)]
    try:
        named = frozenset(acted_on(declarations, before, effective_from, None))
    except NoActiveDeclaration:
        named = frozenset()
    made = Cancellation(UUID(int=60), datetime(2028, 6, 1, tzinfo=UTC), effective_from, named)
    for each in declarations:
        was, now = days_of(each, before), days_of(each, [*before, made])
        for day in WINDOW:
            left = was is not None and day in was and day < effective_from
            assert (now is not None and day in now) == left
        assert (each.id in named) == (was != now)
