"""How long it is until what somebody is invited to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.invitations import Countdown, ReplyStatus, countdown

LONDON = ZoneInfo("Europe/London")
CURTAIN = datetime(2026, 12, 24, 19, 30, tzinfo=LONDON)
instants = st.builds(
    lambda seconds: CURTAIN.astimezone(UTC) + timedelta(seconds=seconds),
    st.floats(-4e8, 4e8) | st.floats(-2e5, 2e5),
)


def shown(now: datetime, starts_at: datetime = CURTAIN) -> tuple[str, str]:
    """The countdown on a clock in London, of which the instants may be told in any zone."""
    found = countdown(starts_at, now=now, zone=LONDON)
    assert found == countdown(starts_at.astimezone(UTC), now=now.astimezone(UTC), zone=LONDON)
    assert not found.is_past
    return found.label, found.duration


@pytest.mark.rule("INV-05", "INV-P03")
@pytest.mark.parametrize(
    ("left", "label", "duration"),
    [
        (timedelta(days=12, hours=9, minutes=30), "12 days", "P12D"),
        (timedelta(days=2), "2 days", "P2D"),
        (timedelta(days=2) - timedelta(seconds=1), "1 day", "P1D"),
        (timedelta(days=1), "1 day", "P1D"),
        (timedelta(days=1) - timedelta(microseconds=1), "23 hours", "PT23H"),
        (timedelta(hours=2), "2 hours", "PT2H"),
        (timedelta(hours=1, minutes=59), "1 hour", "PT1H"),
        (timedelta(hours=1), "1 hour", "PT1H"),
        (timedelta(hours=1) - timedelta(microseconds=1), "Less than 1 hour", "PT59M"),
        (timedelta(microseconds=1), "Less than 1 hour", "PT0M"),
    ],
)
def test_days_are_counted_while_there_is_one_and_hours_below(
    left: timedelta, label: str, duration: str
) -> None:
    assert shown(CURTAIN.astimezone(UTC) - left) == (label, duration)


@pytest.mark.rule("INV-P03")
def test_it_is_past_from_the_moment_that_it_begins() -> None:
    past = Countdown("PAST", "PT0S", is_past=True)

    assert countdown(CURTAIN, now=CURTAIN, zone=LONDON) == past
    assert countdown(CURTAIN, now=CURTAIN + timedelta(days=400), zone=LONDON) == past


@pytest.mark.rule("INV-P03")
def test_a_day_is_one_of_the_calendar_when_the_clocks_change() -> None:
    # 29 March 2026 has 23 hours in London, and 25 October has 25.
    spring = datetime(2026, 3, 29, 19, 30, tzinfo=LONDON)
    autumn = datetime(2026, 10, 25, 19, 30, tzinfo=LONDON)

    assert shown(datetime(2026, 3, 28, 19, 30, tzinfo=LONDON), spring) == ("1 day", "P1D")
    assert shown(datetime(2026, 3, 28, 19, 31, tzinfo=LONDON), spring) == ("22 hours", "PT22H")
    assert shown(datetime(2026, 10, 24, 19, 30, tzinfo=LONDON), autumn) == ("1 day", "P1D")
    assert shown(datetime(2026, 10, 24, 19, 31, tzinfo=LONDON), autumn) == ("24 hours", "PT24H")


@pytest.mark.rule("INV-P03")
def test_midnight_is_no_border() -> None:
    assert shown(datetime(2026, 12, 23, 23, 59, tzinfo=LONDON)) == ("19 hours", "PT19H")
    assert shown(datetime(2026, 12, 24, 0, 0, tzinfo=LONDON)) == ("19 hours", "PT19H")
    at_midnight = datetime(2026, 12, 24, 0, 0, tzinfo=LONDON)
    assert shown(datetime(2026, 12, 23, 0, 0, tzinfo=LONDON), at_midnight) == ("1 day", "P1D")
    assert shown(datetime(2026, 12, 23, 0, 1, tzinfo=LONDON), at_midnight) == ("23 hours", "PT23H")


@pytest.mark.rule("INV-P03")
def test_the_hour_that_comes_twice_is_still_to_come_the_first_time() -> None:
    # The clock shows 01:50 before it shows 01:10 again, twenty minutes later.
    before = datetime(2026, 10, 25, 1, 50, tzinfo=LONDON)
    again = datetime(2026, 10, 25, 1, 10, tzinfo=LONDON, fold=1)

    assert shown(before, again) == ("Less than 1 hour", "PT20M")


@given(now=instants, starts_at=instants)
def test_where_the_clocks_never_change_days_and_hours_are_those_that_pass(
    now: datetime, starts_at: datetime
) -> None:
    found = countdown(starts_at, now=now, zone=UTC)

    left = starts_at - now
    assert found.is_past == (left <= timedelta())
    if left >= timedelta(days=1):
        assert found.duration == f"P{left.days}D"
    elif left >= timedelta(hours=1):
        assert found.duration == f"PT{left.seconds // 3600}H"


@pytest.mark.rule("INV-06")
def test_a_reply_is_told_in_words() -> None:
    assert [status.label for status in ReplyStatus] == [
        "Not sent",
        "Invited",
        "Accepted",
        "Declined",
        "Tentative",
        "No reply",
    ]
