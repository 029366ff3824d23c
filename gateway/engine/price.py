"""What an operation may read, before it reads anything: 10 a statement, and 1 for every 10 rows that it may return."""

from __future__ import annotations

from graphql.execution import VariableValues
from graphql.execution.values import get_argument_values

from gateway.engine.declare import LARGEST_PAGE, PAGE, Shape
from gateway.engine.plan import Answered, Constant, Level, Nodes, Plan, Root

STATEMENT = 10
ROWS = 10


def price(plan: Plan, variables: VariableValues) -> int:
    """The cost of the planned part of an operation with these variables."""
    return sum(_root(root, variables) for root in plan.roots)


def _root(root: Root, variables: VariableValues) -> int:
    match root:
        case Constant():
            return 0
        case Level():
            return _level(root, 1, variables)
        case Answered():
            rows = _first(root, variables)
            return STATEMENT + rows // ROWS + sum(_level(child, rows, variables) for child in root.children)
        case Nodes():
            asked = get_argument_values(root.definition, root.nodes[0], variables)
            rows = len(asked["ids"]) if root.many else 1
            # Each id is of one kind only, so the dearest kind is the most that they cost.
            return max(_level(level, rows, variables) for level in root.entities.values())


def _level(level: Level, parents: int, variables: VariableValues) -> int:
    match level.shape:
        case Shape.ONE:
            rows = parents
        case Shape.LIST:
            rows = parents * level.use.tab.usual
        case Shape.PAGE:
            rows = parents * _first(level, variables)
    own = STATEMENT * (1 + level.counted) + rows // ROWS
    return own + sum(_level(child, rows, variables) for child in level.children)


def _first(field: Level | Answered, variables: VariableValues) -> int:
    """How many entries the field may return; a number out of range is refused elsewhere, and priced as the largest."""
    asked = get_argument_values(field.definition, field.nodes[0], variables).get("first", PAGE)
    return asked if isinstance(asked, int) and 0 < asked <= LARGEST_PAGE else LARGEST_PAGE
