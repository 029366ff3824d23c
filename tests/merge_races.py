"""`poe prove merge-races`: merges and writes of the same records at once, over and over, each time in another order."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

from structlog.testing import capture_logs

from db import embedded
from db.store import Store
from tests import merge_asking as asked
from tests.ask import Ask, asking
from tests.merge_measures import held
from tests.merge_pairs import live
from tests.merge_stores import make_proof, settings_of, store_of

# What somebody may be told who was not the first. Whatever else comes of a race is a fault.
TOLD = {"STALE_PLAN", "MERGE_IN_PROGRESS", "CUSTOMER_MERGED", "STALE_VERSION"}
_PHONE = """mutation ($id: ID!, $version: Int!, $phone: String!) {
  updateCustomer(customerId: $id, expectedVersion: $version, details: {individual: {phone: $phone}}) {
    customer { id } errors { ... on UserError { code } } } }"""
_NOTE = """mutation ($id: ID!) { createNote(customerId: $id, colour: BLUE, body: "Seen") {
    note { id } errors { ... on UserError { code } } } }"""
_MERGED = "select id, merged_into from customer where id = any($1)"
_SAID = """select (select count(*) from outbox_event where event = 'customer.merged' and customer_id = any($1)),
    (select count(*) from transformation where customer_id = any($1))"""

Ids = tuple[UUID, UUID, UUID]
Act = Callable[[], Awaitable[set[str]]]


@dataclass(frozen=True, slots=True)
class Race:
    """Three records, and what several members of staff do to them at once."""

    ask: Ask
    store: Store
    who: Ids
    random: Random

    async def merging(self, loser: int, survivor: int, by: str) -> Act | None:
        """Confirming a merge whose preview was looked at before; None where the two cannot be merged."""
        looked = await asked.preview(self.ask, self.who[survivor], self.who[loser], _email(), by=by)
        token = looked["planToken"]
        if token is None:
            return None
        return lambda: self._soon(lambda: self._merge(token, by))

    async def _merge(self, token: str, by: str) -> set[str]:
        done = await asked.merge(self.ask, token, by=by)
        return asked.codes(done) or {"MERGED"}

    def writing(self, whose: int) -> Act:
        """Changing a phone number."""
        return lambda: self._soon(lambda: self._phone(self.who[whose]))

    def noting(self, whose: int) -> Act:
        """Writing a note."""
        return lambda: self._soon(lambda: self._note(self.who[whose]))

    async def _phone(self, whose: UUID) -> set[str]:
        told = await self.ask(
            _PHONE, key=uuid4().hex, id=asked.customer(whose), version=1, phone="0117 496 0123"
        )
        return asked.codes(told.ok["updateCustomer"]) or {"WRITTEN"}

    async def _note(self, whose: UUID) -> set[str]:
        told = await self.ask(_NOTE, key=uuid4().hex, id=asked.customer(whose))
        return asked.codes(told.ok["createNote"]) or {"WRITTEN"}

    async def _soon(self, act: Act) -> set[str]:
        # Each begins at a moment of its own, so that they meet in ever other places.
        await asyncio.sleep(self.random.random() * 0.03)
        return await act()


def _email() -> dict[str, Any]:
    return {"fields": [{"field": "EMAIL", "pick": "SURVIVOR"}]}


async def _acts(race: Race, kind: str) -> list[Act | None]:
    match kind:
        case "the same pair twice":
            return [await race.merging(0, 1, "ade"), await race.merging(0, 1, "sam")]
        case "one into the other and back":
            return [await race.merging(0, 1, "ade"), await race.merging(1, 0, "sam")]
        case "A into B and B into C":
            return [await race.merging(0, 1, "ade"), await race.merging(1, 2, "sam")]
        case "in a ring":
            return [
                await race.merging(0, 1, "ade"), await race.merging(1, 2, "sam"), await race.merging(2, 0, "ade")
            ]  # fmt: skip
        case "two into one":
            return [await race.merging(0, 2, "ade"), await race.merging(1, 2, "sam")]
        case _:
            return [await race.merging(0, 1, "ade"), race.writing(0), race.noting(1), race.noting(0)]


AMONG_WRITES = "a merge among writes"
KINDS = (
    "the same pair twice", "one into the other and back", "A into B and B into C", "in a ring", "two into one",
    AMONG_WRITES,
)  # fmt: skip


async def run_race(race: Race, kind: str, counted: Counter[str]) -> bool:
    """Whether the race was run; not where two of the three cannot be merged. Raises AssertionError for any fault."""
    acts = await _acts(race, kind)
    if None in acts:
        return False
    before, said = await held(race.store, race.who), await _said(race)
    with capture_logs() as logs:
        outcomes = await asyncio.gather(*(act() for act in acts if act))
    assert not [entry for entry in logs if entry["event"] == "mutation.deadlock"], f"{kind}: a deadlock"
    told = [code for outcome in outcomes for code in outcome]
    assert set(told) <= TOLD | {"MERGED", "WRITTEN"}, f"{kind}: {told}"
    merges = told.count("MERGED")
    await _check(race, kind, merges, before)
    now = await _said(race)
    assert (now[0] - said[0], now[1] - said[1]) == (merges, merges), f"{kind}: not told and noted once each"
    counted.update(told)
    counted[kind] += 1
    if kind != AMONG_WRITES:
        assert merges > 0, f"{kind}: nobody was the first"
    return True


async def _said(race: Race) -> tuple[int, int]:
    """How many merges the outbox and the ledger tell of."""
    found = await race.store.primary.fetchrow(_SAID, list(race.who))
    assert found is not None
    return found[0], found[1]


async def _check(race: Race, kind: str, merges: int, before: Any) -> None:
    rows = await race.store.primary.fetch(_MERGED, list(race.who))
    into: dict[UUID, UUID | None] = {row[0]: row[1] for row in rows}
    gone = {key: survivor for key, survivor in into.items() if survivor is not None}
    assert len(gone) == merges, f"{kind}: {merges} merges and {len(gone)} records gone"
    for survivor in gone.values():
        assert into[survivor] is None, f"{kind}: a retired id leads to a retired record"
    assert await held(race.store, list(race.who)) == before, f"{kind}: something was lost"
    assert await held(race.store, [key for key in race.who if key not in gone]) == before, (
        f"{kind}: left behind"
    )


async def prove(ask: Ask, store: Store, rounds: int, seed: int) -> Counter[str]:
    """What came of so many races."""
    random, counted = Random(seed), Counter[str]()
    left = iter(await _triples(store, random))
    while sum(counted[kind] for kind in KINDS) < rounds:
        kind = KINDS[sum(counted[each] for each in KINDS) % len(KINDS)]
        if not await run_race(Race(ask, store, next(left), random), kind, counted):
            counted["could not be merged"] += 1
    return counted


async def _triples(store: Store, random: Random) -> list[Ids]:
    people = await live(store, "I", random)
    return list(zip(people[::3], people[1::3], people[2::3], strict=False))


def lines_of(counted: Counter[str], seconds: float) -> list[str]:
    """What was raced, and what everybody was told."""
    races = sum(counted[kind] for kind in KINDS)
    outcomes: Sequence[str] = sorted(set(counted) - set(KINDS))
    return [
        f"races: {races:,} in {seconds:.0f} s, no deadlock, and after each one coherent result",
        *(f"  {kind}: {counted[kind]:,}" for kind in KINDS),
        *(f"  told {name}: {counted[name]:,}" for name in outcomes),
    ]


async def run(services: embedded.Services, data: Path, rounds: int, seed: int) -> Counter[str]:
    """Make a store, and race there."""
    settings = settings_of(services, data)
    async with store_of(services, settings, max(600, rounds * 6)) as store, asking(settings) as ask:
        return await prove(ask, store, rounds, seed)


if __name__ == "__main__":
    sys.exit(make_proof("merge-races", "races", 500, run, lines_of))
