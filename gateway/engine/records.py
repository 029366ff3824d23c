"""Reading at once: one small record, with everything below it, in a single statement."""

from __future__ import annotations

from typing import Any

from gateway.engine import write
from gateway.engine.declare import Shape, Tab
from gateway.engine.execution import Execution, Getter, nothing
from gateway.engine.nested import record
from gateway.engine.plan import Answered, Level, View
from gateway.engine.price import rows_of
from gateway.engine.statements import Statement

MOST_ROWS = 500
"""Up to how many rows a record is read at once; beyond, PostgreSQL is quicker level by level."""


def can_be_read_at_once(execution: Execution, level: Level) -> bool:
    """Whether a root is one small record, with its lists as they are declared."""
    return level.may_be_read_at_once and rows_of(level, 1, execution.variables) <= MOST_ROWS


async def read_record(
    execution: Execution, level: Level, tab: Tab, key: Any, beside: Statement | None = None
) -> tuple[Any, Any]:
    """The answer for a key of `tab`, and what was selected beside it in the same statement."""
    if execution.withholds(level):
        return None, None
    withheld = frozenset(each for each in level.walk() if execution.withholds(each))
    given = {"key": key}
    after = set()
    for number, each in enumerate(level.walk()):
        if each.shape is Shape.PAGE:
            page = execution.page(each)
            given |= {f"{name}_{number}": value for name, value in page.parameters.items()}
            if page.after is not None:
                after.add(each)
    variant = (tab, withheld, frozenset(after), beside is None)
    statement = level.texts.get(variant)
    if statement is None:
        statement = level.texts[variant] = record(level, tab, withheld, after, beside)
    [row] = await execution.context.reader.rows(statement, **given)
    return _built(execution, level.views[0])(row[0]), row[1] if beside is not None else None


def _built(execution: Execution, view: View | Answered) -> Getter:
    """The function of a selection, over the rows that hold what hangs below them."""
    assert isinstance(view, View), "nothing is answered below rows"
    level = view.level
    if execution.denied[view.guard]:
        return nothing
    below = [_built(execution, each) for each in view.below]
    page = execution.page(level) if level.shape is Shape.PAGE else None
    return execution.made(write.at_once(view).make, below, page)
