"""Whether all contestants answer the same, but for how lists and objects are wrapped and how instants are written.

They are compared to the millisecond, as finer ones are than a Date of JavaScript has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx

from bench.operations import Operation
from bench.requests import Customers
from bench.servers import Server

SAMPLE = 12
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*")

# What stands alone in an object is the object: a page's entries, and the name of an event.
_WRAPPERS = ("nodes", "records")
_WRAPPED = {"event": "name"}
# Objects that the product makes of some fields, or of a row that it links to; the others tell the fields alone.
_PARTS = ("wallet", "type", "group", "vouchers", "creditAccount", "instance")
# Whole numbers that may be beyond 32 bits, which PostGraphile writes as texts.
_LARGE = ("number",)
# Fields that only some kinds of objects have; where there are no kinds, the field is null.
_OF_KINDS = ("sentTo", "openedAt", "bouncedAt", "optedOutAt", "deliveryMethod", "event", "startsAt")


class Disagreement(Exception):
    """Two contestants answered differently; the message says where first."""


def answers(server: Server, operation: Operation, customers: Customers) -> list[Any]:
    """What a contestant answers for a sample of customers, in one form for all."""
    with httpx.Client() as client:
        return [normal(server.ask(client, operation, place)) for place in customers.asked(operation, SAMPLE)]


def compare(known: str, expected: list[Any], other: str, found: list[Any], operation: Operation) -> None:
    """Raise Disagreement unless both answered the same."""
    for path, this, that in differences(expected, found):
        raise Disagreement(f"{operation.name}, {path}: {known} says {this!r}, and {other} says {that!r}.")


def normal(value: Any) -> Any:
    """A value without wrappers, its instants in UTC."""
    if isinstance(value, list):
        return [normal(each) for each in value]
    if isinstance(value, dict):
        if len(value) == 1 and next(iter(value)) in _WRAPPERS:
            return normal(next(iter(value.values())))
        return dict(_fields(value))
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return datetime.fromisoformat(value).astimezone(UTC).isoformat(timespec="milliseconds")
    return value


def _fields(value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, each in value.items():
        if name in _PARTS and isinstance(each, dict):
            yield from _fields(each)
        elif name in _LARGE and isinstance(each, str) and each.isdecimal():
            yield name, int(each)
        elif name in _WRAPPED and isinstance(each, dict):
            yield name, each[_WRAPPED[name]]
        else:
            yield name, normal(each)


def differences(this: Any, that: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every place where two values differ."""
    if isinstance(this, dict) and isinstance(that, dict):
        for name in {**this, **that}:
            if name not in this or name not in that:
                if name in _OF_KINDS and this.get(name) is None and that.get(name) is None:
                    continue
                yield f"{path}.{name}", this.get(name, "nothing"), that.get(name, "nothing")
            else:
                yield from differences(this[name], that[name], f"{path}.{name}")
    elif isinstance(this, list) and isinstance(that, list):
        if len(this) != len(that):
            yield f"length of {path}", len(this), len(that)
        for place, (one, other) in enumerate(zip(this, that, strict=False)):
            yield from differences(one, other, f"{path}[{place}]")
    elif type(this) is not type(that) or this != that:
        yield path, this, that
