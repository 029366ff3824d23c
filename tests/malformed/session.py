"""Sends cases, each by its number: the same seed and number send the same."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlsplit

from tests.malformed import asking, framing, judge, places, reading
from tests.malformed.case import Case, Door, Expected, Hand, Manner
from tests.malformed.client import Connection, NoAnswer, greeting

AT_ONCE = 6

FAMILIES: dict[str, tuple[int, Callable[[Hand], Case]]] = {
    "bodies that are no JSON": (5, reading.no_json),
    "JSON that is no request": (5, reading.no_request),
    "text in other encodings": (3, reading.other_encodings),
    "deep, huge and too large": (3, reading.deep_or_huge),
    "too large to be read": (0, reading.too_large_to_read),
    "content types and encodings": (4, reading.content_types),
    "what is accepted": (3, reading.accepts),
    "methods": (3, reading.methods),
    "parameters in the URL": (5, reading.urls),
    "tokens": (6, asking.tokens),
    "other headers": (4, asking.odd_headers),
    "mangled documents": (8, asking.mangled),
    "documents that do not fit": (6, asking.unfit),
    "documents over a limit": (3, asking.over_a_limit),
    "variables of wrong types": (6, asking.wrong_variables),
    "ids": (5, asking.ids),
    "pages and cursors": (5, asking.pages),
    "hostile texts": (5, asking.texts),
    "hostile queries": (6, asking.hostile_queries),
    "mutations of wrong types": (6, asking.wrong_mutations),
    "hostile mutations": (6, asking.hostile_mutations),
    "pictures": (4, places.pictures),
    "links to pictures": (3, places.links),
    "paths": (4, places.paths),
    "played days": (3, places.played_days),
    "tokens of the demo": (3, places.demo_tokens),
    "unusual HTTP": (5, framing.unusual),
    "other protocols proposed": (2, framing.upgrades),
    "last requests": (1, framing.leaving),
    "no HTTP": (6, framing.broken),
}
EVERY = 1_000
"""Of so many requests one is larger than is worth reading, which takes a while."""


def case_of(seed: int, number: int, tokens: Mapping[str, str]) -> Case:
    """The case of a number; the tokens in it are signed anew each time, and all else is the same."""
    random = Random(f"{seed}-{number}")
    if number % EVERY == EVERY // 2:
        family = "too large to be read"
    else:
        (family,) = random.choices(list(FAMILIES), [weight for weight, _ in FAMILIES.values()])
    return FAMILIES[family][1](Hand(random, tokens, family))


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that was not answered as it should be."""

    number: int
    case: Case
    found: list[str]

    def lines(self) -> list[str]:
        return [f"--- request {self.number}: {'; '.join(self.found)}", *self.case.lines()]


@dataclass(slots=True)
class Session:
    """Many cases against one server; `statuses` by family, `codes` of all errors."""

    url: str
    tokens: Mapping[str, str]
    seed: int
    failures: list[Failure] = field(default_factory=list)
    statuses: dict[str, Counter[str]] = field(default_factory=dict)
    codes: Counter[str] = field(default_factory=Counter)
    manners: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    connections: int = 0
    slowest: float = 0.0

    async def run(self, door: Door, numbers: Iterable[int]) -> None:
        """Send the cases of these numbers that are for this door, on a few connections side by side."""
        waiting = iter(numbers)

        async def worker() -> None:
            line = _Line(self)
            for number in waiting:
                case = case_of(self.seed, number, self.tokens)
                if case.door is door:
                    await self._try(number, case, line)
            await line.close()

        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))

    async def _try(self, number: int, case: Case, line: _Line) -> None:
        began = time.perf_counter()
        try:
            status, found = await (
                line.provoked(case) if case.expected is Expected.REFUSAL_OF_HTTP else line.asked(case)
            )
        except NoAnswer as failure:
            status, found = "none", [str(failure)]
            await line.close()
        self.slowest = max(self.slowest, time.perf_counter() - began)
        self.statuses.setdefault(case.family, Counter())[status] += 1
        self.manners[case.manner] += 1
        if found:
            self.failures.append(Failure(number, case, found))


class _Line:
    """One after another on one connection, which is opened again only where it had to be closed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._greeting = greeting(session.tokens["olga"])
        self._open: Connection | None = None

    async def asked(self, case: Case) -> tuple[str, list[str]]:
        connection = await self._connection()
        pipelined = case.manner is Manner.PIPELINED
        answer = await connection.ask(case, self._greeting if pipelined else b"")
        self._session.codes.update(judge.codes(answer))
        found = list(judge.problems(case, answer))
        if answer.closes:
            await self.close()
            connection, pipelined = await self._connection(), False
        else:
            self._session.kept += 1
        greeted = await connection.greet(None if pipelined else self._greeting)
        if greeted.closes:
            await self.close()
        return str(answer.status), [*found, *judge.of_greeting(greeted)]

    async def provoked(self, case: Case) -> tuple[str, list[str]]:
        spoilt = await self._opened()
        status = await spoilt.provoke(case)
        await spoilt.close()
        found = list(judge.of_broken(status))
        found += judge.of_greeting(await (await self._connection()).greet(self._greeting))
        return str(status or "closed"), found

    async def close(self) -> None:
        if self._open is not None:
            await self._open.close()
            self._open = None

    async def _connection(self) -> Connection:
        if self._open is None:
            self._open = await self._opened()
        return self._open

    async def _opened(self) -> Connection:
        self._session.connections += 1
        address = urlsplit(self._session.url)
        assert address.hostname
        assert address.port
        return await Connection.open(address.hostname, address.port)
