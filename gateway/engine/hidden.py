"""What some rows withhold: stands in the answer until it is told there as an error, and is null then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from gateway.engine.plan import Template

At: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Stands where a row withholds something from the actor, and tells by which guard."""

    guard: int


def uncovered(templates: Iterable[Template], data: Any) -> list[tuple[int, At]]:
    """Put null where something is hidden at one of these places; the guard and the path of each."""
    # What several places share is met at each of them before it is changed.
    found = [place for template in templates for place in _places(template, data, ())]
    for holder, name, _, _ in found:
        holder[name] = None
    return [(guard, path) for _, _, guard, path in found]


def _places(template: Template, value: Any, at: At) -> Iterator[tuple[dict[str, Any], str, int, At]]:
    head, rest = template[0], template[1:]
    if value is None or isinstance(value, Hidden):
        return
    if head is None:
        for index, item in enumerate(value):
            yield from _places(rest, item, (*at, index))
    elif head in value:
        if rest:
            yield from _places(rest, value[head], (*at, head))
        elif isinstance(value[head], Hidden):
            yield value, head, value[head].guard, (*at, head)
