"""What came of many operations: how they were answered, and whether they were worth asking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLError

from domain.errors import Refusal, Refusals
from gateway.engine.answers import Answer

LEAST_FRUITFUL = 0.5
LEAST_PLANNED = 0.95
INTROSPECTION = "introspection"


@dataclass(slots=True)
class Tally:
    """Counts; `refused` are those that did not run, by code, and `bailed` those that a plan gave up."""

    operations: int = 0
    fruitful: int = 0
    with_errors: int = 0
    planned: int = 0
    introspective: int = 0
    leaves: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    declined: Counter[str] = field(default_factory=Counter)
    bailed: Counter[str] = field(default_factory=Counter)
    statements: Counter[int] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)

    def count(self, answer: Answer, ways: Mapping[tuple[str, str], int], statements: Sequence[str]) -> None:
        """Note one operation, and which way it went as the pipeline tells."""
        self.operations += 1
        codes = {str((error.extensions or {}).get("code")) for error in answer.errors}
        if answer.is_request_error:
            self.refused.update(codes)
            return
        self.codes.update(codes)
        self.with_errors += bool(codes)
        leaves = _leaves(answer.data)
        self.leaves += leaves
        self.fruitful += leaves > 0
        self.statements[len(statements)] += 1
        declined = {reason for way, reason in ways if way == "declined"}
        self.introspective += INTROSPECTION in declined
        declined.discard(INTROSPECTION)
        self.declined.update(declined)
        self.bailed.update(reason for way, reason in ways if way == "bailed")
        self.planned += not declined

    @property
    def ran(self) -> int:
        return self.operations - sum(self.refused.values())

    def shortcomings(self) -> list[str]:
        """Why these operations prove too little; none when they are a fair test."""
        found = []
        if self.fruitful < LEAST_FRUITFUL * self.operations:
            found.append(f"only {self.fruitful} of {self.operations} operations found anything")
        if self.planned <= LEAST_PLANNED * self.ran:
            found.append(f"only {self.planned} of {self.ran} operations were planned wholly: {self.declined}")
        surprises = {reason: number for reason, number in self.bailed.items() if not _of_the_client(reason)}
        if surprises:
            found.append(f"plans were given up for what no client did: {surprises}")
        return found

    def lines(self) -> list[str]:
        """The report."""
        ran = max(self.ran, 1)
        return [
            f"ran: {self.ran:,}; refused: {_reasons(self.refused)}",
            f"found something: {self.fruitful:,} ({self.fruitful / ran:.0%})",
            f"values: {self.leaves / ran:.0f} an operation",
            f"had errors: {self.with_errors:,} ({self.with_errors / ran:.0%}): {_reasons(self.codes)}",
            f"planned wholly, introspection aside: {self.planned:,} ({self.planned / ran:.2%})",
            f"declined in part: {_reasons(self.declined)}; introspection in {self.introspective:,}",
            f"bailed at run time: {sum(self.bailed.values()):,}: {_reasons(self.bailed)}",
            f"statements: {_spread(self.statements)}",
        ]


def _of_the_client(reason: str) -> bool:
    """Whether a plan was given up for what was asked: in words, or by an error that tells the client of it."""
    return " " in reason or reason in {each.__name__ for each in _errors_of_clients()}


def _errors_of_clients() -> Iterator[type[Exception]]:
    waiting: list[type[Exception]] = [GraphQLError, Refusal, Refusals]
    while waiting:
        yield waiting[-1]
        waiting.extend(waiting.pop().__subclasses__())


def _leaves(value: Any) -> int:
    """How many values there are that are not null."""
    if isinstance(value, dict):
        return sum(_leaves(each) for each in value.values())
    if isinstance(value, list):
        return sum(_leaves(each) for each in value)
    return value is not None


def _reasons(counted: Counter[str]) -> str:
    return ", ".join(f"{reason}: {number:,}" for reason, number in counted.most_common(12)) or "none"


def _spread(counted: Counter[int]) -> str:
    steps = [(0, 0), (1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (21, 10_000)]
    parts = []
    for low, high in steps:
        number = sum(how_many for statements, how_many in counted.items() if low <= statements <= high)
        label = str(low) if low == high else f"{low} to {high}" if high < 10_000 else f"over {low - 1}"
        parts.append(f"{label}: {number:,}")
    return ", ".join(parts)
