"""A headless Chromium of the system's, which finds no host but this machine."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from playwright.async_api import BrowserContext, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "There is no Chromium here: `apt-get install chromium`, or what your system calls it."
# Continuous integration sets this where it installed one, so that tests are not left out unnoticed.
NEEDED = "TESTS_NEED_BROWSER"

TIMEOUT = 10_000  # milliseconds

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever asks for another host gets nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def found() -> str | None:
    """The program, if the system has one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def needed() -> bool:
    """Whether tests must fail where there is none."""
    return os.environ.get(NEEDED, "") not in {"", "0"}


@asynccontextmanager
async def launched(program: str) -> AsyncIterator[BrowserContext]:
    """A browser whose pages share what was loaded, until the block is left."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            context = await browser.new_context(viewport={"width": 1360, "height": 860}, locale="en-GB")
            context.set_default_timeout(TIMEOUT)
            yield context
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(TIMEOUT / 1000):
                    await browser.close()
