"""How long a page of a long timeline takes, at every depth: `poe bench-timeline` writes what it finds.

What is timed is the whole operation, from the GraphQL text to the data of the answer, without HTTP. Pages are asked
for in turn, so that nothing but their depth tells them apart.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import orjson

from bench import timeline_stores as stores
from bench.machine import machine
from db import embedded
from db.demo.personas import PERSONAS
from db.store import Store, open_store
from domain.permissions import Actor
from gateway.context import Context
from gateway.engine import ids
from gateway.engine.answers import GraphQLRequest
from gateway.engine.pipeline import Pipeline
from gateway.schema import build
from gateway.settings import Settings

PAGES, SIZE, ROUNDS = (1, 2, 100, 200, 400), 50, 15
TARGET = 1.5
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
HERE = Path(__file__).parent

_WALK = """query ($id: ID!, $first: Int!, $after: String, $filter: TimelineFilter) {
  customer(id: $id) { timeline(first: $first, after: $after, filter: $filter) {
    pageInfo { hasNextPage endCursor } nodes { id } } } }"""
_SHOWN = """query ($id: ID!, $first: Int!, $after: String, $filter: TimelineFilter) {
  customer(id: $id) { timeline(first: $first, after: $after, filter: $filter) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id occurredAt type title via opportunity { id } order { number }
      ... on ActivityEntry { activityType subject notes assignedTo activityStatus }
      ... on VisitEntry { seats attended venue instance { startsAt } }
      ... on OpportunityStageChangeEntry { campaign change fromStage toStage outcome user note }
      ... on PledgeOrLegacyEntry { kind event amount { amount } given { amount } pledgeStatus campaign user note }
      ... on DonationOrPledgeInstalmentEntry { fund amount { amount } tribute pledgeKind instalmentNumbers }
      ... on InvitationEntry { step replyStatus guestCount instance { startsAt } }
      ... on MembershipEntry { action name startDate endDate price { amount } }
      ... on MerchandiseEntry { quantity total { amount } product { name } }
    } } } }"""


@dataclass(frozen=True, slots=True)
class Asker:
    """One store, asked through the pipeline as a request would, but for HTTP."""

    settings: Settings
    store: Store
    pipeline: Pipeline
    actor: Actor

    async def ask(self, document: str, **variables: Any) -> tuple[float, int, Any]:
        """Milliseconds, statements, and the page."""
        context = Context(self.settings, self.store, self.actor, NOW, "bench")
        began = time.perf_counter()
        answer = await self.pipeline.answer(GraphQLRequest(query=document, variables=variables), context)
        taken = (time.perf_counter() - began) * 1000
        assert not answer.errors, answer.errors
        data: Any = answer.data
        return taken, len(context.reader.statements), data["customer"]["timeline"]


async def cursors(asker: Asker, customer: str, filter: Any) -> tuple[dict[int, str | None], int]:
    """Where each of the pages begins that there are, and how many entries there are in all."""
    found: dict[int, str | None] = {1: None}
    page, entries = 1, 0
    while True:
        _, _, read = await asker.ask(_WALK, id=customer, first=SIZE, after=found[page], filter=filter)
        entries += len(read["nodes"])
        if not read["pageInfo"]["hasNextPage"]:
            return found, entries
        page += 1
        found[page] = read["pageInfo"]["endCursor"]


async def measure(asker: Asker, patron: UUID, filter: Any) -> dict[str, Any]:
    """The medians of the pages that there are, asked for in turn."""
    customer = ids.encode("cus", patron)
    begins, entries = await cursors(asker, customer, filter)
    pages = [page for page in PAGES if page in begins]
    times: dict[int, list[float]] = {page: [] for page in pages}
    statements = set()
    for turn in range(ROUNDS + 2):
        for page in pages:
            taken, asked, _ = await asker.ask(
                _SHOWN, id=customer, first=SIZE, after=begins[page], filter=filter
            )
            statements.add(asked)
            # The first turns plan what the others only run.
            if turn > 1:
                times[page].append(taken)
    [asked] = statements
    return {
        "entries": entries,
        "statements": asked,
        "pages": {str(page): round(median(taken), 1) for page, taken in times.items()},
        "fastest": {str(page): round(min(taken), 1) for page, taken in times.items()},
    }


async def run(running: embedded.Services) -> dict[str, Any]:
    """Make the store, measure, and tell everything that the report shows."""
    began = time.monotonic()
    patron = await stores.make(running)
    made = time.monotonic() - began
    femi = next(persona for persona in PERSONAS if persona.username == "femi")
    actor = Actor.of(
        UUID(str(femi.id)), username=femi.username, name=femi.name, interface=femi.interface, roles=femi.roles
    )
    async with open_store(
        database_url=running.database_url,
        read_url=None,
        redis_url=running.redis_url,
        pool_size=1,
        statement_seconds=30,
    ) as store:
        settings = Settings(data=running.sockets, demo=True)
        asker = Asker(settings, store, Pipeline(build(settings.limits)), actor)
        async with store.primary.acquire() as connection:
            opportunity = await connection.fetchval(
                "select id from opportunity where customer_id = $1 order by id limit 1", patron
            )
            orders = await connection.fetchval("select count(*) from customer_order")
        filters: Mapping[str, Any] = {
            "everything": None,
            "visits": {"types": ["VISIT"]},
            "activities and changes of stage": {"types": ["ACTIVITY", "OPPORTUNITY_STAGE_CHANGE"]},
            "one opportunity": {"opportunityId": ids.encode("opp", opportunity)},
            "one year": {"from": "2025-01-01", "until": "2025-12-31"},
        }
        found = {name: await measure(asker, patron, asked) for name, asked in filters.items()}
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "orders": orders,
        "seconds_to_make": round(made),
        "size": SIZE,
        "rounds": ROUNDS,
        "target": TARGET,
        "timelines": found,
    }


def main() -> None:
    with stores.services() as running:
        found = asyncio.run(run(running))
    Path(HERE, "timeline.json").write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2))
    Path(HERE, "TIMELINE.md").write_text(written(found), "utf-8")
    print(written(found))


def written(found: Mapping[str, Any]) -> str:
    """The page that shows what was found."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    of, whole = found["machine"], found["timelines"]["everything"]
    yield "# A long timeline, page by page"
    yield ""
    yield f"Measured on {found['date']}: {of['processor']}, {of['cores']} cores, others at work on them."
    yield (
        f"A customer with {whole['entries']:,} entries in a store of {found['orders']:,} orders. Pages of"
        f" {found['size']} with all that entries show are asked for in turn, {found['rounds']} rounds, without HTTP:"
        " medians in milliseconds, and the fastest of each."
    )
    yield ""
    yield "| timeline | entries | statements | " + " | ".join(f"page {page}" for page in PAGES) + " |"
    yield "|---|---:|---:|" + "---:|" * len(PAGES)
    for name, each in found["timelines"].items():
        times = (_time(each, str(page)) for page in PAGES)
        yield f"| {name} | {each['entries']:,} | {each['statements']} | {' | '.join(times)} |"
    ratio = whole["pages"]["400"] / whole["pages"]["1"]
    met = "met" if ratio <= found["target"] else "missed"
    yield ""
    yield f"Page 400 costs {ratio:.2f} times what page 1 does; the target is {found['target']:g}: {met}."
    yield ""
    yield (
        "A page costs what the keys of the whole timeline cost: visits and gifts are told in another order than any"
        " index of orders has, so that each order of the customer's is looked into, in indexes alone. What is shown is"
        " looked up for the page only. `poe bench-timeline` makes this page anew."
    )


def _time(each: Mapping[str, Any], page: str) -> str:
    return f"{each['pages'][page]} ({each['fastest'][page]})" if page in each["pages"] else ""


if __name__ == "__main__":
    main()
