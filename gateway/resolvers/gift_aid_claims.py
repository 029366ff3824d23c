"""The files of a claim: made, kept, and handed out by links (GAD-P15)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gateway.context import Context
from gateway.schedules import Claimed, Format, files_of

LINK_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Download:
    """One file: what it is called, how many rows of the claim it has, and the link to it."""

    name: str
    rows: int
    url: str


async def keep_files(context: Context, claimed: Claimed, format: Format) -> list[str]:
    """The files of a claim, made and kept; where each is, as `downloads` reads it."""
    most = context.settings.house.figures.rows_a_schedule(context.today)
    made = await asyncio.to_thread(files_of, claimed, format, most)
    return [f"{await context.files.keep(file.content)} {file.rows} {file.name}" for file in made]


def downloads(kept: Sequence[str] | None, *, links: Any) -> list[Download] | None:
    """The links to kept files, each good for a day; None where none were made."""
    if kept is None:
        return None
    files = (each.split(" ", 2) for each in kept)
    return [Download(name, int(rows), links.file(at, name, LINK_SECONDS)) for at, rows, name in files]
