"""A process beside the one that measures: it merges, or writes as much elsewhere, as its input says line by line."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from uuid import UUID, uuid4

import orjson

from db.store import Store, open_store
from gateway.engine import ids
from gateway.settings import Limits, Settings
from tests.ask import Ask, asking

_PREVIEW = """query ($survivor: ID!, $loser: ID!) {
  mergePreview(survivorId: $survivor, loserId: $loser) { planToken blockers { code message } } }"""
_MERGE = """mutation ($token: String!) {
  mergeCustomers(planToken: $token) { merge { id } errors { ... on UserError { code message } } } }"""
# Whose they are is written again, and one row a row beside: what a merge writes, to rows that nobody else asks for.
_AS_MUCH = """
with o as (update customer_order set owner_id = $1 where owner_id = $1 returning id),
     m as (update mailing_record set customer_id = $1 where customer_id = $1 returning id),
     a as (update activity set customer_id = $1 where customer_id = $1 returning id),
     p as (update preference_answer set customer_id = $1 where customer_id = $1 returning id),
     everything as (select * from o union all select * from m union all select * from a union all select * from p)
insert into bench_row (transformation_id, action, relation, moved, row_id, reason)
select $1, 'MOVED', 'customer_order', 'owner_id', id, 'REPOINT' from everything
"""


async def merge(ask: Ask, survivor: UUID, loser: UUID) -> None:
    """Merge one into the other as a user does: look at the preview, and confirm."""
    looked = await ask(
        _PREVIEW, by="ade", survivor=ids.encode("cus", survivor), loser=ids.encode("cus", loser)
    )
    preview = looked.ok["mergePreview"]
    assert preview["blockers"] == [], preview
    began = time.perf_counter()
    done = (await ask(_MERGE, by="ade", key=uuid4().hex, token=preview["planToken"])).ok["mergeCustomers"]
    assert done["errors"] == [], done
    print(f"done {time.perf_counter() - began}", flush=True)


async def write_elsewhere(store: Store, unrelated: UUID) -> None:
    """Write as many rows of a customer who is neither."""
    began = time.perf_counter()
    await store.primary.execute(_AS_MUCH, unrelated, timeout=60)
    print(f"done {time.perf_counter() - began}", flush=True)


async def main(told: dict[str, str]) -> None:
    """Do what is asked for until there is no more input."""
    settings = Settings(
        database_url=told["database_url"],
        redis_url=told["redis_url"],
        data=Path(told["data"]),
        demo=True,
        worker=False,
        merge_job_rows=10_000_000,
        limits=Limits(deadline_seconds=60, statement_seconds=60),
    )
    async with (
        asking(settings) as ask,
        open_store(
            database_url=told["database_url"],
            read_url=None,
            redis_url=told["redis_url"],
            pool_size=1,
            statement_seconds=60,
        ) as store,
    ):
        print("ready", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            what, *keys = line.split()
            if what == "merge":
                await merge(ask, *map(UUID, keys))
            else:
                await write_elsewhere(store, *map(UUID, keys))


if __name__ == "__main__":
    asyncio.run(main(orjson.loads(sys.argv[1])))
