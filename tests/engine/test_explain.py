"""What is told of a document without executing it: every part of the plan, exactly."""

from __future__ import annotations

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from gateway.engine.explain import NotExplained, explain
from gateway.schema import build as build_product
from gateway.settings import Limits
from tests.engine.world.query import build

WORLD = build()

RECORD = """query Rooms($name: String!) {
  house(name: $name) { name upper: rooms { name } rooms { floor } }
  __schema { queryType { name } }
  kind: __typename
}"""

LETTERS = (
    "query ($filter: LetterFilter!) { letters(first: 2, filter: $filter) { totalCount nodes { stamps } } }"
)

MANY = """query Many($after: String, $ids: [ID!]!) {
  houses { name letters(first: 2, after: $after) { totalCount edges { cursor node { text } } } secret }
  nodes(ids: $ids) { id ... on Dog { call house { name } } ... on Cat { whisper } }
  album { title cover { ... on Photo { width } ... on Sketch { pencil } } house { name day } }
}"""


def _told(document: str, operation: str | None = None, **given: Any) -> str:
    return explain(WORLD, document, given, operation)


def test_a_record_is_told_with_one_statement_and_the_functions_over_its_arrays() -> None:
    assert (
        _told(RECORD, name="Birch")
        == """\
query Rooms
===========
price: 20 of at most 1,000; rows: 6
statements: 1 and those of graphql-core, in one snapshot

house: one of house under the key that its arguments make; read at once; needs CUSTOMER_READ; \
columns name, id; 1 selection
  upper: list of rooms under house_id = id; needs CUSTOMER_READ; columns name, floor; 2 selections
__schema: declined, introspection; graphql-core answers it
kind: 'Query' for everybody

-- house: house by name and all below it
-- $1 key
SELECT array(SELECT row(t0.name, t0.id, array(SELECT row(t1.name, t1.floor) AS row_1
FROM world.room AS t1
WHERE t1.house_id = t0.id ORDER BY t1.floor DESC, t1.id)) AS row_1
FROM world.house AS t0
WHERE t0.name = $1::VARCHAR)

# house
def make(below, denied, ambient, first=0, previous=False):
    b0 = below[0]
    b1 = below[1]
    def build(rows): return next(iter([{'name': c0, 'upper': b0(n0), 'rooms': b1(n0)} for (c0, c1, n0,) in rows]), None)
    return build

# house.upper
def make(below, denied, ambient, first=0, previous=False):
    def build(rows): return [{'name': c0} for (c0, c1,) in rows]
    return build

# house.rooms
def make(below, denied, ambient, first=0, previous=False):
    def build(rows): return [{'floor': c1} for (c0, c1,) in rows]
    return build"""
    )


def test_a_narrowed_list_is_told_with_the_statements_for_the_values_given() -> None:
    told = _told(LETTERS, filter={"least": 2})

    assert "statements: 2, in one snapshot" in told
    assert (
        "letters: page of all letters of everybody; read level by level; counted; narrowed by its arguments; "
        "needs CUSTOMER_READ; columns stamps; 1 selection" in told
    )
    assert "-- letters: all letters, as these arguments narrow it\n-- $1 stamps_1 = 2, $2 first\n" in told
    assert "WHERE world.letter.stamps >= $1::INTEGER ORDER BY world.letter.sent DESC" in told
    assert "-- letters: all letters, counted, as these arguments narrow it\n" in told


def test_a_cursor_makes_a_statement_that_begins_beyond_it() -> None:
    page = 'query ($after: String) { house(name: "Birch") { letters(after: $after) { nodes { text } } } }'

    assert "after0" not in _told(page)
    assert "after0_1" in _told(page, after="of a page before")


def test_a_record_with_more_rows_than_are_read_at_once_is_told_level_by_level() -> None:
    sizes = (40, *range(90, 100))
    pages = " ".join(f"p{size}: letters(first: {size}) {{ nodes {{ text }} }}" for size in sizes)
    few, many = (
        f'{{ house(name: "Birch") {{ {pages} }} }}',
        f'{{ house(name: "Birch") {{ {pages} rooms {{ boxes {{ label }} }} }} }}',
    )

    assert "read at once" in _told(few)
    assert "read level by level" in _told(many)
    assert "statements: 14, in one snapshot" in _told(many)
    assert "-- house.rooms[].boxes: boxes\n" in _told(many)


def test_the_kinds_that_no_id_names_are_left_out() -> None:
    node = "query ($id: ID!) { node(id: $id) { id } }"
    house = "hou1_00000000000000000000000000000001"

    assert "node: one of house under id; needs CUSTOMER_READ" in _told(node, id=house)
    assert "one of pet" not in _told(node, id=house)
    assert "one of pet under id; needs PINK_NOTE" in _told(node)


def test_a_resolver_is_named_with_the_links_from_its_value() -> None:
    told = _told("{ album { shelves { pets { name } } } echo(number: 3) }")

    assert "statements: 1 and those of resolvers, in one snapshot" in told
    assert "  pets: one of pet under id = shelves[].pet_ids[]; needs CUSTOMER_READ" in told
    assert "echo: answered by _echo; needs CUSTOMER_READ\n" in told
    assert "-- echo: what _echo reads by itself is not planned\n" in told
    assert "-- album.shelves[].pets: pet\n" in told


def test_a_missing_value_is_named_and_the_rest_is_told() -> None:
    told = _told(
        "query ($name: String!, $ids: [ID!]!) { house(name: $name) { name } nodes(ids: $ids) { id } }"
    )

    assert "No value is given for $name, $ids: what depends on it is told as if it were left out.\n" in told
    assert "-- house: house and all below it; with another key perhaps another tab: Argument 'name'" in told


def test_arguments_that_name_nothing_or_are_refused_are_told_so() -> None:
    assert "; its arguments name nothing, so that nothing is read\n" in _told('{ house(name: "") { name } }')
    assert "; with another key perhaps another tab: A name is one word.\n" in _told(
        '{ house(name: "two words") { name } }'
    )


def test_an_operation_that_is_too_dear_is_told_to_be_refused() -> None:
    fields = "".join(
        f"h{n}: houses {{ letters(first: 100) {{ totalCount nodes {{ text }} }} }} " for n in range(20)
    )

    assert "price: 1,600 of at most 1,000; it is refused; rows: " in _told(f"{{ {fields} }}")


def test_of_several_operations_each_is_told_or_the_one_named() -> None:
    two = "query A { houses { name } } query B { signs { motto } }"

    assert [line for line in _told(two).splitlines() if line.startswith("query")] == ["query A", "query B"]
    assert [line for line in _told(two, "B").splitlines() if line.startswith("query")] == ["query B"]


@pytest.mark.parametrize(
    ("document", "given", "operation", "said"),
    [
        ("{ houses { name ", {}, None, "1:17: Syntax Error: Expected Name, found <EOF>."),
        (
            "{\n  houses { nam }\n  nothing\n}",
            {},
            None,
            (
                "2:12: Cannot query field 'nam' on type 'House'. Did you mean 'name' or 'day'?\n"
                "3:3: Cannot query field 'nothing' on type 'Query'."
            ),
        ),
        ("query A { houses { name } }", {}, "B", "The document has no operation named 'B'."),
        (
            "query ($name: String!) { house(name: $name) { name } }",
            {"name": 3},
            None,
            "1:8: Variable '$name' has invalid value: String cannot represent a non string value: 3",
        ),
        (
            "query ($with: Boolean!) { houses { name @include(if: $with) } }",
            {},
            None,
            (
                "1:54: Argument 'if' has invalid value: Expected variable '$with' provided to type 'Boolean!' "
                "to provide a runtime value."
            ),
        ),
    ],
    ids=["syntax", "validation", "no such operation", "a variable's type", "a variable that decides"],
)
def test_what_cannot_be_planned_is_told_with_its_places(
    document: str, given: dict[str, Any], operation: str | None, said: str
) -> None:
    with pytest.raises(NotExplained) as refused:
        explain(WORLD, document, given, operation)
    assert str(refused.value) == said


def test_a_mutation_is_said_to_be_graphql_core_s() -> None:
    told = explain(
        build_product(Limits()), 'mutation { signOutEverywhere(accountId: "x") { __typename } }', {}
    )

    assert told.splitlines()[2] == (
        "graphql-core executes it, and its resolvers write; what they return is read tab by tab."
    )


def test_kinds_links_pages_and_values_are_told(snapshot: SnapshotAssertion) -> None:
    assert _told(MANY, after="of a page before", ids=["pet1_00000000000000000000000000000001"]) == snapshot


def test_a_level_that_reads_nothing_says_so_and_has_no_statement() -> None:
    told = _told('{ houses { sign { __typename } } house(name: "Birch") { sign { __typename } } }')

    assert told.count("held by the rows above") == 1
    assert "statements: 2, in one snapshot" in told
    assert "-- houses.sign" not in told
