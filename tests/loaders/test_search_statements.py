"""What a search asks of the store: how many statements, through which indexes, and how far each of them reads."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from db import embedded, migrate
from db.store import Store, connection_arguments, open_store
from domain.criteria import AnswerIs, AttributeIs, Criteria, Days
from domain.customers import Kind
from domain.permissions import Actor, Interface, Role
from domain.preferences import Answer
from domain.searching import parse_term
from gateway.context import Context
from gateway.engine.answers import GraphQLRequest
from gateway.engine.pipeline import Pipeline
from gateway.loaders import search
from gateway.loaders._criteria import conditions
from gateway.schema import build
from gateway.settings import Settings
from tests.api._searching import CUSTOMERS, SEARCH

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
KEY = "01a20000-0000-7000-8000-000000000000"

# 4,000 people of made-up surnames, 1,500 of surnames that begin alike, 500 organisations, and where they all are.
STOCK = """
create temp table person as select n, uuidv7() as id, uuidv7() as home,
    case when n > 4000 then 'broad' || substr(letters, 1, 4) when n % 100 = 0 then 'smith' when n % 100 = 1
        then letters || '-smith' else letters end as last_key,
    case n % 3 when 0 then 'ann' when 1 then 'john' else 'zoe' end as first_key
from (select n, substr(translate(md5(n::text), '0123456789', 'ghijklmnop'), 1, 8) as letters
    from generate_series(1, 5500) n) made;
insert into household (id, primary_id) select home, id from person;
insert into customer (id, kind, first_name, last_name, first_key, last_key, household_id, email, phone_e164, birth_date,
    last_activity_at)
select id, 'I', first_key, last_key, first_key, last_key, home, 'someone' || n || '@example.org', '+4411749' || n,
    date '1940-01-01' + n, timestamptz '2026-01-01' + n * interval '1 minute' from person;
insert into customer (kind, name, last_key) select 'O', name, name from (
    select 'house ' || n || ' of ' || substr(translate(md5(n::text), '0123456789', 'ghijklmnop'), 1, 8) as name
    from generate_series(1, 500) n) made;
insert into address (customer_id, line1, town, postcode, country_code, address_key, postcode_key, line1_key)
select id, 'x', 'x', code, 'GB', code, code, 'x'
from (select id, 'ZE' || row_number() over () % 900 || '9ZZ' as code from customer) made;
"""


@dataclass(frozen=True, slots=True)
class Searched:
    """A store of some thousands of customers."""

    settings: Settings
    store: Store

    async def plan(
        self, reading: search.Reading, *, analyze: bool = False, any_values: bool = False
    ) -> list[dict[str, Any]]:
        """The nodes of the plan of a statement, for its values or for any."""
        given = _arguments(reading)
        async with self.store.primary.acquire() as connection:
            asked = ", ".join(["format json", *(["generic_plan"] * any_values), *(["analyze"] * analyze)])
            found = await connection.fetchval(f"explain ({asked}) {reading.statement.text}", *given)
        return list(_nodes(json.loads(found)[0]["Plan"]))

    async def statements(self, document: str, **variables: Any) -> list[str]:
        """The statements that an operation takes."""
        actor = Actor.of(
            KEY,  # type: ignore[arg-type]
            username="ade",
            name="Ade",
            interface=Interface.SALES,
            roles={Role.SALES_ADMINISTRATOR},
        )
        context = Context(self.settings, self.store, actor, NOW, "test")
        pipeline = Pipeline(build(self.settings.limits))
        answer = await pipeline.answer(GraphQLRequest(query=document, variables=variables), context)
        assert answer.errors == ()
        return list(context.reader.statements)


def _arguments(reading: search.Reading) -> list[Any]:
    return reading.statement.arguments({"sees_inactive": False, "zone": "Europe/London", **reading.values})


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)


def read_whole(nodes: list[dict[str, Any]]) -> list[str]:
    """The tables that a plan goes through from the first row on."""
    return [node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"]


def indexes(nodes: list[dict[str, Any]]) -> set[str]:
    return {node["Index Name"] for node in nodes if "Index Name" in node}


@pytest.fixture(scope="module")
async def searched(services: embedded.Services, settings: Settings) -> AsyncIterator[Searched]:
    superuser = await asyncpg.connect(**connection_arguments(services.superuser_url))
    await superuser.execute("create database searched owner gateway_owner")
    await superuser.close()
    owner_url = services.owner_url.replace("/gateway?", "/searched?")
    await migrate.upgrade(owner_url)
    owner = await asyncpg.connect(**connection_arguments(owner_url))
    await owner.execute(STOCK)
    await owner.execute("vacuum (analyze) customer, address, household")
    await owner.close()
    url = services.database_url.replace("/gateway?", "/searched?")
    async with open_store(
        database_url=url, read_url=None, redis_url=services.redis_url, pool_size=2, statement_seconds=10
    ) as store:
        yield Searched(settings, store)


def hits(kind: Kind, term: str, *where: Any) -> search.Reading:
    return search.hits(kind, parse_term(kind, term, "GB"), where, first=25, after=None)


PERSON, BODY = Kind.INDIVIDUAL, Kind.ORGANISATION
BY_NAME = {"ix_customer_last_key", "ix_customer_last_key_activity"}
BY_POSTCODE = {"ix_address_postcode_key", "pk_customer"}


@pytest.mark.rule("SRC-P04")
@pytest.mark.parametrize("any_values", [False, True], ids=["for these values", "for any values"])
@pytest.mark.parametrize(
    ("reading", "through"),
    [
        (hits(PERSON, "smith, a"), BY_NAME),
        (hits(PERSON, "smith"), {*BY_NAME, "ix_customer_words_individual"}),
        (hits(PERSON, "nobody at all"), {*BY_NAME, "ix_customer_words_individual"}),
        (hits(PERSON, ", annab"), {"ix_customer_first_key"}),
        (hits(PERSON, "someone7@example.org"), {"uq_customer_email"}),
        (hits(PERSON, "ZE7 9ZZ"), BY_POSTCODE),
        (hits(BODY, "house 77"), {*BY_NAME, *BY_POSTCODE, "ix_customer_words_organisation"}),
        (hits(BODY, "ZE7 9ZZ"), BY_POSTCODE),
        (search.by_number(1000042, ()), {"uq_customer_number", "pk_customer"}),
        (
            search.merged_away(PERSON, parse_term(PERSON, "smyth", "GB")),
            {*BY_NAME, "ix_customer_words_individual", "pk_customer"},
        ),
        (search.near_postcodes(PERSON, ["ZE79ZZ", "ZE89ZZ"]), BY_POSTCODE),
    ],
)
async def test_every_term_is_read_through_indexes(
    searched: Searched, reading: search.Reading, through: set[str], any_values: bool
) -> None:
    nodes = await searched.plan(reading, any_values=any_values)

    assert read_whole(nodes) == []
    assert indexes(nodes) <= through | {"ix_customer_merged_into"}
    assert indexes(nodes)


@pytest.mark.rule("SRC-P05")
@pytest.mark.parametrize(
    ("criteria", "through"),
    [
        (Criteria(phone="+44117497"), "ix_customer_phone_e164"),
        (Criteria(mobile="+44117497"), "ix_customer_mobile_e164"),
        (
            Criteria(birth_date=Days(NOW.date().replace(1950), NOW.date().replace(1950))),
            "ix_customer_birth_date",
        ),
        (Criteria(household_id=KEY), "ix_customer_household_id"),  # type: ignore[arg-type]
        (
            Criteria(created=Days(NOW.date().replace(2001), NOW.date().replace(2002))),
            "ix_customer_created_at",
        ),
        (
            Criteria(updated=Days(NOW.date().replace(2001), NOW.date().replace(2002))),
            "ix_customer_updated_at",
        ),
        (Criteria(any_of=(Criteria(phone="+44117497"), Criteria(mobile="+44"))), "ix_customer_mobile_e164"),
    ],
)
async def test_a_criterion_that_holds_for_few_is_read_through_its_index(
    searched: Searched, criteria: Criteria, through: str
) -> None:
    for counted in (True, False):
        reading = search.listed(None, conditions(criteria), first=25, after=None, counted=counted)
        nodes = await searched.plan(reading)

        assert read_whole(nodes) == []
        assert through in indexes(nodes)


async def test_every_kind_of_criterion_makes_a_statement_that_runs(searched: Searched) -> None:
    key: Any = KEY
    everything = Criteria(
        tags_all=(key,),
        tags_any=(key,),
        tags_none=(key,),
        attributes=(
            AttributeIs(key, text="x"),
            AttributeIs(key, option_id=key),
            AttributeIs(key, has_value=False),
        ),
        preferences=(AnswerIs(key, Answer.NO),),
        has_email=True,
        active=True,
        any_of=(Criteria(has_email=False), Criteria(tags_any=(key,))),
    )
    for after in (None, (NOW, key)):
        reading = search.listed(PERSON, conditions(everything), first=25, after=after, counted=True)
        async with searched.store.primary.acquire() as connection:
            (row,) = await connection.fetch(reading.statement.text, *_arguments(reading))
        assert (row["total"], row["id"]) == (0, None)


@pytest.mark.rule("SRC-P06")
@pytest.mark.parametrize("term", ["broad", "b", "ann"])
async def test_a_broad_term_reads_no_row_beyond_a_thousand_and_one(searched: Searched, term: str) -> None:
    nodes = await searched.plan(hits(PERSON, term), analyze=True)

    scans = [node for node in nodes if node.get("Relation Name") == "customer"]
    read = sum(
        node["Actual Rows"] * node["Actual Loops"] + node.get("Rows Removed by Filter", 0) for node in scans
    )
    assert read_whole(nodes) == []
    assert 900 < read <= 1001


@pytest.mark.rule("XCT-P05")
async def test_a_page_deep_in_the_list_of_everybody_begins_where_the_last_one_ended(
    searched: Searched,
) -> None:
    key: Any = KEY
    after = (datetime(2026, 1, 2, tzinfo=UTC), key)
    for counted in (True, False):
        reading = search.listed(None, (), first=25, after=after, counted=counted)
        nodes = await searched.plan(reading, analyze=True)

        scans = [node for node in nodes if node.get("Index Name") == "ix_customer_activity"]
        assert [node["Actual Rows"] for node in scans] == [26]
        assert [node.get("Rows Removed by Filter", 0) for node in scans] == [0]


@pytest.mark.rule("XCT-P05")
async def test_a_search_takes_as_many_statements_for_fifty_hits_as_for_one(searched: Searched) -> None:
    one = await searched.statements(SEARCH, term="someone7@example.org", first=100)
    fifty = await searched.statements(SEARCH, term="smith", first=100)

    # The candidates; the customers with their cursors, and the same again without.
    assert len(one) == len(fifty) == 3
    hits_only = "query ($term: String!) { search(term: $term) { edges { node { id fullName } } totalCount } }"
    assert len(await searched.statements(hits_only, term="smith")) == 2
    # Without a hit there is no customer to read, but a look for what is near.
    assert len(await searched.statements(SEARCH, term="nobody of that name")) == 2
    assert len(await searched.statements(CUSTOMERS, first=100)) == 3
    assert len(await searched.statements(CUSTOMERS, first=100, filter={"hasEmail": True})) == 4


@pytest.mark.parametrize("total", ["totalCount", "totalCountCapped", "n: totalCount"])
async def test_a_list_is_counted_only_where_its_total_is_asked_for(searched: Searched, total: str) -> None:
    plain = await searched.statements("{ customers(first: 2) { nodes { id } } }")
    counted = await searched.statements(f"{{ customers(first: 2) {{ {total} }} }}")

    assert ["count(" in statement for statement in plain] == [False, False]
    assert ["count(" in statement for statement in counted] == [True]
