"""`poe prove timeline`: timelines of random worlds, page by page, each against one made by hand from all rows."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time
from datetime import date, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog

from db import embedded, migrate
from db.demo.personas import load_personas
from db.store import open_store
from domain.timeline import TimelineKind, entry_id
from gateway.engine import ids
from gateway.engine.declare import Shape
from gateway.engine.statements import rows as statement_of
from gateway.loaders.timeline import TIMELINE
from gateway.settings import Settings
from tests.ask import Ask, asking
from tests.database import Database
from tests.proofs import Proof
from tests.references.timeline import KINDS, Entry, Rows, timeline
from tests.timelines import World, scenery, world

TODAY = date(2026, 11, 22)
SIZES = (1, 7, 7, 7, 50, 50, 100, 100)
PAGE = """
query Page($id: ID!, $first: Int!, $after: String, $order: TimelineOrder!, $filter: TimelineFilter) {
  customer(id: $id) {
    timeline(first: $first, after: $after, orderBy: $order, filter: $filter) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id occurredAt type via opportunity { id } order { id } }
    }
  }
}
"""


async def paged(
    ask: Ask, customer: UUID, size: int, *, order: str = "LATEST_FIRST", **filter: Any
) -> list[Any]:
    """All entries, read in pages of this size."""
    nodes: list[Any] = []
    after: str | None = None
    while True:
        answer = await ask(
            PAGE,
            by="femi",
            id=ids.encode("cus", customer),
            first=size,
            after=after,
            order=order,
            filter=filter or None,
        )
        page = answer.ok["customer"]["timeline"]
        nodes += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(nodes)
            return nodes
        assert len(page["nodes"]) == size
        after = page["pageInfo"]["endCursor"]


def shown(entry: Entry, customer: UUID) -> dict[str, Any]:
    """What of an entry does not depend on names."""
    return {
        "id": entry_id(customer, TimelineKind(entry.kind).ordinal, entry.subject, entry.part),
        "occurredAt": entry.at,
        "type": entry.kind,
        "via": list(entry.via),
        "order": None if entry.order is None else {"id": ids.encode("ord", entry.order)},
    }


def read(node: dict[str, Any]) -> dict[str, Any]:
    kept = {name: node[name] for name in ("id", "type", "via", "order")}
    return {**kept, "occurredAt": datetime.fromisoformat(node["occurredAt"])}


async def check(ask: Ask, database: Database, made: World, random: Random) -> None:
    """Every customer's timeline is what it should be: whole, turned round, filtered, in pages of whatever size."""
    rows = Rows([*made.scenery.rows, *made.rows], TODAY, ZoneInfo("Europe/London"))
    for customer in made.customers:
        entries = timeline(rows, customer.id)
        expected = [shown(entry, customer.id) for entry in entries]
        nodes = await paged(ask, customer.id, random.choice(SIZES))
        assert [read(node) for node in nodes] == expected
        for node, entry in zip(nodes, entries, strict=True):
            linked = node["opportunity"] and ids.key_of("opp", node["opportunity"]["id"])
            assert linked in entry.opportunities if entry.opportunities else linked is None
        turned = await paged(ask, customer.id, random.choice(SIZES), order="EARLIEST_FIRST")
        assert [read(node) for node in turned] == expected[::-1]

        kinds = random.sample(KINDS, random.randint(0, 4))
        days = sorted(random.sample([date(2026, 6, 1), date(2026, 6, 3), date(2026, 7, 11), TODAY], 2))
        period = {"from": days[0].isoformat(), "until": days[1].isoformat()}
        narrowed = await paged(ask, customer.id, random.choice(SIZES), types=kinds, **period)
        within = [
            shown(entry, customer.id)
            for entry in entries
            if entry.kind in kinds and days[0] <= entry.at.astimezone(rows.zone).date() <= days[1]
        ]
        assert [read(node) for node in narrowed] == within

        for opportunity in random.sample(made.opportunities, min(3, len(made.opportunities))):
            own = opportunity.customer_id == customer.id
            of_it = [
                shown(entry, customer.id)
                for entry in entries
                if own and opportunity.id in entry.opportunities
            ]
            size = random.choice(SIZES)
            found = await paged(ask, customer.id, size, opportunityId=ids.encode("opp", opportunity.id))
            assert [read(node) for node in found] == of_it

        assert await _unrestricted(database, customer.id) == [
            (entry.at, KINDS.index(entry.kind) + 1, entry.subject, entry.part)
            for entry in timeline(rows, customer.id, sees_restricted=False)
        ]


async def _unrestricted(database: Database, customer: UUID) -> list[tuple[Any, ...]]:
    """The keys of the entries that somebody reads who may not open restricted orders."""
    columns = [TIMELINE.c[name] for name in ("occurred_at", "ordinal", "subject_id", "part_id")]
    read = statement_of(TIMELINE, columns, Shape.PAGE)
    known = {"today": TODAY, "zone": "Europe/London", "sees_restricted": False}
    given = read.arguments({"keys": [customer], "first": 1_000}, known)
    async with database.store.primary.acquire() as connection:
        return [tuple(row)[:4] for row in await connection.fetch(read.text, *given)]


async def prove(ask: Ask, database: Database, examples: int, number: int) -> None:
    """Ask so many worlds; an AssertionError where one is not as it should be."""
    around = scenery()
    await database.save(*around.rows)
    for place in range(examples):
        made = world(number * 1_000_000 + place, around)
        await database.save(*made.rows)
        await check(ask, database, made, Random(place))


async def run(services: embedded.Services, data: Path, examples: int, number: int) -> None:
    """Make a store, and prove it there."""
    await migrate.upgrade(services.owner_url)
    url, redis = services.database_url, services.redis_url
    settings = Settings(database_url=url, redis_url=redis, data=data, demo=True)
    async with (
        open_store(
            database_url=url, read_url=None, redis_url=redis, pool_size=2, statement_seconds=10
        ) as store,
        asking(settings) as ask,
    ):
        async with store.primary.acquire() as connection:
            await load_personas(connection)
        await prove(ask, Database(store), examples, number)


def main() -> int:
    parser = argparse.ArgumentParser(prog="poe prove timeline", description=__doc__)
    parser.add_argument("--examples", type=int, default=1_000, help="how many worlds")
    parser.add_argument("--seed", type=int, default=1, help="of the worlds")
    parser.add_argument("--proof", action="store_true", help="write bench/proofs/timeline.txt")
    asked = parser.parse_args()
    proof = Proof("timeline", f"--examples {asked.examples} --seed {asked.seed}")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    began = time.perf_counter()
    with TemporaryDirectory() as folder:
        data = Path(folder)
        with embedded.start(data / "services", durable=False) as services:
            asyncio.run(run(services, data, asked.examples, asked.seed))
    lines = [
        f"random worlds: {asked.examples:,} in {time.perf_counter() - began:.0f} s, each of four timelines",
        "whole, turned round and filtered, in pages of 1, 7, 50 and 100",
        "all as made by hand from all rows",
    ]
    print("\n".join(lines))
    if asked.proof:
        proof.write(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
