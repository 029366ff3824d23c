"""Makes the stores in which duplicates are looked for: people as a town has them, three of a hundred there twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg

from db import embedded, migrate
from db.store import connection_arguments

# A few names are borne by many and most by few: the cube of a die draws them. The draws are the same each time.
_PEOPLE = """
create function pg_temp.spelt(name text, letters int) returns text language sql return
    initcap(left(translate(md5(name), '0123456789', 'ghijklmnop'), letters));
select setseed(0.42);
create temp table drawn as
    select n, uuidv7() as id, uuidv7() as home,
        pg_temp.spelt('first' || (power(random(), 3) * 500)::int, 5) as first,
        pg_temp.spelt('last' || (power(random(), 3) * 30000)::int, 7) as last,
        case when random() < 0.55 then (random() * 30)::int end as provider,
        case when random() < 0.7 then '+447' || lpad((random() * 999999999)::int::text, 9, '0') end as phone,
        case when random() < 0.6 then date '1935-01-01' + (random() * 27000)::int end as born,
        case when random() < 0.85 then (random() * $1 / 15)::int end as street,
        (random() * 60)::int as house
    from generate_series(1, $1) n;
"""
# The same person again, under a nickname or with another number, at the same address or at none.
_AGAIN = """
create temp table person as
    select n, id, home, first, last, provider, phone, born, street, house, n as place from drawn
    union all
    select n, uuidv7(), uuidv7(), case n % 3 when 0 then left(first, 1) else first end, last,
        case when n % 2 = 0 then provider end, case when n % 5 < 3 then phone end,
        case when n % 7 < 4 then born end, case when n % 4 > 0 then street end, house, -n
    from drawn where n % 33 = 0;
"""
_STORED = """
insert into household (id, primary_id) select home, id from person;
insert into customer (id, kind, first_name, last_name, first_key, last_key, email, mobile, mobile_e164, birth_date,
        household_id)
    select id, 'I', first, last, lower(first), lower(last),
        lower(first || '.' || last) || n || case when place < 0 then '+2' else '' end
            || '@mail' || provider || '.example',
        phone, phone, born, home
    from person;
insert into address (customer_id, line1, town, postcode, country_code, default_billing, default_delivery, address_key,
        postcode_key, line1_key)
    select id, house || ' Street ' || street, 'Bristol', 'PC' || street, 'GB', true, true,
        house || ' street ' || street, 'PC' || street, house || ' street ' || street
    from person where street is not null;
"""


@contextmanager
def services() -> Iterator[embedded.Services]:
    """A PostgreSQL of its own in a folder that goes away."""
    with (
        TemporaryDirectory(prefix="bench-duplicates-") as folder,
        embedded.start(Path(folder), durable=False) as made,
    ):
        yield made


async def make(running: embedded.Services, people: int) -> int:
    """Fill the store with so many people and their duplicates; how many records it has then."""
    await migrate.upgrade(running.owner_url)
    connection = await asyncpg.connect(**connection_arguments(running.superuser_url))
    try:
        # Rows are made with what they point at, so that there is nothing for the store to check one by one.
        await connection.execute("set session_replication_role = replica")
        for part in (_PEOPLE.replace("$1", str(people)), _AGAIN, _STORED):
            await connection.execute(part, timeout=3600)
        await connection.execute("vacuum (analyze)", timeout=3600)
        return int(await connection.fetchval("select count(*) from customer"))
    finally:
        await connection.close()
