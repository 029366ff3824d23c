"""`X-Explain: 1` tells developers how a request was read, where the deployment allows it: no value, no parameter."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from gateway.engine import ids
from gateway.settings import Settings
from tests import factories as make
from tests.ask import Ask, asking
from tests.database import Database

RECORD = "query ($id: ID!) { customer(id: $id) { friendlyId addresses { line1 } tags { name } } }"
FILTERED = """query ($id: ID!) { node(id: $id) { ... on Customer { addresses { line1 }
  audit(filter: { text: "secret word" }) { totalCount nodes { changes { path } } } } } }"""


@pytest.fixture
async def told(settings: Settings, database: Database) -> AsyncIterator[Ask]:
    """An application that explains itself, asked with the header."""
    async with asking(settings, explain=True) as ask:
        ask.client.headers["x-explain"] = "1"
        yield ask


@pytest.fixture
async def record(database: Database) -> str:
    """The id of a record with two addresses."""
    home, ada = make.individual()
    second = make.address(ada.id, default_billing=False, default_delivery=False)
    await database.save(home, ada, make.address(ada.id), second)
    return ids.encode("cus", ada.id)


def _statements(explained: dict[str, Any]) -> list[tuple[str | None, str | None, int]]:
    for statement in explained["statements"]:
        assert sorted(statement) == ["at", "milliseconds", "rows", "tab"]
        assert 0 < statement["milliseconds"] < 10_000
    return [(each["at"], each["tab"], each["rows"]) for each in explained["statements"]]


async def test_a_record_is_told_to_be_read_at_once(told: Ask, record: str) -> None:
    explained = (await told(RECORD, id=record)).extensions["explain"]

    assert (explained["form"], explained["declined"], explained["bailed"]) == ("at once", {}, None)
    assert _statements(explained) == [("customer and all below it", "customers", 1)]


async def test_levels_are_told_with_the_rows_of_each_statement(told: Ask, record: str) -> None:
    explained = (await told(FILTERED, id=record)).extensions["explain"]

    assert explained["form"] == "level by level"
    assert _statements(explained) == [
        ("node", "customers", 1),
        ("node.addresses", "addresses", 2),
        ("node.audit", "audit", 0),
        ("node.audit", "audit, counted", 1),
    ]


async def test_that_a_known_actor_is_confirmed_is_told_where_it_takes_a_statement(
    told: Ask, record: str
) -> None:
    await told(RECORD, id=record)

    levels = (await told(FILTERED, id=record)).extensions["explain"]
    at_once = (await told(RECORD, id=record)).extensions["explain"]

    assert _statements(levels)[:2] == [(None, "account", 1), ("node", "customers", 1)]
    assert len(at_once["statements"]) == 1


@pytest.mark.parametrize("document", [RECORD, FILTERED], ids=["at once", "by levels"])
async def test_a_replica_is_not_asked_who_somebody_is(settings: Settings, record: str, document: str) -> None:
    async with asking(settings, explain=True, database_read_url=settings.database_url) as ask:
        ask.client.headers["x-explain"] = "1"
        first, again = [(await ask(document, id=record)).extensions["explain"] for _ in range(2)]

    assert _statements(again) == _statements(first)
    assert "account" not in {tab for _, tab, _ in _statements(again)}


async def test_several_records_are_told_each_by_itself(told: Ask, record: str) -> None:
    two = "query ($id: ID!) { a: customer(id: $id) { id } b: customer(id: $id) { tags { id } } }"

    explained = (await told(two, id=record)).extensions["explain"]

    assert explained["form"] == "at once"
    assert [at for at, _, _ in _statements(explained)] == ["a and all below it", "b and all below it"]


async def test_what_the_engine_declines_is_told_with_the_reason(told: Ask, record: str) -> None:
    asked = "query ($id: ID!) { __schema { queryType { name } } customer(id: $id) { id } }"

    explained = (await told(asked, id=record)).extensions["explain"]
    alone = (await told("{ __schema { queryType { name } } }")).extensions["explain"]

    assert (explained["form"], explained["declined"]) == ("at once", {"__schema": "introspection"})
    assert (alone["form"], alone["declined"]) == ("graphql-core", {"__schema": "introspection"})


async def test_a_bail_is_told_with_the_reason_and_the_loaders_statements(told: Ask, record: str) -> None:
    no_size = (
        "query ($id: ID!) { customer(id: $id) { audit(first: 0) { nodes { id } } addresses { line1 } } }"
    )

    answered = await told(no_size, id=record)
    explained = answered.extensions["explain"]

    assert answered.codes == ["BAD_USER_INPUT"]
    assert (explained["form"], explained["bailed"]) == ("graphql-core", "a page of no such size")
    assert _statements(explained) == [(None, "customers", 1), (None, "addresses", 2)]


async def test_the_answer_of_a_mutation_is_told_to_be_read_by_graphql_core(told: Ask, record: str) -> None:
    asked = 'mutation ($id: ID!) { createNote(customerId: $id, colour: BLUE, body: "x") { __typename } }'

    assert (await told(asked, id=record)).extensions["explain"]["form"] == "graphql-core"


async def test_neither_values_nor_parameters_are_told(told: Ask, record: str) -> None:
    answered = await told(FILTERED, id=record)

    assert "secret word" not in str(answered.extensions)
    assert record not in str(answered.extensions)


async def test_the_data_is_the_same_with_and_without_the_header(told: Ask, ask: Ask, record: str) -> None:
    assert (await told(FILTERED, id=record)).ok == (await ask(FILTERED, id=record)).ok


@pytest.mark.parametrize("value", ["0", "", "yes please"])
async def test_another_value_of_the_header_asks_for_nothing(told: Ask, record: str, value: str) -> None:
    told.client.headers["x-explain"] = value

    assert (await told(RECORD, id=record)).extensions == {}


async def test_true_asks_as_one_does(told: Ask, record: str) -> None:
    told.client.headers["x-explain"] = "TRUE"

    assert (await told(RECORD, id=record)).extensions["explain"]["form"] == "at once"


async def test_the_header_is_ignored_where_the_setting_does_not_allow_it(
    settings: Settings, record: str
) -> None:
    assert settings.explain is False
    async with asking(settings) as ask:
        ask.client.headers["x-explain"] = "1"

        assert (await ask(RECORD, id=record)).extensions == {}
