"""Demo data is loaded whole or not at all, once, and the same for the same seed."""

from __future__ import annotations

from uuid import UUID

import pytest

from db.base import Base
from db.demo import PERSONAS, AlreadyLoaded, Figures, is_loaded, load_personas
from db.demo.showcase import OTTILIE
from db.demo.stage import showcase_id
from domain.permissions import INTERFACE_OF, permissions_of
from tests.db.demo.conftest import DemoStore, NewStore

# The loader counts what it copies in: accounts are made by statements of their own, titles by the migration.
_NOT_COPIED = {
    "bulk_job_result",
    "duplicate_dismissal",
    "gift_aid_adjustment",
    "idempotency_record",
    "imported_row",
    "nightly_run",
    "online_password",
    "outbox_event",
    "outgoing_mail",
    "password_link",
    "title",
    # What the first look at all customers makes.
    "duplicate_key",
    "duplicate_look",
    "user_account",
    "user_role",
}
TABLES = tuple(sorted(set(Base.metadata.tables) - _NOT_COPIED))
_ORDERS_OF_THE_SHOWCASE = (
    "select o.*, (select array_agg((i.*)::text order by i.id) from order_item i where i.order_id = o.id) items"
    " from customer_order o join customer c on c.id = o.owner_id where c.number <= 1000012 order by o.number"
)
_FUNDRAISING_OF_THE_SHOWCASE = (
    "select o.*, array(select c::text from stage_change c where c.opportunity_id = o.id order by at) steps,"
    " array(select p::text from pledge p where p.opportunity_id = o.id order by id) promises,"
    " array(select i::text from invitation i where i.invitee_id = o.customer_id order by id) invitations,"
    " array(select a::text from activity a where a.opportunity_id = o.id order by id) activities"
    " from opportunity o join customer c on c.id = o.customer_id where c.number <= 1000012 order by o.id"
)
_CODES = "select last_four, redeemed_by from gift_voucher where last_four like 'N00_' order by 1"


async def fingerprints(store: DemoStore) -> dict[str, str]:
    """A digest of each table's content, whatever the order of its rows."""
    query = "select md5(string_agg(row::text, e'\\n' order by row::text)) from {} row"
    return {table: await store.value(query.format(table)) for table in TABLES}


async def test_the_same_seed_makes_the_same_store_to_the_last_salt(new_store: NewStore) -> None:
    first, second = await new_store(), await new_store()
    await first.load(150)
    await second.load(150)

    assert await fingerprints(first) == await fingerprints(second)


async def test_another_seed_keeps_the_showcase_and_changes_everybody_else(
    demo: DemoStore, new_store: NewStore
) -> None:
    other = await new_store()
    await other.load(60, seed=1)
    shown = "select id, number, first_name, last_name, name, email from customer where number <= 1000012"
    others = "select email from customer where number between 1000013 and 1000060 order by number"

    assert await other.rows(f"{shown} order by number") == await demo.rows(f"{shown} order by number")
    assert await other.rows(others) != await demo.rows(others)
    assert await other.rows(_ORDERS_OF_THE_SHOWCASE) == await demo.rows(_ORDERS_OF_THE_SHOWCASE)
    fundraising = await other.rows(_FUNDRAISING_OF_THE_SHOWCASE)
    assert fundraising == await demo.rows(_FUNDRAISING_OF_THE_SHOWCASE)
    assert len(fundraising) == 16
    assert [tuple(row) for row in await other.rows(_CODES)] == [
        ("N001", None),
        ("N002", None),
        ("N003", None),
        ("N004", OTTILIE),
    ]


async def test_figures_count_the_rows_that_are_in_the_store(new_store: NewStore) -> None:
    store = await new_store()
    figures = await store.load(300)

    assert figures.rows == await store.counts(*TABLES)
    assert figures.rows["customer"] == 301  # one of them is what a merge left
    assert figures.seconds < 20
    assert store.progress == [(300, 300)]


def test_figures_describe_themselves_in_one_line() -> None:
    figures = Figures({"customer": 50_000, "address": 52_114, "tag": 27}, 41.29)

    assert figures.describe() == "50,000 customers, 52,114 addresses in 41.3 s"


async def test_progress_is_told_batch_by_batch(new_store: NewStore) -> None:
    store = await new_store()
    await store.load(1001)

    assert store.progress == [(1000, 1001), (1001, 1001)]


async def test_a_second_load_is_refused_and_changes_nothing(new_store: NewStore) -> None:
    store = await new_store()
    await store.load(12)
    before = await fingerprints(store)

    with pytest.raises(AlreadyLoaded, match="in this store already"):
        await store.load(12)

    assert await fingerprints(store) == before


async def test_a_store_with_rows_of_its_own_is_refused_and_keeps_them_alone(new_store: NewStore) -> None:
    store = await new_store()
    await store.connection.execute("insert into tag_group (name) values ('Ours')")

    with pytest.raises(AlreadyLoaded, match="rows of its own in tag_group"):
        await store.load(12)

    assert await store.counts("customer", "tag_group", "user_account") == {
        "customer": 0,
        "tag_group": 1,
        "user_account": 0,
    }


async def test_a_load_that_breaks_off_leaves_nothing_and_may_be_tried_again(new_store: NewStore) -> None:
    store = await new_store()

    def break_off(text: str, customer_id: UUID, definition_id: UUID) -> bytes:
        # The showcase has two protected values: this one is of somebody in the middle of a batch.
        if len(store.sealed) > 5:
            raise RuntimeError("the key is gone")
        return store.seal(text, customer_id, definition_id)

    with pytest.raises(RuntimeError, match="the key is gone"):
        await store.load(1200, seal=break_off)

    assert set((await store.counts(*TABLES)).values()) == {0}
    assert not await is_loaded(store.connection)
    await store.load(40)
    assert await is_loaded(store.connection)
    numbers = [number for (number,) in await store.rows("select number from customer order by number")]
    assert numbers == [*range(1000000, 1000013), *range(1001201, 1001229)]


async def test_the_autotags_of_all_who_were_loaded_are_looked_at_by_one_job(new_store: NewStore) -> None:
    store = await new_store()
    await store.load(12)

    assert [tuple(row) for row in await store.rows("select entrypoint, status::text from pgqueuer")] == [
        ("sweep-autotags", "queued")
    ]


async def test_fewer_customers_than_the_showcase_has_are_refused(new_store: NewStore) -> None:
    store = await new_store()

    with pytest.raises(ValueError, match="at least 12"):
        await store.load(11)

    assert await store.counts("customer", "user_account") == {"customer": 0, "user_account": 0}


async def test_an_empty_store_is_not_loaded(new_store: NewStore) -> None:
    store = await new_store()

    assert await is_loaded(store.connection) is False


async def test_a_new_customer_gets_a_number_that_no_demo_customer_has(demo: DemoStore) -> None:
    highest = await demo.value("select max(number) from customer")

    assert highest == 1000600
    assert await demo.value("select nextval('customer_number')") > highest


async def test_numbers_rise_with_the_day_of_joining(demo: DemoStore) -> None:
    joined = [at for (at,) in await demo.rows("select created_at from customer order by number")]

    assert joined == sorted(joined)


async def test_the_showcase_has_its_keys_and_numbers(demo: DemoStore) -> None:
    shown = await demo.rows("select id, number from customer where number <= 1000012 order by number")

    assert [tuple(row) for row in shown] == [(showcase_id(place), 1000000 + place) for place in range(13)]
    assert UUID("01322248-f800-7000-8000-000600000001") == OTTILIE


@pytest.mark.parametrize("region", ["IE", "US", "CA"])
async def test_a_house_elsewhere_has_customers_of_its_own_country(new_store: NewStore, region: str) -> None:
    store = await new_store()
    await store.load(150, region=region)
    at_home = await store.value(
        "select count(*) from customer c join address a on a.customer_id = c.id and a.default_billing"
        " where a.country_code = $1 and c.number > 1000012",
        region,
    )

    assert at_home > 100
    # Gift Aid is British.
    assert await store.counts("gift_aid_declaration", "gift_aid_cancellation", "document") == {
        "gift_aid_declaration": 0,
        "gift_aid_cancellation": 0,
        "document": 0,
    }
    assert await store.value("select count(gift_aid_claimed_on) from donation") == 0


async def test_personas_keep_what_an_administrator_changed(new_store: NewStore) -> None:
    store = await new_store()
    await load_personas(store.connection)
    await store.connection.execute("delete from user_role where role = 'SALES_ADMINISTRATOR'")
    await store.connection.execute("update user_account set active = false where username = 'bea'")
    before = await store.rows("select * from user_account order by id")
    roles = await store.rows("select * from user_role order by user_id, role")

    await load_personas(store.connection)

    assert await store.rows("select * from user_account order by id") == before
    assert await store.rows("select * from user_role order by user_id, role") == roles
    assert len(before) == len(PERSONAS) == 8


def test_every_persona_may_do_something_where_it_signs_in() -> None:
    idle = [
        each.username
        for each in PERSONAS
        if not permissions_of(each.roles, interface=each.interface, protected_data=each.protected_data)
        or each.interface not in {INTERFACE_OF[role] for role in each.roles}
    ]

    assert idle == []


async def test_the_same_person_twice_is_in_the_queue_of_duplicates_from_the_start(demo: DemoStore) -> None:
    found = await demo.rows(
        "select a.number, b.number, likely from duplicate_pair"
        " join customer a on a.id = first_id join customer b on b.id = second_id"
    )
    assert [tuple(row) for row in found] == [(1000005, 1000006, True)]
