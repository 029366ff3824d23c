"""A claim as files: spreadsheets of so many rows each, or one message for them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

from domain.gift_aid_schedules import ScheduleRow, schedules
from gateway.schedules.claimed import Claimed
from gateway.schedules.commas import as_csv
from gateway.schedules.ods import as_ods
from gateway.schedules.r68 import as_r68


@unique
class Format(StrEnum):
    """In which form a claim is downloaded."""

    CSV = "CSV"
    ODS = "ODS"
    XML = "XML"


@dataclass(frozen=True, slots=True)
class Made:
    """One file: what it is called, what is in it, and how many rows of the claim it tells of."""

    name: str
    content: bytes
    rows: int


_Writer = Callable[[Claimed, Sequence[ScheduleRow], int], bytes]
_WRITERS: dict[Format, _Writer] = {Format.CSV: as_csv, Format.ODS: as_ods}


def files_of(claimed: Claimed, format: Format, most_rows: int) -> tuple[Made, ...]:
    """The files of the claim, the same bytes for the same claim; the tax given back stands in the first alone."""
    if format is Format.XML:
        return (Made(_name(claimed, "", "xml"), as_r68(claimed), len(claimed.rows)),)
    parts = schedules(claimed.rows, most_rows) or ((),)
    write, suffix = _WRITERS[format], format.lower()
    return tuple(
        Made(
            _name(claimed, "" if len(parts) == 1 else f"-{place}", suffix),
            write(claimed, part, claimed.adjustment_minor if place == 1 else 0),
            len(part),
        )
        for place, part in enumerate(parts, start=1)
    )


def _name(claimed: Claimed, part: str, suffix: str) -> str:
    return f"gift-aid-claim-{claimed.number}{part}.{suffix}"
