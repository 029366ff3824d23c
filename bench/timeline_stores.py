"""Makes the store that timelines are measured on: one patron with 20,000 entries among several 100,000 orders."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import asyncpg

from db import embedded, migrate
from db.store import connection_arguments

OTHERS, ORDERS_OF_OTHERS = 20_000, 300_000
OWN, BOOKED, CREDITED = 5_200, 500, 300
"""Orders of the patron's own, of an organisation that the patron booked for, and of others to be credited with."""

_PEOPLE = f"""
create temp table person as select n, uuidv7() as id, uuidv7() as home from generate_series(0, {OTHERS}) n;
insert into household (id, primary_id) select home, id from person;
insert into customer (id, kind, first_name, last_name, first_key, last_key, household_id)
    select id, 'I', 'a', 'b', 'a', 'b', home from person;
create temp table agency as select uuidv7() as id;
insert into customer (id, kind, name, last_key) select id, 'O', 'Agency', 'agency' from agency;
insert into user_account (username, email, name) values ('fundraiser', 'f@example.org', 'A Fundraiser');
"""
_ON_OFFER = """
insert into venue (name) values ('House');
insert into seating_plan (venue_id, name) select id, 'Main' from venue;
insert into event (name) select 'Play ' || n from generate_series(1, 100) n;
create temp table night as
    select n, uuidv7() as id, timestamptz '2023-01-01 19:30Z' + n * interval '1 day' as at
    from generate_series(0, 1499) n;
insert into instance (id, event_id, seating_plan_id, starts_at)
    select n.id, e.id, p.id, n.at from night n
    join (select id, row_number() over () - 1 as place from event) e on e.place = n.n % 100, seating_plan p;
insert into ticket_type (name) values ('Full');
insert into product (name, price_minor) values ('Scarf', 500), ('Programme', 400);
insert into fund (name) values ('Roof');
insert into campaign (name) select 'Campaign ' || n from generate_series(1, 40) n;
insert into opportunity_stage (name, position, probability_percent) values ('Asked', 1, 40), ('Pledged', 2, 90);
insert into activity_type (name) values ('Call'), ('Meeting');
insert into membership_type (name, price_minor, renewal_price_minor, period_length, period_unit)
    values ('Friends', 6000, 5400, 1, 'YEAR');
"""
_ORDERS = f"""
create temp table o as
    select uuidv7() as id, person.id as owner, null::uuid as facilitator, null::uuid as credited, g.n,
        timestamptz '2022-12-01 00:00Z' + g.n % 12000 * interval '3 hours' as at
    from generate_series(1, {ORDERS_OF_OTHERS}) g(n) join person on person.n = 1 + g.n % {OTHERS}
    union all
    select uuidv7(), patron.id, null, null, g.n, timestamptz '2022-12-01 00:00Z' + g.n * interval '6 hours'
    from generate_series(1, {OWN}) g(n), person patron where patron.n = 0
    union all
    select uuidv7(), agency.id, patron.id, null, g.n, timestamptz '2022-12-01 01:00Z' + g.n * interval '2 days'
    from generate_series(1, {BOOKED}) g(n), person patron, agency where patron.n = 0
    union all
    select uuidv7(), other.id, null, patron.id, g.n, timestamptz '2022-12-01 02:00Z' + g.n * interval '3 days'
    from generate_series(1, {CREDITED}) g(n) join person other on other.n = g.n, person patron where patron.n = 0;
insert into customer_order (id, owner_id, owner_name, facilitator_id, sales_channel, state, placed_at, edited_at,
    confirmed_at, placed_by)
    select id, owner, 'x', facilitator, 'COUNTER', 'CONFIRMED', at, at, at, 'bea' from o order by at;
insert into soft_credit (order_id, customer_id, type)
    select id, credited, 'In memory' from o where credited is not null;
insert into order_item (order_id, kind, state, added_at, full_price_minor, instance_id, ticket_type_id,
    delivery_method, attended)
    select o.id, 'TICKET', 'SOLD', o.at, 2500, night.id, t.id, 'E_TICKET', o.n % 3 = 0
    from o join night on night.n = o.n % 1500 cross join generate_series(1, 2) cross join ticket_type t;
insert into order_item (order_id, kind, state, added_at, full_price_minor, product_id)
    select o.id, 'MERCHANDISE', 'SOLD', o.at, p.price_minor, p.id from o join product p on p.name = 'Scarf'
    where o.n % 2 = 0;
create temp table gift as select uuidv7() as id, o.id as order_id, o.at from o where n % 3 > 0;
insert into order_item (id, order_id, kind, state, added_at, full_price_minor)
    select id, order_id, 'DONATION', 'SOLD', at, 1000 from gift;
insert into donation (order_id, order_item_id, fund_id, source, amount_minor, made_on)
    select g.order_id, g.id, f.id, 'STANDALONE', 1000, g.at::date from gift g, fund f;
"""
_FUNDRAISING = """
create temp table opp as
    select uuidv7() as id, p.id as owner, c.id as campaign, row_number() over (partition by p.id) as place
    from person p join campaign c on p.n = 0 or (p.n < 2000 and c.name = 'Campaign 1');
insert into opportunity (id, customer_id, campaign_id, stage_id, owner_id, opened_on)
    select o.id, o.owner, o.campaign, s.id, u.id, '2023-01-01'
    from opp o, opportunity_stage s, user_account u where s.name = 'Asked' and u.username = 'fundraiser';
insert into stage_change (opportunity_id, kind, from_stage_id, to_stage_id, at, username)
    select o.id, 'MOVED', a.id, b.id,
        timestamptz '2023-01-01 09:00Z' + ((g.n * 40 + o.place) % 1400) * interval '1 day', 'fundraiser'
    from opp o, generate_series(1, 60) g(n), opportunity_stage a, opportunity_stage b
    where a.name = 'Asked' and b.name = 'Pledged';
create temp table promise as select uuidv7() as id, o.id as opportunity from opp o;
insert into pledge (id, kind, opportunity_id, fund_id, amount_minor, pledged_on)
    select p.id, 'PLEDGE', p.opportunity, f.id, 12000, '2023-02-01' from promise p, fund f;
insert into pledge_event (pledge_id, kind, at, username, amount_minor)
    select id, 'AMENDED', timestamptz '2023-02-01 10:00Z' + g.n * interval '30 days', 'fundraiser', 12000
    from promise, generate_series(1, 12) g(n);
insert into activity (customer_id, type_id, subject, notes, due_at, created_by)
    select p.id, t.id, 'Talk', 'They were glad.',
        timestamptz '2023-01-01 11:00Z' + g.n * interval '12 hours', 'fundraiser'
    from person p join activity_type t on t.name = 'Call'
    join generate_series(1, 3200) g(n) on p.n = 0 or (p.n < 2000 and g.n <= 5);
insert into invitation (instance_id, invitee_id, invited_at, reply_status, replied_at)
    select night.id, p.id, night.at - interval '60 days', case when night.n % 2 = 0 then 'ACCEPTED' else 'INVITED' end,
        case when night.n % 2 = 0 then night.at - interval '50 days' end
    from night join person p on (p.n = 0 and night.n < 800) or (p.n between 1 and 2000 and night.n = p.n % 1500);
create temp table held as
    select uuidv7() as id, p.id as customer from person p, generate_series(1, 20) g(n) where p.n = 0 or g.n = 1;
insert into membership (id, customer_id, type_id) select h.id, h.customer, t.id from held h, membership_type t;
insert into membership_term (membership_id, starts, ends, price_minor)
    select h.id, date '2018-01-01' + g.n * 365, date '2018-01-01' + g.n * 365 + 364, 6000
    from held h, generate_series(0, 7) g(n);
update order_item i set opportunity_id = opp.id from o join person p on p.n = 0 and o.owner = p.id
    join opp on opp.owner = p.id and opp.place = 1 + o.n % 40
    where i.order_id = o.id and o.n % 10 = 0;
"""


@contextmanager
def services() -> Iterator[embedded.Services]:
    """A PostgreSQL of its own in a folder that goes away."""
    with (
        TemporaryDirectory(prefix="bench-timeline-") as folder,
        embedded.start(Path(folder), durable=False) as made,
    ):
        yield made


async def make(running: embedded.Services) -> UUID:
    """Fill the store; the patron's id."""
    await migrate.upgrade(running.owner_url)
    connection = await asyncpg.connect(**connection_arguments(running.superuser_url))
    try:
        # Rows are made with what they point at, so that there is nothing for the store to check one by one.
        await connection.execute("set session_replication_role = replica")
        for part in (_PEOPLE, _ON_OFFER, _ORDERS, _FUNDRAISING):
            await connection.execute(part, timeout=600)
        await connection.execute("vacuum (analyze)", timeout=600)
        patron: UUID = await connection.fetchval("select id from person where n = 0")
        return patron
    finally:
        await connection.close()
