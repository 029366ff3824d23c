"""Fills an empty store with demo customers: all of them in one transaction, or none."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import asyncpg

from db.demo.claims import claims
from db.demo.contacts import Switchboard
from db.demo.dice import Dice
from db.demo.duplicates import PairRow, pairs
from db.demo.figures import Figures
from db.demo.history import By, Happening, write_history
from db.demo.house.rows import House
from db.demo.joining import Calendar
from db.demo.merging import ledger, write_former
from db.demo.personas import RHYS, load_accounts, load_personas
from db.demo.places import COUNTRY_OF_REGION
from db.demo.record import Pen, Seal
from db.demo.rows import Batch
from db.demo.sales.box_office import BoxOffice
from db.demo.sales.cast import FIRST_ORDER_NUMBER
from db.demo.sales.showcase import Showcase
from db.demo.setup import setup_rows
from db.demo.showcase import CUSTOMERS, LAST_NUMBER
from db.demo.stage import FIRST_NUMBER, Stage
from db.demo.world import World
from db.jobs import Job, enqueue_alone
from db.store import connection_arguments
from domain.audit import Method
from domain.jobs import SWEEP_AUTOTAGS

if TYPE_CHECKING:
    from db.demo.personas import AnyConnection

BATCH = 1000
_EMPTY = ("customer", "attribute_definition", "preference_definition", "tag_group", "venue", "event", "fund")
LOADED = "demo.loaded"
LONDON = ZoneInfo("Europe/London")
_SYSTEM = By(None, "system\\demo", Method.SYSTEM, None)

Progress = Callable[[int, int], None]


class AlreadyLoaded(Exception):
    """The store is not empty, so demo data would mix with what is there."""


async def load(
    database_url: str,
    *,
    customers: int,
    seal: Seal,
    today: date,
    progress: Progress,
    seed: int = 20261122,
    region: str = "UK",
    zone: ZoneInfo = LONDON,
) -> Figures:
    """Load so many customers, the showcase among them, with everything on their records.

    One record more is what is left of one that was merged into another.

    The same customers, seed, region, zone and today make the same data, but for what `seal` makes of protected values.
    `progress` is told how many records of how many are in the store's hands. Nothing is visible before the end,
    and a load that is broken off leaves nothing, except that customer numbers it had drawn are not used again.
    """
    if customers < CUSTOMERS:
        raise ValueError(f"Load at least {CUSTOMERS} customers: so many are in the showcase.")
    began = perf_counter()
    connection = await asyncpg.connect(**connection_arguments(database_url))
    try:
        async with connection.transaction(), _uncollected():
            # One load at a time; the second waits here, and then finds the store full.
            await connection.execute("select pg_advisory_xact_lock(hashtext('demo.loaded'))")
            await _refuse_unless_empty(connection)
            rows = await _fill(connection, customers, seed, region, zone, today, seal, progress)
        await _analyze(connection, rows)
    finally:
        await connection.close()
    return Figures(rows, perf_counter() - began)


@asynccontextmanager
async def _uncollected() -> AsyncIterator[None]:
    """Without the garbage collector: rows are freed by their counts, and looking for cycles among them takes a sixth
    of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


async def is_loaded(connection: AnyConnection) -> bool:
    """Whether demo data was loaded into this store, whole: a load that did not end has left nothing."""
    found = await connection.fetchval(
        "select exists (select from audit_entry where customer_id is null and event = $1)", LOADED
    )
    return bool(found)


async def _refuse_unless_empty(connection: AnyConnection) -> None:
    if await is_loaded(connection):
        raise AlreadyLoaded("The demo data is in this store already; use another store to load it anew.")
    for table in _EMPTY:
        if await connection.fetchval(f"select exists (select from {table})"):  # noqa: S608 - names from above
            raise AlreadyLoaded(
                f"This store has rows of its own in {table}; demo data goes into an empty store only."
            )


async def _fill(
    connection: AnyConnection,
    customers: int,
    seed: int,
    region: str,
    zone: ZoneInfo,
    today: date,
    seal: Seal,
    progress: Progress,
) -> Counter[str]:
    dice, calendar, country = Dice(seed), Calendar.until(today, slots=customers), COUNTRY_OF_REGION[region]
    counts: Counter[str] = Counter()
    await load_personas(connection)
    await load_accounts(connection, [RHYS])
    house = House.on(calendar.now, zone)
    for table, columns, rows in (*setup_rows(), *house.rows()):
        await _copy(connection, table, columns, rows, counts)
    numbers = await _draw_numbers(connection, customers)
    switchboard = Switchboard(country)
    records = World(dice, calendar, country, numbers).records()
    box_office = BoxOffice(Dice(seed + 1), house, country, apart=Dice(seed + 2))
    shown = Showcase(house, country)

    def next_batch() -> tuple[int, Batch]:
        batch = Batch()
        pen = Pen(batch, dice, switchboard, seal)
        written = 0
        for record in islice(records, BATCH):
            # What they bought may be later than what else is known of them, and is entered in their history.
            (shown if record.number <= LAST_NUMBER else box_office).serve(record, batch)
            pen.write(record)
            written += 1
        return written, batch

    done = 0
    # The store takes one batch in while the next is being thought up.
    ahead = asyncio.create_task(asyncio.to_thread(next_batch))
    try:
        while done < customers:
            written, batch = await ahead
            ahead = asyncio.create_task(asyncio.to_thread(next_batch))
            await _number_orders(connection, batch)
            for table, columns, rows in batch.tables():
                await _copy(connection, table, columns, rows, counts)
            done += written
            progress(done, customers)
    finally:
        await asyncio.gather(ahead, return_exceptions=True)
    async for table, columns, rows in claims(connection, Dice(seed + 3), calendar.now.date()):
        await _copy(connection, table, columns, rows, counts)
    found = await pairs(connection, calendar.now)
    await _copy(connection, "duplicate_pair", PairRow._fields, found, counts)
    end, stage = Batch(), Stage(calendar.now, country)
    write_former(Pen(end, dice, switchboard, seal), end, stage)
    narrative = f"Loaded {customers:,} demonstration customers"
    write_history(end, dice, None, [Happening(calendar.now, _SYSTEM, LOADED, narrative)])
    for table, columns, rows in end.tables():
        await _copy(connection, table, columns, rows, counts)
    async for table, columns, rows in ledger(connection, stage):
        await _copy(connection, table, columns, rows, counts)
    # Records that are copied in cause no jobs one by one: they are compared, and their autotags looked at,
    # together.
    cause = f"{dice.getrandbits(64):016x}"
    await enqueue_alone(connection, [Job.of(SWEEP_AUTOTAGS, {"cause": "the customers were loaded"}, cause)])
    return counts


async def _draw_numbers(connection: AnyConnection, customers: int) -> list[int]:
    """The number of each slot, rising. The showcase has its own numbers, also after a load that was broken off."""
    drawn = await connection.fetch("select nextval('customer_number') from generate_series(1, $1)", customers)
    later = sorted(number for (number,) in drawn if number > LAST_NUMBER)
    return [*range(FIRST_NUMBER, LAST_NUMBER + 1), *later[: customers - CUSTOMERS]]


async def _number_orders(connection: AnyConnection, batch: Batch) -> None:
    """Number the orders as they were placed. Those of the showcase, in the first batch, have numbers of their own."""
    orders, numbered = batch.orders()
    drawn = await connection.fetch("select nextval('order_number') from generate_series(1, $1)", orders)
    last = FIRST_ORDER_NUMBER + numbered - 1
    batch.number_orders(sorted(number for (number,) in drawn if number > last)[: orders - numbered])


async def _analyze(connection: AnyConnection, tables: Iterable[str]) -> None:
    """Tell the planner at once, where this role may; else autovacuum does within a minute or so."""
    for table in tables:
        if await connection.fetchval("select has_table_privilege($1, 'maintain')", table):
            await connection.execute(f"analyze {table}")


async def _copy(
    connection: AnyConnection,
    table: str,
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    counts: Counter[str],
) -> None:
    await connection.copy_records_to_table(table, records=rows, columns=columns)
    counts[table] += len(rows)
