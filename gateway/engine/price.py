"""What an operation may read, before it reads anything: 10 a statement, and 1 for every 10 rows that it may return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError
from graphql.execution import VariableValues

from gateway.engine.arguments import Arguments
from gateway.engine.declared import LARGEST_PAGE, PAGE, Shape
from gateway.engine.plan import Answered, Level, Nodes, Plan, Root, Size, Typename

STATEMENT = 10
ROWS = 10
MOST_SIZES = 256


def size_of(plan: Plan, variables: VariableValues) -> Size:
    """What the planned part of an operation may read with these variables, worked out once for pages of a size."""
    asked = tuple([_asked(arguments, variables) for arguments in plan.paged])
    known = plan.sizes.get(asked)
    if known is None:
        if len(plan.sizes) >= MOST_SIZES:
            plan.sizes.clear()
        cost = sum(_root(root, variables) for root in plan.roots)
        known = plan.sizes[asked] = Size(cost, _all_rows(plan, variables))
    return known


def _all_rows(plan: Plan, variables: VariableValues) -> int:
    return sum(rows_of(root, 1, variables) for root in plan.roots if isinstance(root, Level))


def _asked(arguments: Arguments, variables: VariableValues) -> int:
    coerced = _coerced(arguments, variables)
    ids = coerced.get("ids")
    return _bounded(coerced.get("first", PAGE)) if ids is None else len(ids)


def rows_of(level: Level, parents: int, variables: VariableValues) -> int:
    """How many rows a level and all below it may have, for so many parents."""
    rows = _rows(level, parents, variables)
    return rows + sum(rows_of(child, rows, variables) for child in level.children)


def _root(root: Root, variables: VariableValues) -> int:
    match root:
        case Typename():
            return 0
        case Level():
            return _level(root, 1, variables)
        case Answered():
            return _answered(root, variables)
        case Nodes():
            rows = len(_coerced(root.arguments, variables).get("ids", ())) if root.many else 1
            # Each id is of one kind only, so the dearest kind is the most that they cost.
            return max(_level(level, rows, variables) for level in root.entities.values())


def _answered(field: Answered, variables: VariableValues) -> int:
    rows = _first(field.arguments, variables)
    below = sum(_level(child, rows, variables) for child in field.children)
    return STATEMENT + rows // ROWS + below + sum(_answered(each, variables) for each in field.answers)


def _level(level: Level, parents: int, variables: VariableValues) -> int:
    rows = _rows(level, parents, variables)
    own = STATEMENT * (1 + level.counted) + rows // ROWS
    return own + sum(_level(child, rows, variables) for child in level.children)


def _rows(level: Level, parents: int, variables: VariableValues) -> int:
    match level.shape:
        case Shape.ONE:
            return parents
        case Shape.LIST:
            return parents * level.use.tab.usual
        case Shape.PAGE:
            return parents * _first(level.arguments, variables)


def _first(arguments: Arguments, variables: VariableValues) -> int:
    """How many entries the field may return; a number out of range is refused elsewhere, and priced as the largest."""
    return _bounded(_coerced(arguments, variables).get("first", PAGE))


def _coerced(arguments: Arguments, variables: VariableValues) -> Mapping[str, Any]:
    """The arguments; none where they cannot be had, which is an error of the field once it is executed."""
    try:
        return arguments.coerced(variables)
    except GraphQLError:
        return {}


def _bounded(asked: Any) -> int:
    return asked if isinstance(asked, int) and 0 < asked <= LARGEST_PAGE else LARGEST_PAGE
