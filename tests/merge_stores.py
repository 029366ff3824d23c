"""A store with so many invented customers, for proofs about merging, and how such a proof is made of it."""

from __future__ import annotations

import argparse
import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog

from db import embedded, migrate
from db.demo import load
from db.store import Store, open_store
from gateway.keys import protected_keys
from gateway.settings import Limits, Settings
from gateway.vault import Vault
from tests.proofs import Proof

TODAY = date(2026, 11, 22)


def settings_of(services: embedded.Services, data: Path, **given: object) -> Settings:
    """The settings of a gateway on the store: merges can be turned back, and nobody is in a hurry."""
    usual = {
        "database_url": services.database_url,
        "redis_url": services.redis_url,
        "data": data,
        "demo": True,
        "worker": False,
        "unmerge_days": 30,
        "limits": Limits(statement_seconds=30, deadline_seconds=60),
    }
    return Settings(**{**usual, **given})  # type: ignore[arg-type]


@asynccontextmanager
async def store_of(services: embedded.Services, settings: Settings, customers: int) -> AsyncIterator[Store]:
    """The store, migrated and filled."""
    await migrate.upgrade(services.owner_url)
    await load(
        services.database_url,
        customers=customers,
        seal=Vault(*protected_keys(settings)).seal,
        today=TODAY,
        progress=lambda done, total: None,
    )
    async with open_store(
        database_url=services.database_url,
        read_url=None,
        redis_url=services.redis_url,
        pool_size=2,
        statement_seconds=30,
    ) as store:
        yield store


# A proof on services and a folder of its own: so many, by this seed.
Run = Callable[[embedded.Services, Path, int, int], Coroutine[Any, Any, Counter[str]]]


def make_proof(
    name: str,
    what: str,
    usual: int,
    run: Run,
    lines_of: Callable[[Counter[str], float], Sequence[str]],
    *,
    durable: bool = False,
) -> int:
    """The command of a proof: so many of `what`, with `--proof` written to bench/proofs; its exit code."""
    parser = argparse.ArgumentParser(prog=f"poe prove {name}")
    parser.add_argument(f"--{what}", dest="count", type=int, default=usual, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="of everything that is drawn")
    parser.add_argument("--proof", action="store_true", help=f"write bench/proofs/{name}.txt")
    told = parser.parse_args()
    proof = Proof(name, f"--{what} {told.count} --seed {told.seed}")
    # Deadlocks are told of as warnings, and looked for.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    began = time.perf_counter()
    with (
        TemporaryDirectory() as folder,
        embedded.start(Path(folder, "services"), durable=durable) as services,
    ):
        counted = asyncio.run(run(services, Path(folder), told.count, told.seed))
    lines = lines_of(counted, time.perf_counter() - began)
    print(*lines, sep="\n")
    if told.proof:
        proof.write(lines)
    return 0
