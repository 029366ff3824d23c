"""The aiodataloaders of one operation, made from the same declarations as the plan.

They serve whatever the plan does not reach: graphql-core's executions of mutations and of declined fields.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from aiodataloader import DataLoader

from gateway.engine import cursors, statements
from gateway.engine.declared import COUNT_CAP, LARGEST_PAGE, Narrowing, Shape, Tab
from gateway.engine.errors import RequestCode, RequestError
from gateway.engine.reader import Reader


class _Loader(DataLoader[Any, Any]):
    """Whoever waits for a key waits alone: graphql-core cancels what a null above makes needless."""

    def load(self, key: Any) -> asyncio.Future[Any]:
        loaded = super().load(key)
        loaded.add_done_callback(_heard)
        return asyncio.shield(loaded)


def _heard(loaded: asyncio.Future[Any]) -> None:
    """A failure that ended the whole answer is told once: nobody waits any more for the others that it caused."""
    if not loaded.cancelled():
        loaded.exception()


class Loaders:
    """One loader for each tab and its arguments. They live as long as one reading: a write forgets them.

    Rows have those of the `columns` that their tab has, and what they are found, ordered and told apart by.
    """

    def __init__(self, reader: Reader, columns: frozenset[str] | None) -> None:
        self.reader = reader
        self._columns = columns
        self._made: dict[Any, DataLoader[Any, Any]] = {}

    def __call__(
        self,
        tab: Tab,
        shape: Shape,
        *,
        rooted: bool = False,
        first: int = 25,
        after: str | None = None,
        narrow: Callable[..., Narrowing] | None = None,
        arguments: Mapping[str, Any] | None = None,
        whole: bool = False,
    ) -> DataLoader[Any, Any]:
        """`whole` rows have every column: for a resolver that looks at what no field of the document shows."""
        given = repr(sorted((arguments or {}).items()))
        known = (id(tab), shape, rooted, first, after, narrow, given, whole)
        if known not in self._made:
            narrowing = None if narrow is None else narrow(**(arguments or {}))
            batch: _Rows | _Pages
            if shape is Shape.PAGE:
                batch = _Pages(self.reader, tab, self._shown(tab, whole), rooted, first, after, narrowing)
            else:
                batch = _Rows(self.reader, tab, self._shown(tab, whole), shape, rooted, narrowing)
            self._made[known] = _Loader(batch_load_fn=batch.load)
        return self._made[known]

    def _shown(self, tab: Tab, whole: bool) -> tuple[str, ...]:
        """The names of the columns to read of a tab."""
        names = [column.name for column in tab.source.c]
        if whole or self._columns is None:
            return tuple(names)
        wanted = self._columns | _by_which(tab)
        return tuple(name for name in names if name in wanted)


@cache
def _by_which(tab: Tab) -> frozenset[str]:
    """What the rows of a tab are found, ordered and told apart by, whatever of them is shown."""
    told = () if tab.kinds is None else (tab.kinds[0],)
    key = () if tab.key is None else (tab.key.name,)
    ordered = (getattr(column, "name", "") for column, _ in statements.order_columns(tab.order))
    return frozenset(("id", "kind", *told, *key, *ordered))


@lru_cache(maxsize=2_000)
def _statement(tab: Tab, names: tuple[str, ...], shape: Shape, rooted: bool) -> statements.Statement:
    """The reading of these columns: always the same text for a tab, and dear to write."""
    return statements.rows(tab, _selected(tab, names), shape, rooted=rooted)


class _Rows:
    def __init__(
        self,
        reader: Reader,
        tab: Tab,
        names: tuple[str, ...],
        shape: Shape,
        rooted: bool,
        narrowing: Narrowing | None,
    ) -> None:
        self.reader, self.tab, self.shape = reader, tab, shape
        if narrowing is None:
            self.statement = _statement(tab, names, shape, rooted)
        else:
            columns = _selected(tab, names)
            self.statement = statements.rows(tab, columns, shape, rooted=rooted, narrowing=narrowing)

    async def load(self, keys: Sequence[Any]) -> list[Any]:
        asked = _asked(keys)
        rows = await self.reader.rows(self.statement, None, self.tab.name, keys=asked)
        if self.shape is Shape.ONE:
            one = {row[-1]: row for row in rows}
            return [one.get(key) for key in asked]
        found: dict[Any, list[Any]] = {key: [] for key in asked}
        for row in rows:
            found[row[-1]].append(row)
        return [found[key] for key in asked]


class _Pages:
    def __init__(
        self,
        reader: Reader,
        tab: Tab,
        names: tuple[str, ...],
        rooted: bool,
        first: int,
        after: str | None,
        narrowing: Narrowing | None,
    ) -> None:
        self.names = names
        if not 1 <= first <= LARGEST_PAGE:
            raise RequestError(
                RequestCode.BAD_USER_INPUT, f"A page has 1 to {LARGEST_PAGE} entries; `first` is {first}."
            )
        self.reader, self.tab, self.rooted, self.narrowing = reader, tab, rooted, narrowing
        self.first, self.after = first, after
        self.order = statements.order_columns(narrowing.order if narrowing and narrowing.order else tab.order)
        self.values: dict[str, Any] = {"first": first + 1}
        if after is not None:
            types = [column.type.python_type for column, _ in self.order]
            self.values |= {
                f"after{i}": value for i, value in enumerate(cursors.read(tab.name, after, types))
            }

    async def load(self, keys: Sequence[Any]) -> list[Any]:
        asked = _asked(keys)
        statement = statements.rows(
            self.tab,
            _selected(self.tab, self.names),
            Shape.PAGE,
            rooted=self.rooted,
            after=self.after is not None,
            narrowing=self.narrowing,
        )
        rows = await self.reader.rows(statement, None, self.tab.name, keys=asked, **self.values)
        pages: dict[Any, list[Any]] = {key: [] for key in asked}
        for row in rows:
            pages[row[-1]].append(row)
        count = _Counted(self, asked)
        return [Page(self, key, pages[key], count) for key in asked]


class _Counted:
    """The totals of all parents of one batch, read when the first of them is asked for."""

    def __init__(self, pages: _Pages, keys: Sequence[Any]) -> None:
        self.loader = _Loader(batch_load_fn=self._load)
        self.pages, self.keys = pages, keys

    async def _load(self, keys: Sequence[Any]) -> list[int]:
        statement = statements.counts(
            self.pages.tab, rooted=self.pages.rooted, narrowing=self.pages.narrowing
        )
        asked = _asked(keys)
        tab = f"{self.pages.tab.name}, counted"
        counted = await self.pages.reader.rows(statement, None, tab, keys=asked)
        totals = {key: number for number, key in counted}
        return [totals.get(key, 0) for key in asked]


class Page:
    """One page as graphql-core walks through it; attributes are named as `Connection` names its fields."""

    def __init__(self, pages: _Pages, key: Any, rows: Sequence[Any], counted: _Counted) -> None:
        self._pages, self._key, self._counted = pages, key, counted
        self.nodes = list(rows[: pages.first])
        self.edges = [Entry(self._cursor(row), row) for row in self.nodes]
        self.has_next_page = len(rows) > pages.first
        self.has_previous_page = pages.after is not None
        self.start_cursor = self.edges[0].cursor if self.edges else None
        self.end_cursor = self.edges[-1].cursor if self.edges else None

    def _cursor(self, row: Any) -> str:
        return cursors.write(self._pages.tab.name, [row[column.name] for column, _ in self._pages.order])

    @property
    def page_info(self) -> Page:
        return self

    @property
    async def total_count(self) -> int:
        return min(await self._total(), COUNT_CAP)

    @property
    async def total_count_capped(self) -> bool:
        return await self._total() > COUNT_CAP

    async def _total(self) -> int:
        total: int = await self._counted.loader.load("" if self._key is None else self._key)
        return total


class Entry:
    """One entry of a page."""

    __slots__ = ("cursor", "node")

    def __init__(self, cursor: str, node: Any) -> None:
        self.cursor, self.node = cursor, node


def _selected(tab: Tab, names: Sequence[str]) -> list[Any]:
    """These columns, and the entity, by which `Node` tells whose row it is."""
    entity: Any = sa.literal_column(f"'{tab.entity or ''}'").label(statements.ENTITY)
    return [*(tab.c[name] for name in names), entity]


def _asked(keys: Sequence[Any]) -> list[Any]:
    """The keys as rows have them: a loader takes no None, so that a root's only key is the empty text."""
    return [None if key == "" else key for key in keys]
