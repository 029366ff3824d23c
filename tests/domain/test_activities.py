"""Where activities stand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.activities import ActivityStatus, status_on

TODAY = date(2026, 11, 22)
DONE_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.rule("TML-P01")
@pytest.mark.parametrize(
    ("completed_at", "due_on", "status"),
    [
        (None, date(2026, 11, 23), ActivityStatus.PLANNED),
        (None, TODAY, ActivityStatus.PLANNED),
        (None, date(2026, 11, 21), ActivityStatus.OVERDUE),
        (DONE_AT, date(2026, 11, 1), ActivityStatus.DONE),
        (DONE_AT, date(2026, 12, 1), ActivityStatus.DONE),
    ],
)
def test_what_was_not_done_on_its_day_is_overdue_from_the_next_on(
    completed_at: datetime | None, due_on: date, status: ActivityStatus
) -> None:
    assert status_on(completed_at, due_on, today=TODAY) is status
