"""The marked store, once for all operations of the matrix."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from db import embedded
from gateway.settings import Settings
from tests.matrix.ways import Ways
from tests.matrix.world import World, marked


@pytest.fixture(scope="session")
async def world(services: embedded.Services, settings: Settings) -> AsyncIterator[World]:
    async with marked(services, settings) as made:
        yield made


@pytest.fixture(scope="session")
def ways(world: World) -> Ways:
    return Ways(world)
