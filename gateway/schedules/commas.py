"""A schedule as comma-separated values: to look at, and to paste into the tax authority's own spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from domain.gift_aid_schedules import ScheduleRow
from gateway.schedules.claimed import HEADINGS, Claimed, cells

# What spreadsheets take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(claimed: Claimed, rows: Sequence[ScheduleRow], adjustment_minor: int) -> bytes:
    """The rows under their headings, in UTF-8 with the mark by which spreadsheets know it."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(HEADINGS)
    writer.writerows(map(_inert, cells(item, row)) for item, row in enumerate(rows, start=1))
    return written.getvalue().encode("utf-8-sig")


def _inert(text: str) -> str:
    """The text such that no spreadsheet reckons with what somebody wrote into a name."""
    return f"'{text}" if text.startswith(_FORMULA) else text
