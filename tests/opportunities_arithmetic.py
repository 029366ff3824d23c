"""`poe prove opportunities`: opportunities and pledges over random histories, by rule and by SQL, against slow ways."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from db import embedded, migrate
from db.demo.personas import load_personas
from db.store import open_store
from tests.arithmetic import Outcome, asked_for, properties, prove, report
from tests.database import Database
from tests.domain import test_opportunity_histories, test_pledge_plans, test_pledges
from tests.opportunity_histories import OPPORTUNITIES, Played, drawn
from tests.opportunity_store import put, read
from tests.proofs import Proof

MODULES = (test_opportunity_histories, test_pledge_plans, test_pledges)
IN_THE_STORE = "what PostgreSQL adds up of a history is what the books say"
# So many histories are laid into the store at a time, or all their rows would have to be held at once.
_AT_A_TIME = 2_500


@asynccontextmanager
async def empty_store() -> AsyncIterator[Database]:
    """A store of its own with the personas and nothing else, for as long as it is used."""
    with TemporaryDirectory() as folder, embedded.start(Path(folder), durable=False) as services:
        await migrate.upgrade(services.owner_url)
        async with open_store(
            database_url=services.database_url,
            read_url=None,
            redis_url=services.redis_url,
            pool_size=2,
            statement_seconds=60,
        ) as store:
            async with store.primary.acquire() as connection:
                await load_personas(connection)
            yield Database(store)


def histories(examples: int, number: int) -> Iterator[Played]:
    """So many random histories, played to their ends; the same number makes the same ones."""
    dice = Random(number)
    for _ in range(examples):
        played = Played()
        for step in drawn(dice):
            played.play(*step)
        yield played


async def in_the_store(examples: int, number: int) -> Outcome:
    """Put so many histories into a store, and compare what its statements make of each with the books."""
    began, held, drawn_ = time.perf_counter(), 0, histories(examples, number)
    try:
        async with empty_store() as database:
            while some := [played for _, played in zip(range(_AT_A_TIME), drawn_, strict=False)]:
                keys = await put(database, some)
                found = await read(database, [key for of in keys for key in of])
                for played, of in zip(some, keys, strict=True):
                    by_hand = [played.by_hand(at) for at in range(OPPORTUNITIES)]
                    assert [found[key] for key in of] == by_hand, played.items
                    held += 1
    except Exception as error:
        return Outcome(IN_THE_STORE, held, time.perf_counter() - began, error)
    return Outcome(IN_THE_STORE, held, time.perf_counter() - began, None)


def outcomes(examples: int, number: int) -> Iterator[Outcome]:
    """What came of each property, the one about the store first."""
    yield asyncio.run(in_the_store(examples, number))
    for name, test in properties(MODULES):
        yield prove(name, test, examples, number)


def main() -> int:
    asked = asked_for("opportunities", __doc__)
    proof = Proof("opportunities", f"--examples {asked.examples} --seed {asked.seed}")
    return report(proof, outcomes(asked.examples, asked.seed), asked.examples, keep=asked.proof)


if __name__ == "__main__":
    sys.exit(main())
