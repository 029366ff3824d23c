"""What commands begin with: the settings, and a store at the newest migration."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from db import embedded
from gateway.settings import Settings


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
