"""Waiting lists: `domain/waiting_lists.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from uuid import UUID

import pytest

from domain.errors import InvalidValue
from domain.waiting_lists import Entry, Ranks, WaitingStatus, check_quantity, ranks, status_on

TODAY = date(2026, 11, 22)
EVENT, OTHER_EVENT = UUID(int=100), UUID(int=101)
MATINEE, EVENING = UUID(int=200), UUID(int=201)


def entry(number: int, *instances: UUID, place: int = 0, hour: int = 9) -> Entry:
    at = datetime(2026, 11, 1, hour, tzinfo=UTC)
    return Entry(UUID(int=number), EVENT, at, place, instance_ids=frozenset(instances) or None)


@pytest.mark.rule("WLS-P02")
def test_an_entry_has_its_place_on_the_events_list_and_among_those_who_would_come_to_the_instance() -> None:
    entries = [entry(1, EVENING), entry(2), entry(3, MATINEE, EVENING), entry(4, MATINEE)]
    assert [ranks(each, entries, MATINEE) for each in entries] == [
        Ranks(1, None),
        Ranks(2, 1),
        Ranks(3, 2),
        Ranks(4, 3),
    ]
    assert [ranks(each, entries, EVENING) for each in entries] == [
        Ranks(1, 1),
        Ranks(2, 2),
        Ranks(3, 3),
        Ranks(4, None),
    ]
    assert ranks(entries[3], entries) == Ranks(4, None)


@pytest.mark.rule("WLS-P02")
@pytest.mark.parametrize(
    "status", [status for status in WaitingStatus if status is not WaitingStatus.WAITING]
)
def test_whoever_does_not_wait_has_no_place_and_holds_up_nobody(status: WaitingStatus) -> None:
    first, second = replace(entry(1), status=status), entry(2)
    assert ranks(first, [first, second], MATINEE) == Ranks(None, None)
    assert ranks(second, [first, second], MATINEE) == Ranks(1, 1)


@pytest.mark.rule("WLS-P02")
def test_entries_of_another_event_do_not_count() -> None:
    elsewhere, here = replace(entry(1), event_id=OTHER_EVENT), entry(2)
    assert ranks(here, [elsewhere, here], MATINEE) == Ranks(1, 1)


def test_the_list_goes_by_the_place_that_staff_gave_then_by_who_came_first_then_by_id() -> None:
    queue = [
        entry(9, place=-1, hour=12),
        entry(8, hour=9),
        entry(2, hour=10),
        entry(3, hour=10),
        entry(1, place=1),
    ]
    for shuffled in permutations(queue):
        assert [ranks(each, shuffled).of_event for each in queue] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("status", list(WaitingStatus))
def test_only_open_entries_expire_and_only_after_the_last_day_they_accept(status: WaitingStatus) -> None:
    is_open = status in {WaitingStatus.WAITING, WaitingStatus.OFFERED}
    assert status_on(status.value, date(2026, 11, 21), TODAY) is (
        WaitingStatus.EXPIRED if is_open else status
    )
    assert status_on(status.value, TODAY, TODAY) is status
    assert status_on(status.value, None, TODAY) is status


def test_somebody_waits_for_1_to_20_tickets() -> None:
    check_quantity(1)
    check_quantity(20)
    for quantity in (0, -1, 21):
        with pytest.raises(InvalidValue, match="1 to 20 tickets") as refused:
            check_quantity(quantity)
        assert refused.value.path == ("quantity",)
