"""The values that resolvers of the world answer with, and the ways in which a resolver fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from graphql import GraphQLError

from domain.errors import InvalidPostcode, Refusals, TooLong
from gateway.engine.errors import RequestCode, RequestError
from tests.engine.world.tables import ALDER, BIRCH, CEDAR, IDA, TOM, key


@dataclass(frozen=True)
class Photo:
    title: str
    width: int | None
    house_id: UUID | None = None


@dataclass(frozen=True)
class Sketch:
    title: str
    pencil: str | None


@dataclass(frozen=True)
class Poem:
    """Of a class that no type of the schema stands for."""

    title: str


@dataclass(frozen=True)
class Shelf:
    label: str
    house_id: UUID | None
    pet_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Album:
    title: str
    house_id: UUID | None
    house_ids: tuple[UUID, ...]
    cover: Photo | Sketch | None
    pictures: tuple[Photo | Sketch | Poem | None, ...]
    shelves: tuple[Shelf, ...] = ()
    grid: tuple[tuple[int | None, ...], ...] = ()
    missing: None = None
    marks: Any = field(default=())


ALBUM = Album(
    "Holiday",
    ALDER,
    (BIRCH, key(999), ALDER),
    Photo("Cover", 10, ALDER),
    (Photo("Sea", 20, BIRCH), Sketch("Tree", "soft"), None, Photo("Sky", None, None)),
    (Shelf("top", ALDER, (IDA, TOM)), Shelf("low", None), Shelf("lost", key(999), (key(999), IDA))),
    ((1, 2), (), (3,)),
    marks=("x", None),
)
STRANGE = Album(
    "Strange", CEDAR, (), Sketch("Cover", None), (Sketch("Tree", None), Poem("Ode")), marks="word"
)


@dataclass(frozen=True)
class Span:
    """One that tells more of itself than it is made of."""

    storeys: int

    @property
    def steps(self) -> int:
        return self.storeys * 14


@dataclass(frozen=True)
class Rope:
    """One that is not made of anything."""

    length: int

    def __post_init__(self) -> None:
        if self.length > 1:
            raise InvalidPostcode("Too long for a rope.", ("length",))


FAILURES: dict[str, Callable[[], Exception]] = {
    "request": lambda: RequestError(RequestCode.UNAVAILABLE, "Not just now.", retryAfter=5),
    "refusal": lambda: InvalidPostcode("No such postcode.", ("postcode",)),
    "refusals": lambda: Refusals([TooLong("Too long.", ("name",)), InvalidPostcode("No number.", ("code",))]),
    "graphql": lambda: GraphQLError("Told by the resolver.", extensions={"code": "TOLD"}),
    "surprise": lambda: KeyError("a secret of ours"),
}


def fail(how: str) -> Any:
    raise FAILURES[how]()


async def fail_later(how: str) -> Any:
    await asyncio.sleep(0)
    raise FAILURES[how]()
