"""What is read of an agency with thousands of orders: no more of them than are shown, counted or decided by.

The store tells how often it looked something up, whatever the plan, for statements planned as they are for readers.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from db import embedded, migrate
from db.store import connection_arguments
from domain.sections import Counted
from gateway.engine.declare import Shape, Tab
from gateway.engine.statements import Statement, rows
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.merchandise import MERCHANDISE
from gateway.loaders.print_at_home import PRINT_AT_HOME
from gateway.loaders.tickets import TICKETS
from gateway.settings import Settings

# 3,000 orders of an organisation and one of each of 500 others: two tickets for one of 300 nights and a gift in each, a
# scarf in every second one, and a deposit on every hundredth, which is half used.
STOCK = """
create temp table person as select n, uuidv7() as id, uuidv7() as home from generate_series(0, 500) n;
insert into customer (id, kind, name, last_key) select id, 'O', 'Agency', 'agency' from person where n = 0;
insert into household (id, primary_id) select home, id from person where n > 0;
insert into customer (id, kind, first_name, last_name, first_key, last_key, household_id)
    select id, 'I', 'a', 'b', 'a', 'b', home from person where n > 0;
insert into venue (name) values ('House');
insert into seating_plan (venue_id, name) select id, 'Main' from venue;
insert into event (name) values ('Play');
create temp table night as
    select n, uuidv7() as id, timestamptz '2026-01-01 19:30Z' + n * interval '1 day' as at
    from generate_series(0, 299) n;
insert into instance (id, event_id, seating_plan_id, starts_at)
    select n.id, e.id, p.id, n.at from night n, event e, seating_plan p;
insert into ticket_type (name) values ('Full');
insert into product (name, price_minor) values ('Scarf', 500);
insert into fund (name) values ('Roof');
create temp table o as
    select uuidv7() as id, p.id as owner, g.n, timestamptz '2025-01-01 00:00Z' + g.n * interval '3 hours' as at
    from generate_series(1, 3500) g(n) join person p on p.n = greatest(g.n - 3000, 0);
insert into customer_order (id, owner_id, owner_name, sales_channel, state, placed_at, edited_at, confirmed_at,
    placed_by) select id, owner, 'x', 'COUNTER', 'CONFIRMED', at, at, at, 'bea' from o order by n;
insert into order_item (order_id, kind, state, added_at, full_price_minor, instance_id, ticket_type_id, delivery_method)
    select o.id, 'TICKET', 'SOLD', o.at, 2500, night.id, t.id, 'E_TICKET'
    from o join night on night.n = o.n % 300 cross join generate_series(1, 2) cross join ticket_type t;
insert into order_item (order_id, kind, state, added_at, full_price_minor, product_id)
    select o.id, 'MERCHANDISE', 'SOLD', o.at, 500, p.id from o, product p where o.n % 2 = 0;
create temp table gift as select uuidv7() as id, o.id as order_id, o.at from o;
insert into order_item (id, order_id, kind, state, added_at, full_price_minor)
    select id, order_id, 'DONATION', 'SOLD', at, 1000 from gift;
insert into donation (order_item_id, order_id, fund_id, source, amount_minor, made_on)
    select g.id, g.order_id, f.id, 'STANDALONE', 1000, g.at::date from gift g, fund f;
insert into order_payment (order_id, kind, method, amount_minor, at) select id, 'PAYMENT', 'CARD', 5000, at from o;
insert into order_payment (order_id, kind, method, amount_minor, at)
    select o.id, d.kind, 'CARD', d.amount, o.at
    from o, (values ('DEPOSIT_TAKEN', 500), ('DEPOSIT_USED', 250)) d(kind, amount) where n % 100 = 0;
"""
ASKED: Mapping[str, Any] = {
    "first": 21,
    "actor_id": None,
    "sees_restricted": False,
    "sees_pink": False,
    "sees_blue": True,
    "sees_inactive": True,
    "now": datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
    "today": date(2026, 11, 22),
    "earliest_backdate": date(2022, 11, 22),
    "zone": "Europe/London",
}
WORK = """select sum(idx_scan)::int, sum(coalesce(seq_tup_read, 0) + idx_tup_fetch)::int
    from pg_stat_xact_user_tables where relname = $1"""


@dataclass(frozen=True, slots=True)
class Read:
    """What a statement answered, how often a table was looked into, and how many rows were fetched from it."""

    answer: list[Any]
    looked: int
    fetched: int


@dataclass(frozen=True, slots=True)
class Account:
    """A store, and the customer in it who has most of the orders."""

    connection: Any
    id: UUID

    async def read(self, statement: Statement, table: str, **given: Any) -> Read:
        """The statement about the account, and the work it was in this table."""
        arguments = statement.arguments({"keys": [self.id], **ASKED, **given})
        planned = await self.connection.prepare(statement.text)
        # Planning it, which is done when it first runs, looks into tables too.
        await planned.fetch(*arguments)
        async with self.connection.transaction():
            looked, fetched = await self.connection.fetchrow(WORK, table)
            answer = await planned.fetch(*arguments)
            now_looked, now_fetched = await self.connection.fetchrow(WORK, table)
        return Read(answer, now_looked - looked, now_fetched - fetched)


@pytest.fixture(scope="module")
async def account(services: embedded.Services, settings: Settings) -> AsyncIterator[Account]:
    superuser = await asyncpg.connect(**connection_arguments(services.superuser_url))
    await superuser.execute("create database large_account owner gateway_owner")
    await superuser.close()
    url = services.owner_url.replace("/gateway?", "/large_account?")
    await migrate.upgrade(url)
    # Of rows whose commit may still be lost indexes alone tell nothing, and those of tests may.
    own = {"plan_cache_mode": "force_generic_plan", "synchronous_commit": "on"}
    connection = await asyncpg.connect(**connection_arguments(url), server_settings=own)
    await connection.execute(STOCK)
    await connection.execute("vacuum (analyze)")
    yield Account(connection, await connection.fetchval("select owner from o where n = 1"))
    await connection.close()


@pytest.mark.rule("ORD-P07", "ORD-P08")
async def test_a_page_in_the_order_of_orders_looks_into_as_many_of_them_as_it_shows(account: Account) -> None:
    columns = list(MERCHANDISE.c)
    first = await account.read(rows(MERCHANDISE, columns, Shape.PAGE), "order_item")
    last = first.answer[-1]
    after = {"after0": last["placed_at"], "after1": last["number"], "after2": last["product_id"]}
    second = await account.read(rows(MERCHANDISE, columns, Shape.PAGE, after=True), "order_item", **after)

    placed = [row["placed_at"] for row in (*first.answer, *second.answer)]
    assert len(placed) == len(set(placed)) == 42
    assert placed == sorted(placed, reverse=True)
    # A scarf was sold with every second order, and one more may be needed to see that no other was placed then.
    assert 41 <= first.looked <= 45
    assert 41 <= second.looked <= 45


@pytest.mark.rule("ORD-P07", "ORD-P08")
@pytest.mark.parametrize("tab", [TICKETS, PRINT_AT_HOME], ids=lambda tab: tab.name)
async def test_indexes_alone_decide_which_instances_come_last(account: Account, tab: Tab) -> None:
    page = rows(tab, list(tab.c), Shape.PAGE)

    of_items = await account.read(page, "order_item")
    of_orders = await account.read(page, "customer_order")

    # There are ten orders for each night: the last two nights, and the first order of the one before.
    starts = [row["starts_at"] for row in of_items.answer]
    assert (starts, len(set(starts))) == (sorted(starts, reverse=True), 3)
    assert {row["quantity"] for row in of_items.answer} == {2}
    # Two tickets of each row shown, for what is told of them and for their seats; and nothing of the other orders.
    assert of_items.fetched == 21 * 2 * 2
    assert of_orders.fetched == 0


@pytest.mark.rule("NAV-P01")
async def test_sections_stop_counting_where_their_tabs_do(account: Account) -> None:
    read = await account.read(rows(CUSTOMERS, [CUSTOMERS.c.section_counts], Shape.ONE), "order_item")

    counted = dict(zip(Counted, read.answer[0]["section_counts"], strict=True))
    large = {key: count for key, count in counted.items() if count}
    assert large == {
        Counted.ALL_ORDERS: 1_000,
        Counted.MERCHANDISE: 1_000,
        Counted.TICKETS: 1_000,
        Counted.DONATIONS: 1_000,
        Counted.PRINT_AT_HOME: 1_000,
    }
    # Scarves are in every second order, the last among them; without an end each of the four would take all 3,000.
    assert 1_999 + 3 * 1_000 <= read.looked <= 2_000 + 3 * 1_000


@pytest.mark.rule("NAV-N01", "ORD-P04")
async def test_unused_deposits_are_found_without_the_payments_of_all_orders(account: Account) -> None:
    read = await account.read(rows(CUSTOMERS, [CUSTOMERS.c.unused_deposits], Shape.ONE), "order_payment")

    assert [amount for amount, *_ in read.answer[0]["unused_deposits"]] == [250] * 30
    assert read.fetched == 0


@pytest.mark.rule("NAV-N01")
async def test_gifts_of_an_organisation_which_cannot_declare_are_not_gone_through(account: Account) -> None:
    read = await account.read(
        rows(CUSTOMERS, [CUSTOMERS.c.undeclared_donations_minor], Shape.ONE), "order_item"
    )

    assert (read.answer[0]["undeclared_donations_minor"], read.looked) == (0, 0)


@pytest.mark.rule("NAV-N01")
async def test_gifts_are_found_by_the_orders_of_a_person_and_not_by_their_days(account: Account) -> None:
    """Each of the 3,500 gifts was made within the four years that can be claimed for."""
    person = await account.connection.fetchval("select owner from o where n = 3001")
    of_one = replace(account, id=person)
    columns = [CUSTOMERS.c.undeclared_donations_minor]

    read = await of_one.read(rows(CUSTOMERS, columns, Shape.ONE), "donation")

    assert (read.answer[0]["undeclared_donations_minor"], read.looked, read.fetched) == (1000, 1, 1)
