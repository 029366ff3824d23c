"""`poe prove merge-kills`: the server or PostgreSQL killed at a random moment of a merge, over and over."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
import time
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import asyncpg
import httpx

from db import embedded
from db.store import Store, connection_arguments
from gateway.settings import Settings
from tests import merge_asking as asked
from tests.ask import Ask
from tests.cli.processes import Running, serve
from tests.merge_measures import Held, everything, held
from tests.merge_pairs import Pair, pairs
from tests.merge_stores import make_proof, settings_of, store_of

VICTIMS = ("the server", "PostgreSQL")
# Enough that a merge can be cut off in its middle.
ORDERS = 600
_MUCH = """
insert into customer_order (owner_id, owner_name, sales_channel, state, placed_at, edited_at, confirmed_at, placed_by)
select $1, 'x', 'COUNTER', 'CONFIRMED', at, at, at, 'bea'
from (select now() - n * interval '1 hour' as at from generate_series(1, $2::int) n) each"""
_INTO = "select merged_into from customer where id = $1"


@dataclass(slots=True)
class House:
    """A gateway as a process of its own, on a store that outlives it."""

    settings: Settings
    running: Running

    @classmethod
    def open(cls, settings: Settings) -> House:
        """Start it."""
        return cls(settings, _served(settings))

    def kill(self) -> None:
        """End it at once, and start it anew."""
        self.running.end(signal.SIGKILL)
        self.running = _served(self.settings)

    def ask(self, client: httpx.AsyncClient) -> Ask:
        """Ask it."""
        client.base_url = httpx.URL(self.running.url)
        return Ask(client, self.settings)


def _served(settings: Settings) -> Running:
    assert settings.jwt_key is not None
    assert settings.protected_key is not None
    return serve(
        "serve",
        until="Serving on",
        log=settings.data / "log.txt",
        GATEWAY_DATABASE_URL=str(settings.database_url),
        GATEWAY_REDIS_URL=str(settings.redis_url),
        GATEWAY_DATA=str(settings.data),
        GATEWAY_JWT_KEY=settings.jwt_key.get_secret_value(),
        GATEWAY_PROTECTED_KEY=settings.protected_key.get_secret_value(),
        GATEWAY_WORKER="false",
    )


async def kill_during(house: House, store: Store, pair: Pair, victim: str, after: float) -> str:
    """MERGED or UNTOUCHED, once the victim was killed so many seconds into the merge of these two.

    Raises AssertionError where it is neither, or where it cannot be tried again at once.
    """
    async with httpx.AsyncClient(timeout=60) as client:
        before, rows = await held(store, pair.both), await everything(store, pair.both)
        token = await _token(house.ask(client), pair)
        merging = asyncio.create_task(_confirm(house.ask(client), token))
        await asyncio.sleep(after)
        await _kill(house, victim)
        await asyncio.wait([merging])
        came_of_it = await _state(store, pair, before, rows)
        if merging.exception() is None:
            # Whoever was told that it is done can rely on it.
            assert merging.result() == set()
            assert came_of_it == "MERGED"
        if came_of_it == "UNTOUCHED":
            ask = house.ask(client)
            done = await _confirm(ask, await _token(ask, pair))
            assert done == set(), f"tried again after the death of {victim}: {done}"
            assert await _state(store, pair, before, rows) == "MERGED"
    return came_of_it


async def _token(ask: Ask, pair: Pair) -> str:
    choices = {"fields": [{"field": "EMAIL", "pick": "SURVIVOR"}]}
    token = (await asked.preview(ask, *pair.both, choices))["planToken"]
    assert isinstance(token, str)
    return token


async def _confirm(ask: Ask, token: str) -> set[str]:
    return asked.codes(await asked.merge(ask, token))


async def _kill(house: House, victim: str) -> None:
    if victim == "the server":
        house.kill()
        return
    url = connection_arguments(str(house.settings.database_url))
    backend, witness = await asyncpg.connect(**url), await asyncpg.connect(**url)
    # The death of one backend takes all others with it, and PostgreSQL recovers as from a crash.
    os.kill(await backend.fetchval("select pg_backend_pid()"), signal.SIGKILL)
    async with asyncio.timeout(60):
        with suppress(asyncpg.PostgresError, OSError, asyncpg.InterfaceError):
            while True:
                await witness.fetchval("select 1")
        await _is_back(url)


async def _is_back(url: dict[str, Any]) -> None:
    # Once it has noticed it takes no new connection before it has recovered.
    while True:
        with suppress(asyncpg.PostgresError, OSError, asyncpg.InterfaceError):
            await (await asyncpg.connect(**url)).close()
            return
        await asyncio.sleep(0.02)


async def _state(store: Store, pair: Pair, before: Held, rows: dict[str, list[Any]]) -> str:
    if await store.primary.fetchval(_INTO, pair.loser) == pair.survivor:
        assert await held(store, [pair.survivor]) == before, "merged, and something is missing"
        return "MERGED"
    assert await everything(store, pair.both) == rows, "not merged, and something was left"
    return "UNTOUCHED"


async def prove(house: House, store: Store, kills: int, seed: int) -> Counter[str]:
    """What came of so many merges, each with the death of a victim in it."""
    random, counted = Random(seed), Counter[str]()
    able = await _able(house, store, kills, random)
    usual = await _usual(house, store, able[kills:])
    for number, pair in enumerate(able[:kills]):
        victim = VICTIMS[number % len(VICTIMS)]
        came_of_it = await kill_during(house, store, pair, victim, random.random() * usual * 1.2)
        counted[f"{victim}: {came_of_it}"] += 1
    return counted


async def _able(house: House, store: Store, kills: int, random: Random) -> list[Pair]:
    """Pairs that nothing stands in the way of, three of them to spare, with much to move."""
    found: list[Pair] = []
    async with httpx.AsyncClient(timeout=60) as client:
        ask = house.ask(client)
        for pair in await pairs(store, 2 * kills + 20, random):
            choices = {"fields": [{"field": "EMAIL", "pick": "SURVIVOR"}]}
            if (await asked.preview(ask, *pair.both, choices))["planToken"] is None:
                continue
            await store.primary.execute(_MUCH, pair.loser, ORDERS)
            found.append(pair)
            if len(found) == kills + 3:
                return found
    raise AssertionError("there are too few pairs")


async def _usual(house: House, store: Store, spare: Sequence[Pair]) -> float:
    """How long a merge takes that nobody disturbs, in seconds."""
    took = 0.0
    async with httpx.AsyncClient(timeout=60) as client:
        for pair in spare:
            token = await _token(house.ask(client), pair)
            began = time.perf_counter()
            assert await _confirm(house.ask(client), token) == set()
            took = time.perf_counter() - began
    return took


def lines_of(counted: Counter[str], seconds: float) -> list[str]:
    """What was killed, and what came of it."""
    head = (
        f"merges with a death in them: {sum(counted.values()):,} in {seconds:.0f} s, each whole or not begun,"
        " and each that was not begun done at the next try"
    )
    return [
        head,
        *(f"  {name}: {count:,}" for name, count in sorted(counted.items())),
    ]


async def run(services: embedded.Services, data: Path, kills: int, seed: int) -> Counter[str]:
    """Make a store and a gateway on it, and kill them."""
    key = urlsafe_b64encode(secrets.token_bytes(32)).decode()
    settings = settings_of(services, data, demo=False, jwt_key=key, protected_key=key)
    async with store_of(services, settings, 400 + kills * 6) as store:
        house = House.open(settings)
        try:
            return await prove(house, store, kills, seed)
        finally:
            house.running.end()


if __name__ == "__main__":
    sys.exit(make_proof("merge-kills", "kills", 100, run, lines_of, durable=True))
