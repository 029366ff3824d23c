"""An operation that shows a difference, cut down to the smallest that still shows it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from copy import deepcopy

from tests.referee.tree import Field, Inline, Operation, Selection, Spread

Shows = Callable[[Operation], Awaitable[bool]]
MOST_TRIALS = 600


async def shrunk(operation: Operation, shows: Shows) -> Operation:
    """Cut by cut, as long as one is left after which `shows` still holds."""
    trials = 0
    smaller = True
    while smaller:
        smaller = False
        for place in range(10_000):
            cuts = list(_cut(operation, place))
            if not cuts or trials >= MOST_TRIALS:
                break
            for cut in cuts:
                trials += 1
                if cut.selections and await shows(cut):
                    operation, smaller = cut, True
                    break
    return operation


def _cut(operation: Operation, place: int) -> Iterator[Operation]:
    """The operations with less at the selection of this number; none when there are not so many."""
    for many in range(_ways(operation, place)):
        copy = deepcopy(operation)
        selections, index = _at(copy, place)
        _reduce(copy, selections, index, many)
        if all(copy.lists()):
            yield copy
    if place < sum(map(len, operation.lists())) and not _ways(operation, place):
        yield operation


def _at(operation: Operation, place: int) -> tuple[list[Selection], int]:
    for selections in operation.lists():
        if place < len(selections):
            return selections, place
        place -= len(selections)
    raise IndexError(place)


def _ways(operation: Operation, place: int) -> int:
    try:
        selections, index = _at(operation, place)
    except IndexError:
        return 0
    one = selections[index]
    own = len(one.arguments) + (one.alias is not None) if isinstance(one, Field) else 1
    return 1 + own + len(one.directives)


def _reduce(operation: Operation, selections: list[Selection], index: int, way: int) -> None:
    """Leave out the selection, a directive, an argument or the alias; or put what a fragment has in its place."""
    one = selections[index]
    if way == 0:
        del selections[index]
        return
    way -= 1
    if way < len(one.directives):
        del one.directives[way]
        return
    way -= len(one.directives)
    if isinstance(one, Inline):
        selections[index : index + 1] = one.selections
    elif isinstance(one, Spread):
        fragment = operation.fragments[one.fragment]
        selections[index] = Inline(fragment.on, one.directives, deepcopy(fragment.selections))
    elif way < len(one.arguments):
        del one.arguments[list(one.arguments)[way]]
    else:
        one.alias = None
