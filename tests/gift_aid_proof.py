"""`poe prove gift-aid`: random histories of declarations and cancellations, each against one replayed day by day."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import structlog

from db import embedded, migrate
from db.demo.personas import load_personas
from db.store import open_store
from domain.gift_aid_claimability import GiftAidStatus, GiftReason
from domain.house import House
from gateway.settings import Settings
from tests.ask import Ask, asking
from tests.database import Database
from tests.gift_aid_checks import batch, check_rules, check_store
from tests.gift_aid_histories import HOUSES
from tests.gift_aid_store import put
from tests.proofs import Proof

# So many donors are put into the store, and read, at once.
DONORS = 100
# What every verdict is counted by.
NAMES = (*(f"status {status}" for status in GiftAidStatus), *GiftReason)


@asynccontextmanager
async def asks_of(settings: Settings) -> AsyncIterator[dict[House, Ask]]:
    """Who to ask in each house, all of them on one store."""
    async with AsyncExitStack() as stack:
        asks = {}
        for house in HOUSES:
            year_end = "{:02}-{:02}".format(*house.accounting_year_ends)
            asks[house] = await stack.enter_async_context(asking(settings, accounting_year_ends=year_end))
        yield asks


async def prove(settings: Settings, database: Database, sizes: Sequence[int], seed: int) -> Counter[str]:
    """What was compared, in batches of so many donors. Raises AssertionError with what differs."""
    counted: Counter[str] = Counter()
    async with asks_of(settings) as asks:
        for place, donors in enumerate(sizes):
            number = seed * 1_000_000 + place
            made = batch(number, donors, counted)
            check_rules(made, counted)
            await put(database, [played for played, _ in made.histories])
            await check_store(asks, made, Random(number), counted)
    return counted


async def run(services: embedded.Services, data: Path, histories: int, seed: int) -> Counter[str]:
    """Make a store, and prove it there."""
    await migrate.upgrade(services.owner_url)
    url, redis = services.database_url, services.redis_url
    settings = Settings(database_url=url, redis_url=redis, data=data, demo=True, worker=False)
    async with open_store(
        database_url=url, read_url=None, redis_url=redis, pool_size=2, statement_seconds=10
    ) as store:
        async with store.primary.acquire() as connection:
            await load_personas(connection)
        whole, rest = divmod(histories, DONORS)
        return await prove(settings, Database(store), [DONORS] * whole + [rest] * bool(rest), seed)


def lines_of(counted: Counter[str], seconds: float) -> list[str]:
    """What was compared, and how often each verdict and each reason was among it."""
    taken, refused = (
        f"{counted[f'declarations {what}']:,} declarations and {counted[f'cancellations {what}']:,} cancellations"
        for what in ("taken", "refused")
    )
    rules, store = counted["by the rules"], counted["in the store"]
    lines = [
        f"random histories: {counted['histories']:,} in {seconds:.0f} s, each against one replayed day by day",
        f"{taken} taken, {refused} refused, all as by the book",
        f"verdicts on {counted['donations']:,} donations: {rules:,} by the rules and {store:,} in the store agreed",
    ]
    return [*lines, *(f"  {name}: {counted[name]:,}" for name in NAMES)]


def missing(counted: Counter[str]) -> list[str]:
    """The statuses and reasons that no verdict had, so that nothing was proved of them."""
    return [name for name in NAMES if not counted[name]]


def main() -> int:
    parser = argparse.ArgumentParser(prog="poe prove gift-aid", description=__doc__)
    parser.add_argument("--histories", type=int, default=10_000, help="how many donors")
    parser.add_argument("--seed", type=int, default=1, help="of the histories")
    parser.add_argument("--proof", action="store_true", help="write bench/proofs/gift-aid.txt")
    asked = parser.parse_args()
    proof = Proof("gift-aid", f"--histories {asked.histories} --seed {asked.seed}")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    began = time.perf_counter()
    with TemporaryDirectory() as folder, embedded.start(Path(folder, "services"), durable=False) as services:
        counted = asyncio.run(run(services, Path(folder), asked.histories, asked.seed))
    lines = lines_of(counted, time.perf_counter() - began)
    print(*lines, sep="\n")
    if lacking := missing(counted):
        print("NOTHING WAS PROVED OF", *lacking)
        return 1
    if asked.proof:
        proof.write(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
