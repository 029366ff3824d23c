"""`gateway worker`: a process that does jobs and nothing else."""

from __future__ import annotations

import asyncio
from signal import SIGINT, SIGTERM

from gateway.jobs.worker import doing_jobs
from gateway.settings import Settings


async def work(settings: Settings, url: str) -> None:
    """Do jobs until a signal says to leave; what is not done by then is put back."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal in (SIGTERM, SIGINT):
        loop.add_signal_handler(signal, told.set)
    async with doing_jobs(settings, url):
        await told.wait()
