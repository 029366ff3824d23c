"""One request that is sent as it stands, and what must come of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")
Header: TypeAlias = tuple[str, str | bytes]
Headers: TypeAlias = Sequence[Header]

JSON: Header = ("Content-Type", "application/json")


class Door(StrEnum):
    """Which server is asked: the one for real use, or the demo, which has a clock to play with and gives tokens."""

    SERVE = "serve"
    DEMO = "demo"


class Manner(StrEnum):
    """How the bytes go out."""

    AT_ONCE = "at once"
    SLICED = "in slices"
    PIPELINED = "with the next request behind"
    EXPECTING = "after 100 Continue"


class Expected(StrEnum):
    """What the answer must be, besides being no 5xx."""

    GRAPHQL = "a GraphQL response"
    ERROR = "a refusal as the GraphQL endpoint tells it, or no error at all"
    ANYTHING = "a whole HTTP response"
    REFUSAL_OF_HTTP = "a 4xx or a closed connection"


@dataclass(frozen=True, slots=True)
class Case:
    """The bytes of one request: its head to the empty line, and its body as it is framed.

    `statuses` are those that it may be answered with, where there is nothing wrong with it.
    """

    family: str
    method: str
    head: bytes
    body: bytes = b""
    expected: Expected = Expected.GRAPHQL
    manner: Manner = Manner.AT_ONCE
    door: Door = Door.SERVE
    may_close: bool = False
    statuses: tuple[int, ...] = ()

    def lines(self) -> list[str]:
        """What to look at when it failed."""
        return [f"{self.family}, sent {self.manner} to {self.door}", _shown(self.head), _shown(self.body)]


@dataclass(slots=True)
class Hand:
    """Draws what a case is made of; `tokens` by username."""

    random: Random
    tokens: Mapping[str, str]
    family: str = field(default="")

    def pick(self, *values: T) -> T:
        return self.random.choice(values)

    def header(self, name: str, *values: str | bytes) -> Header:
        return name, self.random.choice(values)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def noise(self, most: int) -> bytes:
        return self.random.randbytes(self.random.randint(1, most))

    def person(self) -> list[Header]:
        """The header of somebody signed in; now and then nobody is."""
        if self.chance(0.15):
            return []
        return [("Authorization", f"Bearer {self.tokens[self.pick(*sorted(self.tokens))]}")]

    def post(self, body: bytes, *headers: Header, path: str = "/graphql", **more: Any) -> Case:
        """A POST with this body, as JSON unless the headers say otherwise."""
        given = list(headers)
        if not any(name.lower() == "content-type" for name, _ in given):
            given.append(JSON)
        if not any(name.lower() == "authorization" for name, _ in given):
            given += self.person()
        return self.request("POST", path, given, body, **more)

    def ask(self, document: Any, variables: Any = None, *headers: Header, **more: Any) -> Case:
        """A GraphQL request; lone surrogates go out as JSON escapes, as a client's library would send them."""
        body = json.dumps({"query": document, "variables": variables}).encode()
        return self.post(body, *headers, **more)

    def request(
        self, method: str, target: str | bytes, headers: Headers, body: bytes | None = None, **more: Any
    ) -> Case:
        """A request framed by its length, or in chunks; sent in a manner that suits it."""
        if body is None:
            return Case(self.family, method, head(method, target, headers), **self._manner(more))
        if self.chance(0.15) and "manner" not in more:
            framed = chunked(body, self.random)
            given = [*headers, ("Transfer-Encoding", "chunked")]
        else:
            framed, given = body, [*headers, ("Content-Length", str(len(body)))]
        return Case(self.family, method, head(method, target, given), framed, **self._manner(more))

    def _manner(self, more: dict[str, Any]) -> dict[str, Any]:
        if "manner" not in more and self.chance(0.3):
            more["manner"] = self.pick(Manner.SLICED, Manner.PIPELINED)
        return more


def _shown(sent: bytes) -> str:
    """The bytes without what is long and tells nothing; tokens are, and another run has others."""
    told = re.sub(rb"(Bearer \w+\.\w+\.)[\w-]+", rb"\1...", sent)
    return repr(told if len(told) <= 2_000 else told[:2_000] + b"...")


def head(method: str, target: str | bytes, headers: Headers, version: str = "HTTP/1.1") -> bytes:
    """The request line, the headers and the empty line."""
    path = target if isinstance(target, bytes) else target.encode("utf-8", "surrogatepass")
    lines = [method.encode("latin-1") + b" " + path + b" " + version.encode()]
    given: Iterable[tuple[str, str | bytes]] = headers
    if not any(name.lower() == "host" for name, _ in headers):
        given = [("Host", "gateway.test"), *headers]
    for name, value in given:
        lines.append(name.encode("latin-1") + b": " + (value if isinstance(value, bytes) else value.encode()))
    return b"\r\n".join([*lines, b"", b""])


def chunked(body: bytes, random: Random) -> bytes:
    """The body in chunks of odd sizes, with extensions and trailers that mean nothing."""
    out, rest = b"", body
    while rest:
        size = random.choice((1, 2, 7, 100, 4_096, 70_000))
        piece, rest = rest[:size], rest[size:]
        extension = random.choice((b"", b"", b";x=1"))
        # Hundreds of tiny chunks would only take time.
        if len(rest) > 20_000:
            piece, rest = piece + rest, b""
        out += f"{len(piece):{random.choice('xX')}}".encode() + extension + b"\r\n" + piece + b"\r\n"
    trailer = random.choice((b"", b"", b"X-Trailer: 1\r\n"))
    return out + b"0\r\n" + trailer + b"\r\n"
