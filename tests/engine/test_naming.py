"""What graphql-core's executions read of a row: `gateway/engine/naming.py` and the loaders that go by it."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLSchema, parse

from gateway.engine.declare import Shape
from gateway.engine.fallback import Loaders
from gateway.engine.naming import columns_named
from gateway.loaders.customers import CUSTOMERS
from gateway.schema import build
from gateway.settings import Limits

DEAR = {"section_counts", "unused_deposits", "undeclared_donations_minor", "preference_answers"}


UNUSED: Any = None  # the reader: nothing is read here


def _statement_of(loader: Any) -> str:
    text: str = loader.batch_load_fn.__self__.statement.text
    return text


@pytest.fixture(scope="module")
def product() -> GraphQLSchema:
    return build(Limits()).graphql


def test_a_document_names_the_columns_of_its_fields_wherever_they_stand(product: GraphQLSchema) -> None:
    named = columns_named(
        product,
        parse("""query { customer(id: "1") { ...Named ... on Individual { age } } }
        fragment Named on Customer { called: fullName household: orders { nodes { items { id } } } }"""),
    )

    assert {"title", "first_name", "last_name", "name", "birth_date"} <= named
    # An order's items hang on its id, and are withheld where it is restricted.
    assert {"id", "restricted"} <= named
    assert named & DEAR == set()


def test_who_asks_for_the_sections_pays_for_their_counts(product: GraphQLSchema) -> None:
    assert "section_counts" in columns_named(product, parse('{ customer(id: "1") { sections { count } } }'))


async def test_loaders_read_what_is_named_and_what_rows_are_found_and_told_apart_by(
    product: GraphQLSchema,
) -> None:
    named = columns_named(product, parse('{ customer(id: "1") { fullName } }'))

    text = _statement_of(Loaders(UNUSED, named)(CUSTOMERS, Shape.ONE))

    shown = text[: text.index("FROM")]
    assert all(f"customer_read.{name}" in shown for name in ("requested_id", "number", "kind", "last_name"))
    assert not any(name in text for name in DEAR)


async def test_a_resolver_of_its_own_may_read_rows_whole(product: GraphQLSchema) -> None:
    text = _statement_of(Loaders(UNUSED, frozenset())(CUSTOMERS, Shape.ONE, whole=True))

    assert all(name in text for name in DEAR)
