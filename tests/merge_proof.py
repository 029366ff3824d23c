"""`poe prove merge`: random pairs merged and parted again; nothing is lost, and all is as the preview said."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from db import embedded
from db.store import Store
from tests import merge_asking as asked
from tests.ask import Ask, asking
from tests.merge_choices import choose
from tests.merge_measures import consents, everything, held, strictest
from tests.merge_pairs import PLANTS, Pair, pairs, plant
from tests.merge_stores import make_proof, settings_of, store_of

# The details by which a line of the preview is told from what is stored.
_DETAILS = (
    "title", "first_name", "last_name", "name", "primary_contact", "email", "phone", "mobile", "birth_date",
    "deceased_on",
)  # fmt: skip
# A picture has no words, and a note that was added has a name of its own only afterwards.
_UNNAMED = ("image", "note.added")
_NOBODY = (
    "select id from customer where kind = $1 and active and merged_into is null and not id = any($2) limit 1"
)
# What the preview counts by the names that it is measured by.
_COUNTED = ("orders", "memberships", "declarations")


@dataclass(slots=True)
class Merging:
    """One pair on its way through preview, merge and reversal."""

    ask: Ask
    store: Store
    pair: Pair
    counted: Counter[str]
    random: Random

    async def run(self) -> None:
        """Raises AssertionError with the first thing that is not as it must be."""
        looked, choices = await self._agreed()
        if looked["planToken"] is None:
            self.counted.update(f"blocked: {code}" for code in sorted(asked.codes(looked)))
            self.counted["blocked"] += 1
            return
        before, said = await held(self.store, self.pair.both), await consents(self.store, self.pair.both)
        rows = await everything(self.store, self.pair.both)
        of_loser = await held(self.store, [self.pair.loser])
        done = await asked.merge(self.ask, looked["planToken"])
        assert asked.codes(done) == set(), done
        self._check_moves(looked["moves"], of_loser)
        assert await held(self.store, [self.pair.survivor]) == before, "something was lost, or came to it"
        await self._check_consents(said, choices)
        await self._check_values(looked)
        await self._part(done["merge"]["id"], rows, before, said)
        self.counted["pairs"] += 1
        self.counted.update(self.pair.given)

    async def _agreed(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The preview with random choices, among them those that must be made."""
        first = await asked.preview(self.ask, *self.pair.both)
        choices = choose(self.random, first)
        return await asked.preview(self.ask, *self.pair.both, choices), choices

    def _check_moves(self, moves: Mapping[str, Any], of_loser: Mapping[str, Any]) -> None:
        for name in _COUNTED:
            assert moves[name] == len(of_loser[name]), f"the preview told of {moves[name]} {name}"

    async def _check_consents(self, said: Mapping[UUID, dict[str, str]], choices: Mapping[str, Any]) -> None:
        """Where nobody chose, No stands before Yes and Yes before Not Asked (CPR-P05)."""
        now = (await consents(self.store, [self.pair.survivor]))[self.pair.survivor]
        chosen = {each["definitionId"] for each in choices.get("preferences", ())}
        for definition, answer in strictest(*(said[each] for each in self.pair.both)).items():
            if asked.preference(definition) not in chosen:
                assert now.get(definition, "NOT_ASKED") == answer, (
                    f"{definition} became {now.get(definition)}"
                )
                self.counted["consents"] += 1

    async def _check_values(self, looked: Mapping[str, Any]) -> None:
        """What the preview said of every value is what the record says now, in the words of another preview."""
        kind = await self.store.primary.fetchval(
            "select kind from customer where id = $1", self.pair.survivor
        )
        nobody = await self.store.primary.fetchval(_NOBODY, kind, list(self.pair.both))
        after = await asked.preview(self.ask, self.pair.survivor, nobody)
        now = {line["path"]: line["survivor"] for tab in after["tabs"] for line in tab["lines"]}
        for tab in looked["tabs"]:
            for line in tab["lines"] if tab["key"] != "RELATIONSHIPS" else ():
                if line["reason"] != "CRITERIA_DECIDE" and line["path"] not in _UNNAMED:
                    assert now.get(line["path"]) == line["result"], (line, now.get(line["path"]))
                    self.counted["values"] += 1
        stored = await self.store.primary.fetchrow("select * from customer where id = $1", self.pair.survivor)
        assert stored is not None
        for line in looked["tabs"][0]["lines"]:
            if line["path"] in _DETAILS:
                value = stored[line["path"]]
                assert (None if value is None else str(value)) == line["result"], line

    async def _part(
        self,
        merge_id: str,
        rows: Mapping[str, Sequence[Any]],
        before: Any,
        said: Mapping[UUID, dict[str, str]],
    ) -> None:
        """Turned back, both are as they were."""
        done = await asked.unmerge(self.ask, merge_id)
        assert asked.codes(done) == set(), done
        now = await everything(self.store, self.pair.both)
        for table, expected in rows.items():
            assert now[table] == expected, f"{table} is not as it was: {_difference(now[table], expected)}"
        assert await held(self.store, self.pair.both) == before, "what they hold is not as it was"
        again = await consents(self.store, self.pair.both)
        for each in self.pair.both:
            asks = {*said[each], *again[each]}
            told = {
                key: (said[each].get(key, "NOT_ASKED"), again[each].get(key, "NOT_ASKED")) for key in asks
            }
            assert all(was == now for was, now in told.values()), f"consents are not as they were: {told}"


def _difference(now: Sequence[Any], expected: Sequence[Any]) -> str:
    return f"{sorted(set(now) - set(expected))[:2]} instead of {sorted(set(expected) - set(now))[:2]}"


async def prove(ask: Ask, store: Store, count: int, seed: int) -> Counter[str]:
    """What was merged, and compared."""
    random, counted = Random(seed), Counter[str]()
    for pair in await pairs(store, count, random):
        given = await plant(store, pair, random)
        await Merging(ask, store, given, counted, random).run()
    return counted


def lines_of(counted: Counter[str], seconds: float) -> list[str]:
    """What was merged and compared, and what both had."""
    blocked = sorted(name for name in counted if name.startswith("blocked: "))
    head = (
        f"random pairs: {counted['pairs']:,} merged and parted again in {seconds:.0f} s, and"
        f" {counted['blocked']:,} that cannot be merged"
    )
    return [
        head,
        f"values as the preview had them: {counted['values']:,}; consents by the rule: {counted['consents']:,}",
        *(f"  both had {name}: {counted[name]:,}" for name in PLANTS),
        *(f"  {name}: {counted[name]:,}" for name in blocked),
    ]


async def run(services: embedded.Services, data: Path, count: int, seed: int) -> Counter[str]:
    """Make a store, and prove it there."""
    settings = settings_of(services, data)
    async with store_of(services, settings, max(400, count * 3)) as store, asking(settings) as ask:
        return await prove(ask, store, count, seed)


if __name__ == "__main__":
    sys.exit(make_proof("merge", "pairs", 5_000, run, lines_of))
