"""What an operation costs is known before it reads: 10 a statement, and 1 for every 10 rows."""

from __future__ import annotations

import pytest

from gateway.engine.price import size_of
from tests.engine.conftest import Referee
from tests.engine.operations import WHOLE


def _price(referee: Referee, document: str, **variables: object) -> int:
    plan = referee.planned.compiled(document, variables)
    return size_of(plan, referee.variables(document, **variables)).cost


@pytest.mark.parametrize(
    ("document", "cost"),
    [
        ("{ __typename }", 0),
        ('{ customer(id: "I-1") { id } }', 10),
        ('{ customer(id: "I-1") { addresses { id } tags { id } } }', 30),
        ('{ customer(id: "I-1") { audit(first: 100) { nodes { id } } } }', 10 + 10 + 10),
        ('{ node(id: "x") { ... on Customer { audit(first: 100) { nodes { id } } } } }', 10 + 10 + 10),
        (
            '{ customer(id: "I-1") { audit(first: 100) { totalCount nodes { id changes { path } } } } }',
            10 + 30 + 10 + 50,
        ),
    ],
)
async def test_statements_and_rows_are_priced(referee: Referee, document: str, cost: int) -> None:
    assert _price(referee, document) == cost


async def test_a_page_of_fifty_whole_records_fits_with_room(referee: Referee) -> None:
    ids = [f"cus1_{n:032x}" for n in range(50)]

    assert _price(referee, WHOLE, ids=ids) * 1.2 <= referee.settings.limits.cost


async def test_pages_of_a_hundred_in_a_hundred_are_refused_before_they_read(referee: Referee) -> None:
    ids = [f"cus1_{n:032x}" for n in range(100)]
    document = """query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer {
      orders(first: 100) { nodes { items { id } } } } } }"""

    answer, _, statements = await referee.both(document, ids=ids)

    (error,) = answer.errors
    assert error.extensions == {"code": "COST_LIMIT_EXCEEDED", "cost": 6040, "limit": 5000}
    assert statements == []


async def test_a_null_that_is_to_decide_a_field_saves_nothing(referee: Referee) -> None:
    ids = [f"cus1_{n:032x}" for n in range(100)]
    document = """query ($ids: [ID!]!, $left: Boolean = true) { viewer { interface @skip(if: $left) }
      nodes(ids: $ids) { ... on Customer { orders(first: 100) { nodes { items { id } } } } } }"""

    answer, _, statements = await referee.both(document, ids=ids, left=None)

    assert [(error.extensions or {})["code"] for error in answer.errors] == ["COST_LIMIT_EXCEEDED"]
    assert statements == []


async def test_a_document_costs_what_each_request_of_it_asks_for(referee: Referee) -> None:
    document = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { audit { nodes { id } } } } }"
    ids = [f"cus1_{n:032x}" for n in range(100)]

    assert _price(referee, document, ids=ids[:1]) == 10 + 10 + 2
    assert _price(referee, document, ids=ids) == 10 + 10 + 10 + 250
    assert _price(referee, document, ids=ids[:1]) == 10 + 10 + 2
