"""A worker that hands a mail over, and stays before anybody hears of it: `python -m tests.jobs.mail_victim`."""

from __future__ import annotations

import asyncio

from domain.jobs import SEND_MAIL
from domain.mails import MAILER
from gateway.commands._sending import send
from gateway.jobs.worker import Means, doing_jobs
from gateway.jobs.world import Payload, World
from gateway.settings import Settings
from tests.jobs.victim import IN_THE_MIDDLE


async def stay(payload: Payload, world: World) -> None:
    """Send, and neither commit nor leave."""
    assert world.carrier is not None
    async with world.work(payload, MAILER) as tx:
        await send(tx, payload.id("mail"), world.carrier, world.vault, today=world.today)
        await tx.write_audit()
        print(IN_THE_MIDDLE, flush=True)
        await asyncio.Event().wait()


async def work(settings: Settings) -> None:
    """Work until killed."""
    assert settings.database_url is not None
    async with doing_jobs(settings, settings.database_url, means=Means({SEND_MAIL: stay}, nightly=())):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(work(Settings()))
