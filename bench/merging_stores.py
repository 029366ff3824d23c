"""Makes the store that large merges are measured on: pairs with 100,000 rows between them, and others beside them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import asyncpg

from db import embedded, migrate
from db.demo.personas import load_personas
from db.store import connection_arguments

OTHERS, PAIRS = 5_000, 6
OF_THE_LOSER, OF_THE_SURVIVOR = 80_000, 20_000
"""Rows of each that name the customer; the lines of orders come on top."""

# Out of ten rows five are orders, two mailings, two activities and one an answer to a contact preference.
_PEOPLE = f"""
create temp table person as
    select n, uuidv7() as id, uuidv7() as home, uuidv7() as place from generate_series(1, {OTHERS} + 3 * {PAIRS}) n;
insert into household (id, primary_id) select home, id from person;
insert into customer (id, kind, first_name, last_name, first_key, last_key, household_id, phone)
    select id, 'I', 'Ada ' || n, 'Lovelace', 'ada ' || n, 'lovelace', home, '0117 496 0999' from person;
insert into household_membership (household_id, customer_id, joined_at, joined_because)
    select home, id, now(), 'RECORD_MADE' from person;
insert into address (id, customer_id, line1, town, postcode, country_code, default_billing, default_delivery,
    address_key, postcode_key, line1_key)
    select place, id, n || ' High Street', 'Bristol', 'BS1 1AA', 'GB', true, true, n || ' high street bristol',
        'BS11AA', n || ' high street' from person;
create temp table held as
    select p.id as customer, p.n, row_number() over (order by p.n, g.n) as place
    from person p
    cross join lateral generate_series(1, case
        when p.n <= {OTHERS} then 20
        when p.n <= {OTHERS} + {PAIRS} then {OF_THE_SURVIVOR}
        else {OF_THE_LOSER} end) g(n);
insert into ticket_type (name) values ('Full');
insert into venue (name) values ('House');
insert into seating_plan (venue_id, name) select id, 'Main' from venue;
insert into event (name) values ('Play');
insert into instance (event_id, seating_plan_id, starts_at)
    select e.id, p.id, timestamptz '2026-01-01 19:30Z' from event e, seating_plan p;
insert into activity_type (name) values ('Call');
insert into preference_definition (id, name, channel) values (uuidv7(), 'News by email', 'EMAIL');
insert into preference_statement (definition_id, statement, body) select id, 1, 'News?' from preference_definition;
"""
_ORDERS = """
create temp table o as select uuidv7() as id, customer, place from held where place % 10 < 5;
insert into customer_order (id, owner_id, owner_name, sales_channel, state, placed_at, edited_at, confirmed_at,
    placed_by)
    select id, customer, 'x', 'COUNTER', 'CONFIRMED', at, at, at, 'bea'
    from (select *, timestamptz '2024-01-01 00:00Z' + place % 20000 * interval '1 hour' as at from o) each;
insert into order_item (order_id, kind, state, added_at, full_price_minor, instance_id, ticket_type_id,
    delivery_method, attended)
    select o.id, 'TICKET', 'SOLD', timestamptz '2024-01-01 00:00Z', 2500, i.id, t.id, 'E_TICKET', false
    from o, instance i, ticket_type t;
"""
_REST = """
create temp table sent as
    select customer, row_number() over (partition by customer order by place) as place
    from held where place % 10 in (5, 6);
insert into mailing (name, kind, created_at)
    select 'News ' || place, 'INTEGRATED_EMAIL', now() from generate_series(1, (select max(place) from sent)) place;
insert into mailing_record (mailing_id, customer_id, sent_at)
    select m.id, s.customer, timestamptz '2025-01-01 00:00Z' from sent s join mailing m on m.name = 'News ' || s.place;
insert into activity (customer_id, type_id, subject, due_at, created_by)
    select h.customer, t.id, 'Talk', timestamptz '2025-01-01 00:00Z', 'femi' from held h, activity_type t
    where h.place % 10 in (7, 8);
insert into preference_answer (customer_id, definition_id, statement, answer, source, at)
    select h.customer, d.id, 1, 'YES', 'STAFF', timestamptz '2025-01-01 00:00Z' + h.place * interval '1 second'
    from held h, preference_definition d where h.place % 10 = 9;
create table bench_row (like transformation_row including all);
"""


@dataclass(frozen=True, slots=True)
class People:
    """Who is merged into whom, those whose rows are written to beside, and everybody else."""

    survivors: tuple[UUID, ...]
    losers: tuple[UUID, ...]
    unrelated: tuple[UUID, ...]
    others: tuple[UUID, ...]


async def make(running: embedded.Services) -> People:
    """Fill the store."""
    await migrate.upgrade(running.owner_url)
    connection = await asyncpg.connect(**connection_arguments(running.superuser_url))
    try:
        await load_personas(connection)
        # Rows are made with what they point at, so that there is nothing for the store to check one by one.
        await connection.execute("set session_replication_role = replica")
        for part in (_PEOPLE, _ORDERS, _REST):
            await connection.execute(part, timeout=600)
        await connection.execute("grant all on bench_row to gateway_app")
        await connection.execute("vacuum (analyze)", timeout=600)
        everybody = [key for (key,) in await connection.fetch("select id from person order by n")]
    finally:
        await connection.close()
    pairs = everybody[OTHERS:]
    return People(
        tuple(pairs[:PAIRS]),
        tuple(pairs[PAIRS : 2 * PAIRS]),
        tuple(pairs[2 * PAIRS :]),
        tuple(everybody[:OTHERS]),
    )
