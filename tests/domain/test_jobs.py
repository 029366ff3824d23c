"""When a night begins."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.jobs import night_of

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-22T03:00:00+00:00", "2026-11-22T03:00:00+00:00"),
        ("2026-11-22T02:59:59+00:00", "2026-11-21T03:00:00+00:00"),
        ("2026-07-01T02:00:00+00:00", "2026-07-01T02:00:00+00:00"),
        ("2026-07-01T01:59:59+00:00", "2026-06-30T02:00:00+00:00"),
        ("2026-07-01T00:30:00+02:00", "2026-06-30T02:00:00+00:00"),
    ],
)
def test_a_night_begins_at_its_hour_in_the_zone_of_the_house(now: str, due: str) -> None:
    found = night_of(datetime.fromisoformat(now), at=time(3), zone=LONDON)
    assert found.astimezone(UTC) == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        # Clocks go from 01:00 to 02:00: half past one is due when it would have been.
        ("2026-03-29T01:29:59+00:00", "2026-03-28T01:30:00+00:00"),
        ("2026-03-29T01:30:00+00:00", "2026-03-29T01:30:00+00:00"),
        # They show half past one twice, an hour apart: the first counts, and the second is no night of its own.
        ("2026-10-25T00:29:59+00:00", "2026-10-24T00:30:00+00:00"),
        ("2026-10-25T00:30:00+00:00", "2026-10-25T00:30:00+00:00"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25T00:30:00+00:00"),
    ],
)
def test_a_night_whose_clocks_change_begins_once(now: str, due: str) -> None:
    found = night_of(datetime.fromisoformat(now), at=time(1, 30), zone=LONDON)
    assert found.astimezone(UTC) == datetime.fromisoformat(due)


@given(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.times(),
)
def test_the_last_night_has_come_and_is_not_older_than_a_day_of_25_hours(now: datetime, at: time) -> None:
    age = (now - night_of(now, at=at, zone=LONDON).astimezone(UTC)).total_seconds()
    assert 0 <= age < 25 * 3600
