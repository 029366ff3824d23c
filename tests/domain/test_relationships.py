"""Relationships: `domain/relationships.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from uuid import UUID

import pytest

from domain.customers import Kind
from domain.errors import InvalidDate, WrongKind
from domain.relationships import (
    DEFAULT_IMPORTANCE,
    Deletion,
    Facilitation,
    RelationshipState,
    RelationshipType,
    Structure,
    check_dates,
    check_ends,
    check_type,
    deletion,
    facilitation,
    is_current,
    label,
    order_key,
    state_of,
    structure_of,
)

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 23)
I, O = Kind.INDIVIDUAL, Kind.ORGANISATION  # noqa: E741 - as friendly ids begin
EMPLOYMENT = RelationshipType("Employee of", "Employer of", I, O, a_may_facilitate_for_b=True)


@pytest.mark.rule("REL-P01")
@pytest.mark.parametrize(
    ("from_kind", "to_kind", "structure"),
    [
        (I, I, Structure.INDIVIDUALS),
        (I, O, Structure.INDIVIDUAL_AND_ORGANISATION),
        (O, I, Structure.INDIVIDUAL_AND_ORGANISATION),
        (O, O, Structure.ORGANISATIONS),
    ],
)
def test_two_kinds_make_three_structures(from_kind: Kind, to_kind: Kind, structure: Structure) -> None:
    assert structure_of(from_kind, to_kind) is structure


@pytest.mark.rule("REL-P01")
def test_a_type_runs_between_its_own_kinds_in_its_own_direction() -> None:
    check_ends(EMPLOYMENT, I, O)
    for a, b in ((O, I), (I, I), (O, O)):
        with pytest.raises(WrongKind, match="from an Individual to an Organisation") as refused:
            check_ends(EMPLOYMENT, a, b)
        assert refused.value.path == ("typeId",)


@pytest.mark.rule("REL-P01")
def test_a_type_lets_only_individuals_make_bookings_for_others() -> None:
    check_type(EMPLOYMENT)
    check_type(RelationshipType("Partner of", "Partner of", I, I, True, True))
    with pytest.raises(WrongKind) as refused:
        check_type(replace(EMPLOYMENT, b_may_facilitate_for_a=True))
    assert refused.value.path == ("bMayFacilitateForA",)
    with pytest.raises(WrongKind) as refused:
        check_type(RelationshipType("Owner of", "Owned by", O, O, a_may_facilitate_for_b=True))
    assert refused.value.path == ("aMayFacilitateForB",)


@pytest.mark.rule("REL-P02")
def test_each_side_reads_its_own_label() -> None:
    assert label(True, "Parent of", "Child of") == "Parent of"
    assert label(False, "Parent of", "Child of") == "Child of"


@pytest.mark.rule("REL-P04")
@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        (None, None, RelationshipState.CURRENT),
        (TODAY, None, RelationshipState.CURRENT),
        (TODAY, TOMORROW, RelationshipState.CURRENT),
        (None, TOMORROW, RelationshipState.CURRENT),
        (YESTERDAY, TODAY, RelationshipState.ENDED),
        (TODAY, TODAY, RelationshipState.ENDED),
        (None, YESTERDAY, RelationshipState.ENDED),
        (TOMORROW, None, RelationshipState.FUTURE),
        (TOMORROW, date(2027, 1, 1), RelationshipState.FUTURE),
    ],
)
def test_a_relationship_is_current_from_its_start_to_the_day_before_its_end(
    start: date | None, end: date | None, state: RelationshipState
) -> None:
    assert state_of(start, end, TODAY) is state
    assert is_current(start, end, TODAY) is (state is RelationshipState.CURRENT)


@pytest.mark.rule("REL-P04")
def test_a_relationship_does_not_end_before_it_begins() -> None:
    for start, end in ((TODAY, TODAY), (None, YESTERDAY), (TODAY, None), (None, None), (TODAY, TOMORROW)):
        check_dates(start, end)
    with pytest.raises(InvalidDate) as refused:
        check_dates(TODAY, YESTERDAY)
    assert refused.value.path == ("endDate",)


@pytest.mark.rule("REL-P03")
def test_the_most_important_come_first_then_the_latest_begun_then_those_of_unknown_start() -> None:
    assert DEFAULT_IMPORTANCE == 3
    rows = [
        (5, None, UUID(int=9)),
        (3, date(2026, 1, 2), UUID(int=8)),
        (3, date(2026, 1, 1), UUID(int=1)),
        (3, None, UUID(int=2)),
        (3, None, UUID(int=3)),
        (1, date(2026, 6, 1), UUID(int=4)),
    ]
    for shuffled in permutations(rows):
        assert sorted(shuffled, key=lambda row: order_key(*row)) == rows


@pytest.mark.rule("REL-P01")
@pytest.mark.parametrize("a_may", [True, False])
@pytest.mark.parametrize("b_may", [True, False])
def test_both_records_say_alike_who_may_book_for_whom(a_may: bool, b_may: bool) -> None:
    assert facilitation(True, a_may, b_may, None, None, TODAY) == Facilitation(a_may, b_may)
    assert facilitation(False, a_may, b_may, None, None, TODAY) == Facilitation(b_may, a_may)


@pytest.mark.rule("REL-P04")
@pytest.mark.parametrize("forward", [True, False])
def test_nobody_books_for_the_other_once_it_has_ended_or_before_it_begins(forward: bool) -> None:
    nobody = Facilitation(may_act_for_other=False, other_may_act=False)
    both = Facilitation(may_act_for_other=True, other_may_act=True)
    assert facilitation(forward, True, True, None, TODAY, TODAY) == nobody
    assert facilitation(forward, True, True, TOMORROW, None, TODAY) == nobody
    assert facilitation(forward, True, True, TODAY, TOMORROW, TODAY) == both


@pytest.mark.rule("REL-P06")
def test_a_relationship_with_orders_on_behalf_cannot_be_deleted_and_says_to_end_it() -> None:
    assert deletion(0) == Deletion(can_delete=True)
    assert deletion(1) == Deletion(
        False, "1 order was made on behalf of the other customer; set an end date instead."
    )
    assert deletion(12) == Deletion(
        False, "12 orders were made on behalf of the other customer; set an end date instead."
    )
