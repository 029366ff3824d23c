"""`poe referee`: random operations on a demo store, and whether the plan and graphql-core agree on them all."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from db import embedded
from gateway.settings import Settings
from tests.proofs import Proof
from tests.referee.court import sitting
from tests.referee.material import gather
from tests.referee.session import MOST_SHRUNK, Session


async def run(
    services: embedded.Services, data: Path, examples: int, seed: int, customers: int
) -> tuple[bool, list[str]]:
    """Whether both ways agreed, and the report."""
    settings = Settings(
        database_url=services.database_url,
        redis_url=services.redis_url,
        data=data,
        demo=True,
        worker=False,  # between one answer and the other nothing may change
    )
    async with sitting(services, settings, customers=customers) as referee:
        session = Session(referee, await gather(referee), seed)
        # What was loaded until here stays, and need not be looked through again and again.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000)
        began = time.perf_counter()
        async for difference in session.differences(examples):
            if session.found[difference.kind] <= MOST_SHRUNK:
                print("\n".join(difference.lines()), flush=True)
        seconds = time.perf_counter() - began
    missing = session.tally.shortcomings()
    shown = [
        f"operations: {session.tally.operations:,}",
        f"took: {seconds:.0f} s, {session.tally.operations / seconds:.0f} operations a second, both ways",
        *session.tally.lines(),
        *missing,
        f"differences: {session.found.total()}",
        *(f"  {number}: {kind}" for kind, number in session.found.most_common()),
    ]
    return not session.found and not missing, shown


def main() -> int:
    parser = argparse.ArgumentParser(prog="poe referee", description=__doc__)
    parser.add_argument("--examples", type=int, default=2_000, help="how many operations")
    parser.add_argument("--seed", type=int, default=1, help="of the operations; the store is always the same")
    parser.add_argument("--customers", type=int, default=300, help="how many the store has")
    parser.add_argument("--proof", action="store_true", help="write bench/proofs/referee.txt")
    asked = parser.parse_args()
    options = f"--examples {asked.examples} --seed {asked.seed} --customers {asked.customers}"
    proof = Proof("referee", options)
    # What surprises is told as a difference; its traceback besides would be most of what is read.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with TemporaryDirectory() as folder:
        data = Path(folder)
        with embedded.start(data / "services", durable=False) as services:
            agreed, lines = asyncio.run(run(services, data, asked.examples, asked.seed, asked.customers))
    print("\n".join(lines))
    if asked.proof:
        proof.write([*lines, "agreed" if agreed else "DID NOT AGREE"])
    return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main())
