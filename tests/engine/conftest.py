"""A store full of demo data, and the two ways of answering on it: the plan's, and graphql-core's own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from db import embedded
from gateway.settings import Settings
from tests.engine.world.both import world as world
from tests.referee.court import NOW, Referee, sitting

__all__ = ["NOW", "Referee"]


@pytest.fixture(scope="session")
async def referee(services: embedded.Services, settings: Settings) -> AsyncIterator[Referee]:
    async with sitting(services, settings, customers=300) as made:
        yield made
