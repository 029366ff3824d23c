"""Pages: their sizes, cursors that are foreign, broken or beyond the end, narrowing, and totals."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

import orjson
import pytest

from gateway.engine import cursors
from gateway.engine.answers import GraphQLRequest
from tests.engine.world.both import CLERK, World
from tests.engine.world.tables import key

ALDER = '{ house(name: "Alder") { letters(%s) { nodes { text } pageInfo { hasNextPage hasPreviousPage } } } }'


def letters(*texts: str, more: bool = False, before: bool = False) -> dict[str, Any]:
    return {
        "house": {
            "letters": {
                "nodes": [{"text": text} for text in texts],
                "pageInfo": {"hasNextPage": more, "hasPreviousPage": before},
            }
        }
    }


def cursor(day: int, number: int, name: str = "letters") -> str:
    return cursors.write(name, (f"2026-01-{day:02}", UUID(int=number)))


# arguments -> page, of Alder's letters one to five, of which the last came last
SIZES: dict[str, dict[str, Any]] = {
    "first: 1": letters("five", more=True),
    "first: 4": letters("five", "four", "three", "two", more=True),
    "first: 5": letters("five", "four", "three", "two", "one"),
    "first: 100": letters("five", "four", "three", "two", "one"),
    "after: null": letters("five", "four", "three", "two", "one"),
    f'first: 2, after: "{cursor(5, 55)}"': letters("four", "three", more=True, before=True),
    f'after: "{cursor(2, 52)}"': letters("one", before=True),
    f'after: "{cursor(1, 51)}"': letters(before=True),
    f'after: "{cursor(1, 1)}"': letters("one", before=True),
    "first: 1, sort: OLDEST_FIRST": letters("one", more=True),
    f'first: 1, sort: OLDEST_FIRST, after: "{cursor(1, 51)}"': letters("two", more=True, before=True),
    "filter: { least: 4 }": letters("three", "one"),
    "filter: { least: 9 }": letters(),
    "filter: {}": letters("five", "four", "three", "two", "one"),
    "filter: null": letters("five", "four", "three", "two", "one"),
    'filter: { texts: "two" }': letters("two"),
    'filter: { texts: ["two", "four", "six"] }, sort: OLDEST_FIRST': letters("two", "four"),
    "filter: { texts: [] }": letters(),
    f'first: 1, filter: {{ least: 3 }}, after: "{cursor(5, 55)}"': letters("three", more=True, before=True),
}


@pytest.mark.parametrize("arguments", SIZES)
async def test_a_page_is_cut_where_it_was_asked(world: World, arguments: str) -> None:
    await world.check(ALDER % arguments, SIZES[arguments], statements=2)


@pytest.mark.parametrize(
    "arguments",
    [
        "first: 0",
        "first: -1",
        "first: 101",
        "first: 2147483647",
        'after: ""',
        'after: "nonsense"',
        'after: "é"',
        f'after: "{base64.urlsafe_b64encode(b"[]").decode()}"',
        f'after: "{cursor(1, 51, "rooms")}"',
        f'after: "{cursors.write("letters", ("2026-01-01",))}"',
        f'after: "{cursors.write("letters", (1, 2))}"',
        f'after: "{cursors.write("letters", ("2026-02-30", key(1)))}"',
        f'after: "{base64.urlsafe_b64encode(orjson.dumps({"letters": 1})).decode()}"',
        f'after: "{cursor(1, 51)[:-2]}"',
    ],
)
async def test_a_page_that_there_is_not_is_an_error_at_its_field(world: World, arguments: str) -> None:
    document = (
        ALDER.replace("{ letters", "{ name letters").replace("} } } }", "} } } album { title } }") % arguments
    )

    await world.check(
        document,
        {"house": {"name": "Alder", "letters": None}, "album": {"title": "Holiday"}},
        "house.letters BAD_USER_INPUT 1:31",
    )


async def test_an_error_of_a_page_is_told_once_a_parent(world: World) -> None:
    await world.check(
        "{ houses { letters(first: 0) { totalCount } } }",
        {"houses": [{"letters": None}] * 3},
        *(f"houses.{place}.letters BAD_USER_INPUT 1:12" for place in range(3)),
    )
    await world.check("{ letters(first: 0) { totalCount } }", {"letters": None}, "letters BAD_USER_INPUT 1:3")


async def test_a_page_of_nobody_is_no_error_however_it_is_asked_for(world: World) -> None:
    await world.check(
        '{ house(name: "Nobody") { letters(first: 0) { totalCount } } }', {"house": None}, statements=1
    )


async def test_a_page_for_each_parent(world: World) -> None:
    await world.check(
        """{ houses { letters(first: 2, filter: { least: 2 }) { totalCount totalCountCapped nodes { text }
        edges { node { stamps } } pageInfo { hasNextPage } } } }""",
        {
            "houses": [
                {
                    "letters": {
                        "totalCount": 4,
                        "totalCountCapped": False,
                        "nodes": [{"text": "five"}, {"text": "four"}],
                        "edges": [{"node": {"stamps": 3}}, {"node": {"stamps": 2}}],
                        "pageInfo": {"hasNextPage": True},
                    }
                },
                *[
                    {
                        "letters": {
                            "totalCount": 0,
                            "totalCountCapped": False,
                            "nodes": [],
                            "edges": [],
                            "pageInfo": {"hasNextPage": False},
                        }
                    }
                ]
                * 2,
            ]
        },
        statements=3,
    )


async def test_cursors_lead_through_the_whole_list(world: World) -> None:
    document = """query ($after: String, $sort: Sorting!) { house(name: "Alder") { letters(first: 2, after: $after,
      sort: $sort) { edges { cursor node { text } } pageInfo { startCursor endCursor hasNextPage } } } }"""
    for sort, texts in (
        ("NEWEST_FIRST", ["five", "four", "three", "two", "one"]),
        ("OLDEST_FIRST", ["one", "two", "three", "four", "five"]),
    ):
        found: list[str] = []
        after, more = None, True
        while more:
            asked = GraphQLRequest(query=document, variables={"after": after, "sort": sort})
            answers = [
                (await pipeline.answer(asked, world.context(CLERK))).json()
                for pipeline in (world.reference, world.planned)
            ]
            assert answers[0] == answers[1]
            page = orjson.loads(answers[0])["data"]["house"]["letters"]
            assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
            found += [edge["node"]["text"] for edge in page["edges"]]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert found == texts


async def test_an_empty_page_has_no_cursors(world: World) -> None:
    await world.check(
        '{ house(name: "Cedar") { letters { pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } }',
        {
            "house": {
                "letters": {
                    "pageInfo": {
                        "startCursor": None,
                        "endCursor": None,
                        "hasNextPage": False,
                        "hasPreviousPage": False,
                    }
                }
            }
        },
        statements=2,
    )


async def test_a_total_costs_a_statement_only_where_it_is_asked_for(world: World) -> None:
    total = '{ house(name: "Alder") { letters(first: 1) { totalCount } } }'
    await world.check(total, {"house": {"letters": {"totalCount": 5}}}, statements=3)
    await world.check(
        "query ($total: Boolean!) { letters(first: 1) { nodes { text } totalCount @include(if: $total) } }",
        {"letters": {"nodes": [{"text": "six"}]}},
        statements=1,
        total=False,
    )


async def test_names_inside_a_page_may_be_changed_and_repeated(world: World) -> None:
    await world.check(
        """{ letters(first: 1) { a: pageInfo { more: hasNextPage } b: pageInfo { begun: hasPreviousPage
        m: hasNextPage } x: edges { c: node { text } } y: edges { d: node { stamps } } } }""",
        {
            "letters": {
                "a": {"more": True},
                "b": {"begun": False, "m": True},
                "x": [{"c": {"text": "six"}}],
                "y": [{"d": {"stamps": 1}}],
            }
        },
        statements=1,
    )
