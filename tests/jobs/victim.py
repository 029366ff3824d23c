"""A worker that gets into the middle of a job and stays there: `python -m tests.jobs.victim URL NAME`."""

from __future__ import annotations

import asyncio
import sys

from db.models import Customer
from domain.permissions import Actor
from gateway.jobs.worker import Means, doing_jobs
from gateway.jobs.world import Payload, World
from gateway.settings import Settings

IN_THE_MIDDLE = "in the middle"


async def stay(payload: Payload, world: World) -> None:
    """Write, and neither commit nor leave."""
    [customer_id] = payload.ids("customers")
    async with world.work(payload, Actor.of_job("renaming", ())) as tx:
        row = await tx.session.get_one(Customer, customer_id, with_for_update=True)
        row.first_name = "Victim"
        tx.record("customer.updated", customer_id, narrative="Renamed by a job that was killed")
        await tx.write_audit()
        print(IN_THE_MIDDLE, flush=True)
        await asyncio.Event().wait()


async def work(url: str, name: str) -> None:
    """Work until killed."""
    async with doing_jobs(Settings(), url, means=Means({name: stay}, nightly=())):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:]))
