"""Reading at once: one small record, with everything below it, in a single statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.engine import write
from gateway.engine.declared import LASTING, Shape, Tab
from gateway.engine.execution import Execution, Getter, Page, nothing
from gateway.engine.nested import OwnTexts, own_texts, record
from gateway.engine.plan import Answered, Level, View
from gateway.engine.price import rows_of
from gateway.engine.statements import Statement

MOST_ROWS = 1_000
"""Up to how many rows a record is read at once; beyond, PostgreSQL is quicker level by level."""

MOST_FUNCTIONS = MOST_TEXTS = 64


def can_be_read_at_once(execution: Execution, level: Level) -> bool:
    """Whether a root is one small record."""
    return rows_of(level, 1, execution.variables) <= MOST_ROWS


async def read_record(
    execution: Execution, level: Level, tab: Tab, key: Any, beside: Statement | None = None
) -> tuple[Any, Any]:
    """The answer for a key of `tab`, and what was selected beside it in the same statement."""
    if execution.withholds(level):
        return None, None
    whole = level.whole
    withheld, of_rows = execution.withheld(whole), execution.withheld_of_rows(whole)
    narrowings = {each: execution.narrowing(each) for each in whole.narrowed}
    orders = {each: narrowing.order for each, narrowing in narrowings.items() if narrowing is not None}
    pages = {each: execution.page(each, orders.get(each)) for each in whole.pages}
    own = {
        each: own_texts(each, narrowing, after=each in pages and pages[each].after is not None)
        for each, narrowing in narrowings.items()
        if narrowing is not None
    }
    given = {"key": key}
    for each, texts in own.items():
        given |= texts.given(whole.numbers[each])
    for each, page in pages.items():
        number = whole.numbers[each]
        given |= {f"{name}_{number}": value for name, value in page.parameters.items()}
    statement = _text(level, tab, withheld, of_rows, pages, own, beside)
    [row] = await execution.context.reader.rows(statement, whole, tab.name, **given)
    build = _function(execution, level, withheld, pages)
    return build(row[0]), row[1] if beside is not None else None


def _text(
    level: Level,
    tab: Tab,
    withheld: frozenset[Level],
    of_rows: frozenset[Level],
    pages: Mapping[Level, Page],
    own: Mapping[Level, OwnTexts],
    beside: Statement | None,
) -> Statement:
    """The statement, put together once for what is withheld, which pages begin somewhere, and what narrows lists."""
    texts = level.whole.texts
    after = frozenset([each for each, page in pages.items() if page.after is not None])
    variant = (tab, withheld, of_rows, after, beside is None, *[each.texts for each in own.values()])
    statement = texts.get(variant)
    if statement is None:
        if len(texts) >= MOST_TEXTS:
            texts.clear()
        statement = texts[variant] = record(level, tab, withheld, of_rows, after, own, beside)
    return statement


def _function(
    execution: Execution, level: Level, withheld: frozenset[Level], pages: Mapping[Level, Page]
) -> Getter:
    """The function that answers; the same one on a day for all who are denied the same and ask for pages of a size."""
    view, functions, asked = level.views[0], level.whole.functions, level.whole.asked
    if not LASTING.issuperset(asked):
        return _built(execution, view)
    sizes = [(page.first, page.after is not None) for page in pages.values()]
    variant = (tuple(execution.denied), *sizes, *[execution.ambient[name] for name in asked])
    build = functions.get(variant)
    if build is None:
        if len(functions) >= MOST_FUNCTIONS:
            functions.clear()
        build = functions[variant] = _built(execution, view)
    return build


def _built(execution: Execution, view: View | Answered) -> Getter:
    """The function of a selection, over the rows that hold what hangs below them."""
    assert isinstance(view, View), "nothing is answered below rows"
    level = view.level
    if execution.denied[view.guard]:
        return nothing
    below = [_built(execution, each) for each in view.below]
    page = execution.page(level) if level.shape is Shape.PAGE else None
    return execution.made(write.at_once(view).make, below, page)
