"""Reading level by level: each tab once for all its parents, then one function call for all its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from gateway.engine import statements, write
from gateway.engine.declared import Narrowing, Shape, Tab
from gateway.engine.execution import Execution, Getter, unique, withheld_views
from gateway.engine.plan import Level, View
from gateway.engine.statements import Statement


async def read_level(
    execution: Execution, level: Level, keys: Sequence[Any], tab: Tab | None = None
) -> dict[View, Getter]:
    """Read a level for these keys, and all below it; for each selection the function that gives a key's answer."""
    if not keys or execution.withholds(level):
        return withheld_views(level)
    if level.shape is Shape.PAGE:
        return await _pages(execution, level, keys)
    if level.mirrored:
        rows: Sequence[Any] = [(key,) * (len(level.columns) + 1) for key in keys]
    else:
        tab = tab or level.use.tab
        statement = _statement(level, tab, narrowing=execution.narrowing(level))
        rows = await execution.context.reader.rows(statement, level, tab.name, keys=keys)
    below = await _below(execution, level, rows)
    built: dict[View, Getter] = {}
    for view in level.views:
        build = execution.made(write.by_levels(view).make, [below[each] for each in view.below], None)
        if level.shape is Shape.ONE:
            built[view] = build(rows).get
        else:
            lists: dict[Any, list[Any]] = {key: [] for key in keys}
            build(rows, lists)
            built[view] = lists.__getitem__
    return built


def _statement(
    level: Level, tab: Tab, *, after: bool = False, narrowing: Narrowing | None = None
) -> Statement:
    """The statement of a level, looked up once for a plan where it has nothing of this execution."""
    if narrowing is not None:
        return statements.rows(
            tab, level.columns, level.shape, rooted=level.rooted, after=after, narrowing=narrowing
        )
    statement = level.texts.get((tab, after))
    if statement is None:
        statement = statements.rows(tab, level.columns, level.shape, rooted=level.rooted, after=after)
        level.texts[tab, after] = statement
    return statement


async def _pages(execution: Execution, level: Level, keys: Sequence[Any]) -> dict[View, Getter]:
    tab, narrowing = level.use.tab, execution.narrowing(level)
    page = execution.page(level, narrowing.order if narrowing else None)
    statement = _statement(level, tab, after=page.after is not None, narrowing=narrowing)
    rows = await execution.context.reader.rows(statement, level, tab.name, keys=keys, **page.parameters)
    found: dict[Any, list[Any]] = {key: [] for key in keys}
    for key, of_key in groupby(rows, itemgetter(-1)):
        found[key] += of_key
    totals = await _totals(execution, level, keys, narrowing)
    shown = [row for each in found.values() for row in each[: page.first]] if level.children else ()
    below = await _below(execution, level, shown)
    built: dict[View, Getter] = {}
    for view in level.views:
        build = execution.made(write.by_levels(view).make, [below[each] for each in view.below], page)
        built[view] = {key: build(each, totals.get(key, 0)) for key, each in found.items()}.__getitem__
    return built


async def _totals(
    execution: Execution, level: Level, keys: Sequence[Any], narrowing: Narrowing | None
) -> Mapping[Any, int]:
    if not level.counted:
        return {}
    tab = level.use.tab
    count = statements.counts(tab, rooted=level.rooted, narrowing=narrowing)
    counted = await execution.context.reader.rows(count, level, f"{tab.name}, counted", keys=keys)
    return {key: number for number, key in counted}


async def _below(execution: Execution, level: Level, rows: Sequence[Any]) -> dict[Any, Getter]:
    below: dict[Any, Getter] = {}
    # Most of what hangs below rows goes by the same column of all of them.
    of_all: dict[int, list[Any]] = {}
    for child in level.children:
        place = child.parent_key
        assert isinstance(place, int), "a row's child knows its column"
        parents = _parents(level, child, rows)
        if child.withheld is not None and execution.is_withheld_of_rows(child):
            flag = child.withheld[0]
            parents = [row for row in parents if not row[flag]]
        keys = of_all.get(place) if parents is rows else None
        if keys is None:
            alike = attrgetter("bytes") if child.is_by_bytes else None
            keys = unique(map(itemgetter(place), parents), alike)
            if parents is rows:
                of_all[place] = keys
        below |= await read_level(execution, child, keys)
    return below


def _parents(level: Level, child: Level, rows: Sequence[Any]) -> Sequence[Any]:
    """The rows that a child hangs below: those of some kinds only, where other kinds do without it."""
    kinds = level.use.tab.kinds
    if kinds is None or None in child.kinds or len(child.kinds) == len(kinds[1]):
        return rows
    place = level.place_of(level.use.tab.c[kinds[0]])
    return [row for row in rows if row[place] in child.kinds]
