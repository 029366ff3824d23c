"""Previewing the criteria of an autotag on a large store (TAG-P05)."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from domain.autotag_codec import parsed
from domain.bulk_jobs import Made
from gateway.commands._autotag_previews import judged_customers, previewed, rows_in
from gateway.jobs.bulk import Task


async def preview_autotag(task: Task) -> Made:
    """What the criteria would do, as the query tells it. Raises what has become wrong with them meanwhile."""
    read, world = rows_in(task.tx), task.world
    total = await judged_customers(read)

    async def advanced(judged: int) -> None:
        await task.advanced(max(total, judged), judged)

    tag = task.asked["tag"]
    preview = await previewed(
        read,
        None if tag is None else UUID(tag),
        parsed(task.asked["criteria"]),
        settings=world.settings,
        now=world.now,
        advanced=advanced,
    )
    sample = [{**asdict(each), "customer_id": str(each.customer_id)} for each in preview.sample]
    return Made(total, outcome={**asdict(preview), "sample": sample})
