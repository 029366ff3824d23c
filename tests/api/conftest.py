"""Every query that these tests send is answered a second time on graphql-core, which must say the same."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from gateway.app import Gateway
from gateway.settings import Settings
from tests.ask import Ask, asking
from tests.referee.doubled import Doubled

# What PostgreSQL cannot take, a plan refuses as a whole; graphql-core blames the fields, one by one.
ASKED_ONCE = ("test_hostile_strings",)


@pytest.fixture(scope="session")
def doubled(gateway: Gateway) -> Doubled:
    return Doubled(gateway.pipeline)


@pytest.fixture(autouse=True)
def _refereed(
    gateway: Gateway, doubled: Doubled, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[None]:
    if request.module.__name__.rpartition(".")[2] in ASKED_ONCE:
        yield
        return
    with monkeypatch.context() as for_this_test:
        for_this_test.setattr(gateway, "pipeline", doubled)
        yield
    found, doubled.found = doubled.found, []
    assert found == [], "\n".join(found)


@pytest.fixture(scope="session")
async def turning(settings: Settings) -> AsyncIterator[Ask]:
    """Ask the application where a merge can be turned back for a month."""
    async with asking(settings, unmerge_days=30) as ask:
        yield ask
