"""Whom the operations ask for, and the requests by which each contestant is asked."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import orjson

from bench import documents, store
from bench.operations import PAGE, PEOPLE, RECORD, Operation
from db.embedded import Services
from domain.customers import Kind
from gateway.engine import cursors, ids
from gateway.resolvers.search import list_name

SEED = 20261122
BODIES = 400
_RICH = "select last_activity_at, id from bench.rich_person join customer using (id) order by id"
_PLACES = (
    "select last_activity_at, id from customer where kind = 'I' and merged_into is null"
    " order by last_activity_at desc, id"
)
_INDIVIDUALS = list_name(Kind.INDIVIDUAL, None, None)


@dataclass(frozen=True, slots=True)
class Place:
    """A person, and their place in the list of those last active: a page begins after it."""

    id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Customers:
    """The people of the store whom the operations ask for."""

    rich: Sequence[Place]
    places: Sequence[Place]

    @classmethod
    async def of(cls, services: Services) -> Self:
        """Those of this store: records that have something on most tabs, and places with a whole page after them."""
        rich = [Place(key, at) for at, key in await store.fetch(services, _RICH)]
        places = [Place(key, at) for at, key in await store.fetch(services, _PLACES)]
        return cls(rich, places[:-PAGE])

    def asked(self, operation: Operation, count: int = BODIES) -> list[Place]:
        """The same random ones for every contestant and every run."""
        return random.Random(SEED).choices(self.rich if operation.is_record else self.places, k=count)


def _ours(operation: Operation, place: Place) -> dict[str, Any]:
    key = (
        {"id": ids.encode("cus", place.id)}
        if operation.is_record
        else {"after": cursors.write(_INDIVIDUALS, [place.at, place.id])}
    )
    return {"query": documents.ours(operation), "variables": key | operation.sizes}


def _keys(operation: Operation, place: Place) -> dict[str, str]:
    return {"id": str(place.id)} | ({} if operation.is_record else {"at": place.at.isoformat()})


def _flat(operation: Operation, place: Place) -> dict[str, Any]:
    return {"query": documents.flat(operation), "variables": _keys(operation, place) | operation.sizes}


def _postgraphile(operation: Operation, place: Place) -> dict[str, Any]:
    return {
        "query": documents.postgraphile(operation),
        "variables": _keys(operation, place) | operation.sizes,
    }


def _bare(operation: Operation, place: Place) -> dict[str, Any]:
    return {"operation": operation.name} | _keys(operation, place) | operation.sizes


_REQUESTS: dict[str, Callable[[Operation, Place], dict[str, Any]]] = {
    "ours": _ours,
    "postgraphile": _postgraphile,
    "mercurius": _flat,
    "tutorial": _flat,
    "json_sql": _bare,
}


def request(contestant: str, operation: Operation, place: Place) -> dict[str, Any]:
    """What a contestant is sent to ask for this person, or for the page after this place."""
    return _REQUESTS[contestant](operation, place)


def write_bodies(contestant: str, operation: Operation, customers: Customers, folder: Path) -> Path:
    """A file with one request's body a line."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{contestant}-{operation.name}.jsonl"
    write_lines(path, [request(contestant, operation, place) for place in customers.asked(operation)])
    return path


def write_mixed(contestant: str, customers: Customers, path: Path, count: int, one_list_in: int) -> None:
    """Records and, now and then, lists, with pages of all sizes up to those of the operations."""
    path.parent.mkdir(parents=True, exist_ok=True)
    dice = random.Random(SEED)
    places = {each: iter(customers.asked(each, count)) for each in (RECORD, PEOPLE)}
    asked = []
    for number in range(count):
        operation = RECORD if number % one_list_in else PEOPLE
        sized = replace(
            operation,
            orders=dice.randint(1, operation.orders),
            mailings=dice.randint(1, operation.mailings),
        )
        asked.append(request(contestant, sized, next(places[operation])))
    write_lines(path, asked)


def write_lines(path: Path, bodies: Iterable[dict[str, Any]]) -> None:
    path.write_bytes(b"".join(orjson.dumps(body) + b"\n" for body in bodies))
