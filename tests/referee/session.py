"""Asks random operations, one after another, each by its number: the same seed and number ask the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from gateway.engine.errors import RequestCode
from tests.referee.court import Asked, Referee
from tests.referee.generate import Generator
from tests.referee.judge import code_of_refusal
from tests.referee.material import Material
from tests.referee.shrink import shrunk
from tests.referee.tally import Tally
from tests.referee.tree import Operation

# Each document is asked so often, with other variables and by others: a plan must serve all of them.
TURNS = 3
MOST_SHRUNK = 2
# Who may read most asks most, or half of the operations would be about denials.
MOST_ALLOWED = ("ade", "femi", "gina", "gina", "olga", "olga", "olga", "sam")


@dataclass(frozen=True, slots=True)
class Difference:
    """An operation that was answered in two ways."""

    number: int
    by: str
    document: str
    variables: dict[str, Any]
    smallest: str
    smallest_variables: dict[str, Any]
    found: list[str]

    @property
    def kind(self) -> str:
        """What it is alike with: the last that was found, without places, names and numbers."""
        return re.sub(
            r""""(locations|path)":\[.*?\],?|[0-9]+|\[.*?\]|'.*?'| at [.\w]+""", "", self.found[-1]
        )[:120]

    def lines(self) -> list[str]:
        return [
            f"--- operation {self.number}, asked by {self.by}",
            *self.found,
            "smallest:",
            self.smallest,
            f"variables: {self.smallest_variables}",
            "whole:",
            self.document,
            f"variables: {self.variables}",
        ]


class Session:
    """Random operations on the store of one referee."""

    def __init__(self, referee: Referee, material: Material, seed: int) -> None:
        self.referee = referee
        self.generator = Generator(referee.planned.schema.graphql, material)
        self.seed = seed
        self.tally = Tally()
        self.found: Counter[str] = Counter()
        self._people = [*sorted(referee.people), *MOST_ALLOWED]

    async def differences(self, examples: int) -> AsyncIterator[Difference]:
        """Ask so many operations; each difference as it is found, at most one a document."""
        for number in range(0, examples, TURNS):
            random = Random(f"{self.seed}-{number}")
            operation = self.generator.operation(random)
            document = operation.text()
            for turn in range(min(TURNS, examples - number)):
                by, variables = random.choice(self._people), operation.draw()
                presuming = random.random() < 0.5
                asked = await self._ask(document, by, variables, presuming=presuming)
                if _differences(asked):
                    yield await self._difference(number + turn, operation, asked, by, variables)
                    break

    async def _ask(self, document: str, by: str, variables: dict[str, Any], *, presuming: bool) -> Asked:
        ways = self.referee.planned.tally
        ways.clear()
        asked = await self.referee.ask(document, by, variables, presuming=presuming)
        self.tally.count(asked.planned, ways, asked.statements)
        return asked

    async def _difference(
        self, number: int, operation: Operation, asked: Asked, by: str, variables: dict[str, Any]
    ) -> Difference:
        def given(candidate: Operation) -> dict[str, Any]:
            return {name: variables[name] for name in candidate.needed() if name in variables}

        async def shows(candidate: Operation) -> bool:
            return bool(_differences(await self.referee.ask(candidate.text(), by, given(candidate))))

        found = _differences(asked)
        whole = Difference(number, by, operation.text(), variables, operation.text(), variables, found)
        self.found[whole.kind] += 1
        # Cutting takes a thousand times as long as asking, so that of one kind few are cut.
        if self.found[whole.kind] > MOST_SHRUNK or not await shows(operation):
            return whole
        least = await shrunk(operation, shows)
        found = _differences(await self.referee.ask(least.text(), by, given(least)))
        return replace(whole, smallest=least.text(), smallest_variables=given(least), found=found)


def _differences(asked: Asked) -> list[str]:
    """What differs, but for a refusal by price, which only a plan has."""
    too_dear = code_of_refusal(asked.planned) == RequestCode.COST_LIMIT_EXCEEDED
    return [] if too_dear else asked.differences()
