"""`poe prove autotags`: verdicts of PostgreSQL by random criteria in random stores, each against the slow way."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from db import embedded, migrate
from db.store import open_store
from tests.database import Database
from tests.db.autotags.test_verdicts import check_world
from tests.proofs import Proof

TREES_OF_A_STORE = 50


async def verdicts(trees: int, seed: int) -> int:
    """How many verdicts agreed. Raises AssertionError with the criteria and the customer of one that did not."""
    with TemporaryDirectory() as folder, embedded.start(Path(folder), durable=False) as services:
        await migrate.upgrade(services.owner_url)
        async with open_store(
            database_url=services.database_url,
            read_url=None,
            redis_url=None,
            pool_size=2,
            statement_seconds=60,
        ) as store:
            database, count = Database(store), 0
            for number in range(trees // TREES_OF_A_STORE):
                count += await check_world(database, seed * 1_000_000 + number, TREES_OF_A_STORE)
            return count


def main() -> int:
    parser = argparse.ArgumentParser(prog="poe prove autotags", description=__doc__)
    parser.add_argument("--trees", type=int, default=2_000, help="how many criteria, 50 of them a store")
    parser.add_argument("--seed", type=int, default=1, help="of the stores and the criteria")
    parser.add_argument("--proof", action="store_true", help="write bench/proofs/autotags.txt")
    asked = parser.parse_args()
    proof = Proof("autotags", f"--trees {asked.trees} --seed {asked.seed}")
    began = time.perf_counter()
    try:
        count = asyncio.run(verdicts(asked.trees, asked.seed))
    except AssertionError as error:
        print("A VERDICT DIFFERS", error, sep="\n")
        return 1
    stores = asked.trees // TREES_OF_A_STORE
    lines = [
        f"random criteria: {stores * TREES_OF_A_STORE:,} in {stores:,} random stores, each against a slow reference",
        f"verdicts that agreed: {count:,} in {time.perf_counter() - began:.0f} s; none differed",
    ]
    print(*lines, sep="\n")
    if asked.proof:
        proof.write(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
