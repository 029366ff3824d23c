"""Makes the stores that searching is measured on: demo customers, and the same many times over under other names."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg

from db import embedded, migrate
from db.demo import load
from db.store import connection_arguments
from gateway.keys import KEY_BYTES
from gateway.vault import Vault

TODAY = date(2026, 11, 22)
SMALL, LARGE = "small", "large"
_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "αβγδεζηθικλμνξοπρστυφχψω", "абвгдежзийклмнопрстуфхцчшщъыьэюя")

# Copy number n of a name: every letter moved on by n places in its alphabet, and a letter before each word for every
# turn of it. So a name, a postcode or an email address stands in one copy only, and is as long as it was, or nearly.
_MOVED = "name"
for _letters in _ALPHABETS:
    _MOVED = f"translate({_MOVED}, '{_letters}', substr('{_letters * 2}', 1 + copy % {len(_letters)}, {len(_letters)}))"
_HELPERS = f"""
create function pg_temp.moved(name text, copy int) returns text immutable strict return case when copy < 26
    then {_MOVED}
    else regexp_replace({_MOVED}, '(^|[- ])(?=[^- ])', '\\1' || chr(97 + copy / 26), 'g') end;
create function pg_temp.postcode(code text, copy int) returns text immutable strict return
    translate(code, '0123456789', substr('01234567890123456789', 1 + copy % 10, 10)) || repeat('Z', copy / 10);
create function pg_temp.key(id uuid, copy int) returns uuid immutable strict return
    (substr(id::text, 1, 24) || lpad(to_hex(copy), 4, '0') || substr(md5(id::text || copy), 1, 8))::uuid;
create function pg_temp.phone(number text, copy int) returns text immutable strict return
    overlay(number placing lpad(copy::text, 4, '0') from greatest(length(number) - 7, 4) for 4);
"""
_COLUMNS_OF_CUSTOMER = (
    "id, kind, number, title, first_name, last_name, name, primary_contact, email, phone, phone_e164, mobile,"
    " mobile_e164, birth_date, deceased_on, active, online_account_active, household_id, merged_into,"
    " last_key, first_key, created_at, updated_at, last_activity_at"
)
_MULTIPLY = f"""
insert into household (id, name, primary_id, created_at, closed_at)
select pg_temp.key(id, copy), name, pg_temp.key(primary_id, copy), created_at, closed_at
from household, generate_series(1, $copies) copy;

insert into customer ({_COLUMNS_OF_CUSTOMER})
select pg_temp.key(id, copy), kind, nextval('customer_number'), title, first_name,
    initcap(pg_temp.moved(lower(last_name), copy)), initcap(pg_temp.moved(lower(name), copy)), primary_contact,
    copy || '.' || email, phone, pg_temp.phone(phone_e164, copy), mobile, pg_temp.phone(mobile_e164, copy),
    birth_date, deceased_on, active, online_account_active, pg_temp.key(household_id, copy),
    pg_temp.key(merged_into, copy), pg_temp.moved(last_key, copy), first_key, created_at, updated_at,
    last_activity_at - copy * interval '1 minute'
from customer, generate_series(1, $copies) copy;

insert into address (customer_id, line1, town, postcode, postcode_unknown, country_code, source, default_billing,
    default_delivery, address_key, postcode_key, line1_key)
select pg_temp.key(customer_id, copy), line1, town, pg_temp.postcode(postcode, copy), postcode_unknown, country_code,
    source, default_billing, default_delivery, copy || ' ' || address_key, pg_temp.postcode(postcode_key, copy),
    copy || ' ' || line1_key
from address, generate_series(1, $copies) copy;
"""


@contextmanager
def services() -> Iterator[embedded.Services]:
    """A PostgreSQL of its own in a folder that goes away."""
    with (
        TemporaryDirectory(prefix="bench-search-") as folder,
        embedded.start(Path(folder), durable=False) as made,
    ):
        yield made


async def make(running: embedded.Services, *, base: int, copies: int) -> None:
    """The databases: SMALL of `base` demo customers, and LARGE with so many copies of them besides."""
    await _as_superuser(running, "postgres", f"create database {SMALL} owner gateway_owner")
    await migrate.upgrade(of(running.owner_url, SMALL))
    await load(
        of(running.database_url, SMALL),
        customers=base,
        seal=Vault(secrets.token_bytes(KEY_BYTES)).seal,
        today=TODAY,
        progress=lambda done, total: None,
    )
    await _as_superuser(running, "postgres", f"create database {LARGE} template {SMALL} owner gateway_owner")
    await _multiply(running, copies)
    for name in (SMALL, LARGE):
        await _as_superuser(running, name, "vacuum (analyze, freeze)")


async def _multiply(running: embedded.Services, copies: int) -> None:
    """Insert the copies with the indexes away, which are then built again from their own definitions."""
    connection = await asyncpg.connect(**connection_arguments(of(running.superuser_url, LARGE)))
    try:
        # Keys are copied with what they point at, so that there is nothing for the store to check row by row.
        await connection.execute("set session_replication_role = replica; set maintenance_work_mem = '1GB'")
        indexes = await connection.fetch(
            "select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index"
            " where indrelid in ('customer'::regclass, 'address'::regclass, 'household'::regclass)"
            " and not exists (select from pg_constraint where conindid = indexrelid)"
        )
        for index in indexes:
            await connection.execute(f"drop index {index['name']}")
        await connection.execute(_HELPERS)
        await connection.execute(_MULTIPLY.replace("$copies", str(copies)), timeout=600)
        for index in indexes:
            await connection.execute(index["definition"], timeout=600)
    finally:
        await connection.close()


def of(url: str, database: str) -> str:
    """The same URL for another database."""
    return url.replace("/gateway?", f"/{database}?")


async def _as_superuser(running: embedded.Services, database: str, command: str) -> None:
    connection = await asyncpg.connect(**connection_arguments(of(running.superuser_url, database)))
    try:
        await connection.execute(command, timeout=600)
    finally:
        await connection.close()
