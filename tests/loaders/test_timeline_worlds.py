"""Timelines of random worlds, page by page, against one made by hand from all rows there are."""

from __future__ import annotations

from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from domain.timeline import TimelineKind, entry_id
from gateway.engine import ids
from tests.ask import Ask
from tests.database import Database
from tests.references.timeline import KINDS, Entry, Rows, timeline
from tests.timelines import World, scenery, world

TODAY = date(2026, 11, 22)
SIZES = (1, 7, 50, 100)
PAGE = """
query Page($id: ID!, $first: Int!, $after: String, $order: TimelineOrder!, $filter: TimelineFilter) {
  customer(id: $id) {
    timeline(first: $first, after: $after, orderBy: $order, filter: $filter) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id occurredAt type via opportunity { id } order { id } title }
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


async def check(ask: Ask, made: World, random: Random) -> None:
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

        for opportunity in made.opportunities:
            own = opportunity.customer_id == customer.id
            of_it = [
                shown(entry, customer.id)
                for entry in entries
                if own and opportunity.id in entry.opportunities
            ]
            size = random.choice(SIZES)
            found = await paged(ask, customer.id, size, opportunityId=ids.encode("opp", opportunity.id))
            assert [read(node) for node in found] == of_it


@pytest.mark.rule("TML-P02", "TML-P05", "TML-P08")
async def test_timelines_of_random_worlds_are_what_they_are_by_hand(ask: Ask, database: Database) -> None:
    around = scenery()
    await database.save(*around.rows)
    for number in range(12):
        made = world(number, around)
        await database.save(*made.rows)
        await check(ask, made, Random(number))
