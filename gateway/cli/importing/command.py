"""`gateway import`: a file of customers, from its options to the figures at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from db.migrate import is_current
from db.store import Store, open_store
from db.work import begin_work
from domain.customers import Kind
from domain.imported_values import DateOrder, Here, Lists
from domain.imports import ATTRIBUTE, PREFERENCE, HeaderRefused, columns_of
from gateway.cli.importing.reading import CsvFile, FileRefused
from gateway.cli.importing.reports import Duplicates, Rejected
from gateway.cli.importing.rows import Form
from gateway.cli.importing.running import IMPORTER, Import, Row
from gateway.cli.importing.scratch import Scratch
from gateway.cli.refusals import CommandRefused
from gateway.cli.starting import run
from gateway.commands._imports import alone, lists
from gateway.commands.customers import Circumstances
from gateway.context import system_clock
from gateway.keys import protected_keys
from gateway.resolvers.duplicates import finder
from gateway.settings import Region, Settings
from gateway.vault import Vault

# A statement of an import may wait for one of the box office, which is never that long.
_STATEMENT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options of the command."""

    kind: Kind
    trial: bool = False
    refuse_alike: bool = False
    system: str = "import"
    encoding: str | None = None
    dates: DateOrder | None = None
    mapped: Mapping[str, str] = field(default_factory=dict)
    ignored: Sequence[str] = ()


@dataclass(slots=True)
class Figures:
    """How many rows became records, were records already or were refused, and how many may be duplicates."""

    created: int = 0
    known: int = 0
    rejected: int = 0
    alike: int = 0


def import_file(
    path: Path, wishes: Wishes, settings: Settings, url: str, progress: Callable[[int, int], None]
) -> Figures:
    """Import the rows of a file into the store at `url`; what was refused lies beside the file afterwards.

    `progress` is told how many bytes of how many are done. Raises CommandRefused where the file cannot be read at
    all, or another import is under way.
    """
    try:
        with CsvFile(path, wishes.encoding) as file, Scratch() as scratch:
            return run(_imported(file, scratch, path, wishes, settings, url, progress))
    except (HeaderRefused, FileRefused, UnicodeError) as refused:
        raise CommandRefused(str(refused)) from None


async def _imported(
    file: CsvFile,
    scratch: Scratch,
    path: Path,
    wishes: Wishes,
    settings: Settings,
    url: str,
    progress: Callable[[int, int], None],
) -> Figures:
    columns = columns_of(file.header, wishes.kind, mapped=wishes.mapped, ignored=wishes.ignored)
    async with _alone(url) as store:
        known = await _lists(store.writes)
        _check_names(columns, known)
        here = Here(settings.country, settings.currency, wishes.dates or _DATES[settings.region])
        form = Form(wishes.kind, file.header, columns, wishes.system, known, here)
        vault = Vault(*protected_keys(settings))
        importing = Import(
            store.writes,
            form,
            lambda now: Circumstances(
                now.astimezone(settings.zone).date(), settings.country, settings.currency, vault
            ),
            finder(settings),
            wishes.refuse_alike,
            wishes.trial,
            system_clock,
            scratch,
        )
        figures = Figures()
        with Rejected(path, file.header) as rejected, Duplicates(path) as duplicates:
            await importing.run(
                file,
                lambda row: _told(row, figures, rejected, duplicates),
                lambda done: progress(done, file.size),
            )
        return figures


def _told(row: Row, figures: Figures, rejected: Rejected, duplicates: Duplicates) -> None:
    if row.imported is None:
        figures.rejected += 1
        rejected.add_row(row.record.cells, row.record.line, row.reasons)
        return
    figures.created += row.is_new
    figures.known += not row.is_new
    if row.imported.alike:
        figures.alike += 1
        duplicates.add_row(row.record.line, row.imported.friendly_id, row.imported.alike)


_DATES = {
    Region.UK: DateOrder.DAY_FIRST,
    Region.IE: DateOrder.DAY_FIRST,
    Region.US: DateOrder.MONTH_FIRST,
    # Both are written there.
    Region.CA: DateOrder.NEITHER,
}


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[Store]:
    """The store, at the newest migration and with no other import on it."""
    async with open_store(
        database_url=url,
        read_url=None,
        redis_url=None,
        pool_size=1,
        statement_seconds=_STATEMENT_SECONDS,
    ) as store:
        async with store.writes.connect() as connection:
            if not await is_current(connection):
                raise CommandRefused("The database is not at the newest migration; run `migrate` first.")
        async with alone(store) as is_alone:
            if not is_alone:
                raise CommandRefused("Another import is under way; wait for its end.")
            yield store


async def _lists(engine: AsyncEngine) -> Lists:
    async with begin_work(engine, actor=IMPORTER, now=system_clock(), correlation_id="") as tx:
        tx.nothing_changed()
        return await lists(tx)


def _check_names(columns: Sequence[str | None], known: Lists) -> None:
    """The attributes and preferences that the header names are there."""
    of = {ATTRIBUTE: known.attributes, PREFERENCE: known.preferences}
    wrong = []
    for column in columns:
        what, _, name = (column or "").partition(": ")
        if name and name not in of[what]:
            wrong.append(f'There is no {what} "{name}". There are: {", ".join(sorted(of[what])) or "none"}.')
    if wrong:
        raise HeaderRefused("\n".join(wrong))
