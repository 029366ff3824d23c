"""The plan gives what graphql-core gives: the same data to the byte, and the same errors."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.demo.stage import FIRST_NUMBER
from db.models import Customer
from gateway.engine import ids
from tests.engine.conftest import Referee
from tests.engine.operations import ONE, SHAPES, WHOLE, variables_of

EVERYBODY = ("bea", "ade", "femi", "olga", "gina", "seth", "ines", "sam")


@pytest.fixture(scope="module")
async def records(referee: Referee) -> list[str]:
    """Ids of the showcase and some hundred more, inactive and merged ones among them."""
    async with AsyncSession(referee.store.writes) as session:
        found = await session.scalars(
            select(Customer.id).where(Customer.number >= FIRST_NUMBER).order_by(Customer.number).limit(110)
        )
    return [ids.encode("cus", key) for key in found]


@pytest.mark.parametrize("by", EVERYBODY)
async def test_whole_records_are_the_same_for_everybody(
    referee: Referee, records: list[str], by: str
) -> None:
    await referee.agree(WHOLE, by, ids=records[:25])
    for record in records[:4]:
        await referee.agree(ONE, by, id=record)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("by", ["femi", "bea", "seth"])
async def test_every_shape_of_operation_is_the_same(
    referee: Referee, records: list[str], name: str, by: str
) -> None:
    document = SHAPES[name]
    for start in (0, 2, 5):
        await referee.agree(document, by, **variables_of(document, records[start : start + 20]))


async def test_nothing_of_these_falls_back(referee: Referee) -> None:
    for document in (WHOLE, ONE, *SHAPES.values()):
        plan = referee.planned.compiled(document, {"ids": [], "id": "I-1000001"})
        assert {name: why for name, (_, why) in plan.declined.items() if why != "introspection"} == {}


@pytest.mark.rule("XCT-P05")
async def test_fifty_records_take_as_many_statements_as_one(referee: Referee, records: list[str]) -> None:
    took = {count: (await referee.agree(WHOLE, "olga", ids=records[:count]))[1] for count in (1, 10, 50)}

    # One for each list and link of which more than a key is selected, and one for each total: none is sent twice. The
    # first record has nothing to link to in some of its lists.
    assert {count: len(statements) for count, statements in took.items()} == {1: 97, 10: 99, 50: 100}
    # Some lead by the same words to the same things, such as what was bought, was renewed and was paid to its order.
    assert {count: len(set(statements)) for count, statements in took.items()} == {1: 83, 10: 84, 50: 85}


@pytest.mark.rule("XCT-P05")
async def test_pages_take_as_many_statements_whatever_their_size(
    referee: Referee, records: list[str]
) -> None:
    pages = """query ($ids: [ID!]!, $first: Int!) { nodes(ids: $ids) { ... on Customer { addresses { town }
      audit(first: $first) { totalCount nodes { id } } } } }"""

    took = {
        size: len((await referee.agree(pages, "olga", ids=records[:size], first=min(size, 8)))[1])
        for size in (1, 10, 100)
    }
    took |= {
        -size: len((await referee.agree(pages, "olga", ids=records[:2], first=size))[1])
        for size in (1, 10, 100)
    }

    # The customers, their addresses, the page and its total.
    assert set(took.values()) == {4}


async def test_a_whole_record_takes_one_statement(referee: Referee, records: list[str]) -> None:
    _, took = await referee.agree(ONE, "olga", id=records[0])

    assert len(took) == 1
