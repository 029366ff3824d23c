"""An operation that shows a difference, cut down to the smallest that still shows it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from copy import deepcopy

from tests.referee.tree import Field, Inline, Operation, Selection, Spread

Shows = Callable[[Operation], Awaitable[bool]]
MOST_TRIALS = 800


async def shrunk(operation: Operation, shows: Shows) -> Operation:
    """Cut by cut, as long as one is left after which `shows` still holds."""
    trials = 0
    smaller = True
    while smaller:
        smaller = False
        place = 0
        while (cuts := _cuts(operation, place)) is not None:
            for cut in cuts:
                trials += 1
                if trials > MOST_TRIALS:
                    return operation
                if await shows(cut):
                    operation, smaller = cut, True
                    break
            else:
                place += 1
    return operation


def _cuts(operation: Operation, place: int) -> list[Operation] | None:
    """The operations with less at the selection of this number; None when there are not so many."""
    found = _at(operation, place)
    if found is None:
        return None
    selections, index = found
    one = selections[index]
    own = len(one.arguments) + (one.alias is not None) if isinstance(one, Field) else 1
    made = []
    for way in range(1 + len(one.directives) + own):
        copy = deepcopy(operation)
        there = _at(copy, place)
        assert there is not None
        _reduce(copy, *there, way)
        if all(copy.lists()):
            made.append(copy)
    return made


def _at(operation: Operation, place: int) -> tuple[list[Selection], int] | None:
    for selections in operation.lists():
        if place < len(selections):
            return selections, place
        place -= len(selections)
    return None


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
