"""What commands begin with: the settings, and a store at the newest migration."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from db import embedded
from gateway.settings import Settings

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """What the work comes to, on the event loop that serves requests too."""
    if sys.platform == "win32":
        return asyncio.run(work)
    import uvloop

    return uvloop.run(work)


def settings_of(**overrides: object) -> Settings:
    """The environment's settings, but for what a command decides; an option that is not given decides nothing."""
    if overrides.get("data") is None:
        overrides.pop("data", None)
    return Settings(**overrides)  # type: ignore[arg-type]


def upgrade(services: embedded.Services) -> None:
    """Bring an embedded store to the newest migration."""
    # Imported late: a token should not wait for the migrations.
    from db.migrate import upgrade

    asyncio.run(upgrade(services.owner_url))


@contextmanager
def store_url(settings: Settings) -> Iterator[str]:
    """The URL of the store that the settings name, or of the embedded one, which may be serving meanwhile."""
    if settings.database_url is not None:
        yield settings.database_url
        return
    with embedded.join(settings.data) as services:
        upgrade(services)
        yield services.database_url
