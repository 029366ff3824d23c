"""What the tabs below Orders ask of the store: through which indexes, and how many statements."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from db import embedded, migrate
from db.store import connection_arguments
from gateway.engine import ids
from gateway.engine.declare import Shape, Tab
from gateway.engine.statements import counts, rows
from gateway.loaders.donations import DONATIONS
from gateway.loaders.merchandise import MERCHANDISE
from gateway.loaders.print_at_home import PRINT_AT_HOME
from gateway.loaders.reservations import RESERVATIONS
from gateway.loaders.tickets import TICKETS
from gateway.settings import Settings
from tests import box_office as sell
from tests.api._order_tabs import people
from tests.ask import Ask, asking
from tests.database import Database

# 3,000 orders of 750 people: two tickets each, a gift with each, now and then for somebody else, with a scarf.
STOCK = """
create temp table person as select n, uuidv7() as id, uuidv7() as home from generate_series(1, 750) n;
insert into household (id, primary_id) select home, id from person;
insert into customer (id, kind, first_name, last_name, first_key, last_key, household_id)
    select id, 'I', 'a', 'b', 'a', 'b', home from person;
insert into venue (name) values ('House');
insert into seating_plan (venue_id, name) select id, 'Main' from venue;
insert into event (name) values ('Play');
insert into instance (event_id, seating_plan_id, starts_at)
    select e.id, p.id, timestamptz '2026-01-01 19:30Z' + n * interval '1 day'
    from event e, seating_plan p, generate_series(1, 300) n;
insert into ticket_type (name) values ('Full');
insert into product (name, price_minor) values ('Scarf', 500);
insert into fund (name) values ('Roof');
insert into customer_order (owner_id, owner_name, facilitator_id, sales_channel, state, placed_at, edited_at,
    confirmed_at, reserved_until, placed_by)
select p.id, 'x', q.id, 'COUNTER', case when g.n % 9 = 0 then 'RESERVED' else 'CONFIRMED' end, t, t, t,
    case when g.n % 9 = 0 then t + interval '300 days' end, 'bea'
from (select n, timestamptz '2026-01-01 00:00Z' + n * interval '1 hour' as t from generate_series(1, 3000) n) g
join person p on p.n = 1 + g.n % 750
left join person q on q.n = 1 + (g.n + 7) % 750 and g.n % 5 = 0;
create temp table o as select id, state, placed_at as at, row_number() over (order by id) as n from customer_order;
create temp table i as select id, row_number() over (order by id) as n from instance;
insert into order_item (order_id, kind, state, added_at, full_price_minor, instance_id, ticket_type_id, delivery_method)
    select o.id, 'TICKET', case o.state when 'RESERVED' then 'RESERVED' else 'SOLD' end, o.at, 2500, i.id, t.id,
        'E_TICKET'
    from o join i on i.n = 1 + o.n % 300 cross join generate_series(1, 2) cross join ticket_type t;
insert into order_item (order_id, kind, state, added_at, full_price_minor, product_id)
    select o.id, 'MERCHANDISE', 'SOLD', o.at, 500, p.id from o, product p where o.n % 4 = 0;
create temp table g as select uuidv7() as id, o.id as order_id, o.at from o;
insert into order_item (id, order_id, kind, state, added_at, full_price_minor)
    select id, order_id, 'DONATION', 'SOLD', at, 1000 from g;
insert into donation (order_item_id, order_id, fund_id, source, amount_minor, made_on)
    select g.id, g.order_id, f.id, 'STANDALONE', 1000, g.at::date from g, fund f;
insert into soft_credit (order_id, customer_id, type)
    select o.id, p.id, 'x' from o join person p on p.n = 1 + (o.n * 7) % 750 where o.n % 7 = 0;
"""
GROWING = {"customer_order", "order_item", "donation", "customer"}


@dataclass(frozen=True, slots=True)
class Sold:
    """A store of some thousands of orders, and one of its customers."""

    connection: Any
    customer: UUID

    async def plan(self, statement: Any) -> list[dict[str, Any]]:
        """The nodes of the plan of a statement about the customer, whoever it is."""
        given = statement.arguments(
            {
                "keys": [self.customer],
                "first": 26,
                "sees_restricted": False,
                "now": datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
                "today": date(2026, 11, 22),
            }
        )
        found = await self.connection.fetchval(f"explain (format json) {statement.text}", *given)
        return list(_nodes(json.loads(found)[0]["Plan"]))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)


@pytest.fixture(scope="module")
async def sold(services: embedded.Services, settings: Settings) -> AsyncIterator[Sold]:
    superuser = await asyncpg.connect(**connection_arguments(services.superuser_url))
    await superuser.execute("create database sold owner gateway_owner")
    await superuser.close()
    url = services.owner_url.replace("/gateway?", "/sold?")
    await migrate.upgrade(url)
    connection = await asyncpg.connect(**connection_arguments(url))
    await connection.execute(STOCK)
    await connection.execute(
        "vacuum (analyze) customer_order, order_item, donation, soft_credit, instance, product"
    )
    yield Sold(connection, await connection.fetchval("select owner_id from customer_order limit 1"))
    await connection.close()


@pytest.mark.rule("ORD-P01")
@pytest.mark.parametrize(
    "tab", [TICKETS, RESERVATIONS, MERCHANDISE, DONATIONS, PRINT_AT_HOME], ids=lambda tab: tab.name
)
async def test_what_somebody_has_of_orders_is_read_through_indexes(sold: Sold, tab: Tab) -> None:
    columns = [column for column in tab.c if column.name != "soft_credited"]
    for statement in (rows(tab, columns, Shape.PAGE), counts(tab)):
        nodes = await sold.plan(statement)

        whole = {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"}
        assert whole & GROWING == set()
        through = {node["Index Name"] for node in nodes if "Index Name" in node}
        assert through >= {
            "ix_customer_order_owner_id",
            "ix_customer_order_facilitator_id",
            "ix_donation_order_id" if tab is DONATIONS else "ix_order_item_order_id",
        }
        # Those who are only credited are not asked for, so that nobody looks for them.
        assert "ix_soft_credit_customer_id" not in through


@pytest.fixture
async def told(settings: Settings) -> AsyncIterator[Ask]:
    """An application that tells how it answered."""
    async with asking(settings, explain=True) as ask:
        ask.client.headers["x-explain"] = "1"
        yield ask


ROWS = (
    "order { number } event { name } instance { venue { name } } seatingPlan { name } seats tickets { seat }"
)
LIST = f"""query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Customer {{
    tickets {{ nodes {{ {ROWS} }} }} reservations {{ nodes {{ {ROWS} }} }} printAtHome {{ nodes {{ {ROWS} }} }}
    merchandise {{ nodes {{ product {{ name }} }} }} donations {{ nodes {{ fund {{ name }} giftAid {{ status }} }} }}
}} }} }}"""


async def test_a_list_of_records_takes_as_many_statements_as_one(told: Ask, database: Database) -> None:
    homes, owners = people(3)
    roof, scarf, shows = sell.fund(), sell.product(), [sell.show() for _ in owners]
    held: list[Any] = []
    for owner, show in zip(owners, shows, strict=True):
        order = sell.order(owner, reserved_until=datetime(2026, 12, 1, tzinfo=UTC))
        tickets = [sell.ticket(order, show), sell.ticket(order, show, state="RESERVED")]
        held += [*show.rows, order, *tickets, sell.merchandise(order, scarf), *sell.donation(order, roof)]
    await database.save(*homes, *owners, roof, scarf, *held)

    async def statements(number: int) -> int:
        answer = await told(LIST, ids=[ids.encode("cus", owner.id) for owner in owners[:number]])
        assert all(len(tab["nodes"]) == 1 for node in answer.ok["nodes"] for tab in node.values())
        explained = answer.extensions["explain"]
        assert (explained["form"], explained["bailed"]) == ("level by level", None)
        # What confirms who asks stands nowhere in the answer.
        return sum(statement["at"] is not None for statement in explained["statements"])

    assert await statements(3) == await statements(1) == 23
