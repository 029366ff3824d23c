"""The jobs that are done beside requests: what they are called, and when nights begin."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVALUATE_AUTOTAGS = "evaluate-autotags"
FIND_DUPLICATES = "find-duplicates"
SWEEP_AUTOTAGS = "sweep-autotags"
TIDY_JOBS = "tidy-jobs"
SEND_MAIL = "send-mail"
RESEND_MAILS = "resend-mails"
DO_BULK_JOB = "do-bulk-job"


def night_of(now: datetime, *, at: time, zone: ZoneInfo) -> datetime:
    """The instant, now or before, at which nightly jobs were last due: each day at this time of the zone.

    Where clocks skip that time of night it is due when they would have shown it, where they show it twice at the first.
    """
    today = now.astimezone(zone).date()
    due = datetime.combine(today, at, zone)
    if due.astimezone(UTC) > now:
        due = datetime.combine(today - timedelta(days=1), at, zone)
    return due
