"""A whole record as one statement: below each row, arrays of the rows that belong to it.

PostgreSQL gives `array(select row(a.line1, ...) from address a where a.customer_id = c.id ...)`, which the driver
decodes to lists of tuples. The text of each tab is written once and put together for each operation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.visitors import replacement_traverse

from gateway.engine.declared import COUNT_CAP, Narrowing, Shape, Tab
from gateway.engine.plan import Level, Whole
from gateway.engine.statements import (
    Statement,
    compiled,
    kept,
    narrowed,
    paged,
    quoted,
    selected,
)
from gateway.engine.trimming import trimmed

# Where a tab's text is put together with what stands above and below it.
_SELF, _KEY, _BELOW = "qq_self", "qq_key", "qq_below"
_PARAMETER = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class OwnTexts:
    """The texts of a level as the arguments of one execution narrow it; without a total `total` is of no account."""

    rows: Statement
    total: Statement

    @property
    def texts(self) -> tuple[str, str]:
        return self.rows.text, self.total.text

    def given(self, number: int) -> dict[str, Any]:
        """The values that they ask for, named as in the statement of a record in which the level has this number."""
        rows = {whole: self.rows.fixed[name] for name, whole in _given_names(self.rows, number).items()}
        total = _given_names(self.total, number, "total").items()
        return rows | {whole: self.total.fixed[name] for name, whole in total}


def record(
    root: Level,
    tab: Tab,
    withheld: Collection[Level],
    of_rows: Collection[Level],
    after: Collection[Level],
    own: Mapping[Level, OwnTexts],
    beside: Statement | None,
) -> Statement:
    """The row of `tab` under `:key` with all that hangs below it, as an array in the first column.

    Levels `withheld` are null, those `of_rows` below rows that say so. Levels in `after` begin beyond `:after0`, ...
    Parameters of a level's page are named with its number in the record, `first_3`; those of levels with texts of
    their `own` are told by `OwnTexts.given`. What `beside` selects is the second column.
    """
    assembly = _Assembly(root.whole, withheld, of_rows, after, own)
    columns = [f"array({assembly.rows(root, tab, None)})"]
    if beside is not None:
        columns.append(f"({assembly.placed(beside, {})})")
    return Statement(f"SELECT {', '.join(columns)}", tuple(assembly.names), assembly.fixed)


class _Assembly:
    """One statement being put together: its parameters, numbered anew."""

    def __init__(
        self,
        whole: Whole,
        withheld: Collection[Level],
        of_rows: Collection[Level],
        after: Collection[Level],
        own: Mapping[Level, OwnTexts],
    ) -> None:
        self.names: list[str] = []
        self.fixed: dict[str, Any] = {}
        self._withheld = withheld
        self._of_rows = of_rows
        self._after = after
        self._own_texts = own
        self._numbers = whole.numbers

    def rows(self, level: Level, tab: Tab, key: str | None) -> str:
        """The rows of a level under `key`, or under the parameter `:key` where it is None."""
        number = self._numbers[level]
        alias = f"t{number}"
        own = _own_names(level, number)
        if level in self._own_texts:
            fragment = self._own_texts[level].rows
            own = {**own, **_given_names(fragment, number)}
        else:
            after = level in self._after
            names = tuple(column.name for column in level.columns)
            fragment = kept(
                ("nested", tab, names, level.shape, level.rooted, after, key is None),
                lambda: _fragment(tab, names, level.shape, level.rooted, after, by_parameter=key is None),
            )
        text = self.placed(fragment, own).replace(_SELF, alias)
        if key is not None:
            text = text.replace(_KEY, key)
        below = "".join(f", {column}" for child in level.children for column in self._columns(level, child))
        return text.replace(f", {_BELOW}", below)

    def placed(self, fragment: Statement, renamed: Mapping[str, str]) -> str:
        """The text of a fragment with its parameters numbered as those of the whole."""
        numbers = []
        for name in fragment.names:
            whole = renamed.get(name, name)
            if name in fragment.fixed and name not in renamed:
                # A value of the fragment's own, which another fragment may name alike.
                whole = f"{name}_{len(self.names)}"
                self.fixed[whole] = fragment.fixed[name]
            if whole not in self.names:
                self.names.append(whole)
            numbers.append(self.names.index(whole) + 1)
        return _PARAMETER.sub(lambda found: f"${numbers[int(found[1]) - 1]}", fragment.text)

    def _columns(self, parent: Level, level: Level) -> list[str]:
        """What the rows of the parent hold of a level: an array, and how many there are where that is asked."""
        if level in self._withheld:
            return ["null"] * (1 + level.counted)
        assert isinstance(level.parent_key, int), "rows hang below rows"
        tab, number = level.use.tab, self._numbers[level]
        key = f"t{self._numbers[parent]}.{quoted(parent.columns[level.parent_key].name)}"
        columns = [f"array({self.rows(level, tab, key)})"]
        if level.counted:
            if level in self._own_texts:
                count = self._own_texts[level].total
                own = _given_names(count, number, "total")
            else:
                count, own = kept(("nested count", tab), lambda: _count(tab)), {}
            text = self.placed(count, own).replace(_SELF, f"t{number}").replace(_KEY, key)
            columns.append(f"({text})")
        if level.withheld is not None and level in self._of_rows:
            flag = f"t{self._numbers[parent]}.{quoted(parent.columns[level.withheld[0]].name)}"
            # What is not chosen is not read.
            return [f"case when {flag} then null else {column} end" for column in columns]
        return columns


def _own_names(level: Level, number: int) -> Mapping[str, str]:
    """The names that the parameters of a level's page have in the whole statement."""
    names = ["first", *(f"after{place}" for place in range(len(level.use.tab.order)))]
    return {name: f"{name}_{number}" for name in names}


def _given_names(fragment: Statement, number: int, of: str = "list") -> Mapping[str, str]:
    """The names that the values of a narrowed level have in the whole statement."""
    return {name: f"{name}_of_{of}_{number}" for name in fragment.fixed}


def own_texts(level: Level, narrowing: Narrowing, *, after: bool) -> OwnTexts:
    """The texts of a level whose arguments ask for less than the tab, or for another order; written once for these."""
    return kept(
        ("nested", level.use.tab, tuple(column.name for column in level.columns), level.rooted, after),
        lambda: _own_texts(level, narrowing, after=after),
        narrowing,
    )


def _own_texts(level: Level, narrowing: Narrowing, *, after: bool) -> OwnTexts:
    tab, names = level.use.tab, tuple(column.name for column in level.columns)
    adapt = _onto(_named_later(tab).source, tab.source)
    narrowing = Narrowing(
        tuple(map(adapt, narrowing.where)), tuple(map(adapt, narrowing.order)) if narrowing.order else None
    )
    rows = _fragment(tab, names, level.shape, level.rooted, after, by_parameter=False, narrowing=narrowing)
    return OwnTexts(rows, _count(tab, narrowing) if level.counted else rows)


def _fragment(
    tab: Tab,
    names: tuple[str, ...],
    shape: Shape,
    rooted: bool,
    after: bool,
    *,
    by_parameter: bool,
    narrowing: Narrowing | None = None,
) -> Statement:
    """One tab's rows, with places for its name, its key and what hangs below."""
    tab = _named_later(tab)
    order = narrowing.order if narrowing and narrowing.order else tab.order
    columns = [selected(tab, name) for name in names] or [sa.null()]
    row = sa.func.row(*columns, sa.literal_column(_BELOW))
    query = narrowed(sa.select(row), tab, shape, rooted=rooted, narrowing=narrowing).where(
        _keyed(tab, by_parameter)
    )
    if shape is Shape.PAGE:
        return compiled(trimmed(paged(query, order, after=after), tab.source))
    return compiled(trimmed(query if shape is Shape.ONE else query.order_by(*order), tab.source))


def _count(tab: Tab, narrowing: Narrowing | None = None) -> Statement:
    tab = _named_later(tab)
    query: sa.Select[Any] = sa.select(sa.literal_column("1"))
    query = narrowed(query, tab, Shape.PAGE, rooted=False, narrowing=narrowing)
    below = query.where(_keyed(tab, by_parameter=False)).limit(COUNT_CAP + 1)
    counted = trimmed(below, tab.source).subquery("counted")
    return compiled(sa.select(sa.func.count()).select_from(counted))


def _keyed(tab: Tab, by_parameter: bool) -> sa.ColumnElement[bool]:
    assert tab.key is not None, "rows that hang below others have a key"
    type_ = tab.key.type
    key: Any = sa.bindparam("key", type_=type_) if by_parameter else sa.literal_column(_KEY, type_)
    keyed: sa.ColumnElement[bool] = tab.key == key
    return keyed


@cache
def _named_later(tab: Tab) -> Tab:
    """The tab over an alias of its source, which is given its name where it stands in a statement."""
    alias = tab.source.alias(_SELF)
    adapt = _onto(alias, tab.source)
    assert tab.key is not None, "rows that hang below others have a key"
    return replace(
        tab,
        source=alias,
        key=alias.c[tab.key.name],
        order=tuple(map(adapt, tab.order)),
        scope=None if tab.scope is None else adapt(tab.scope),
        root_scope=None if tab.root_scope is None else adapt(tab.root_scope),
        default=tuple(map(adapt, tab.default)),
    )


def _onto(alias: sa.FromClause, source: sa.FromClause) -> Callable[[Any], Any]:
    """What makes a condition on `source` one on its alias.

    Nothing but the columns of the source itself is another's then: a sub-select in the condition may read a table
    that the source is made of, and means all of it.
    """

    def replaced(element: Any, **_: Any) -> Any:
        if element is source:
            return alias
        named = getattr(element, "table", None) is source and element.key is not None
        return alias.c[element.key] if named else None

    return lambda clause: replacement_traverse(clause, {}, replaced)
