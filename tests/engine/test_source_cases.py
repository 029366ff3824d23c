"""What tabs may be read from: grouped and united selects, lists and jsonb in columns, orders of every direction."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from gateway.engine import cursors
from gateway.engine.answers import GraphQLRequest
from gateway.engine.declare import Tab, page
from tests.engine.world.both import CLERK, KEEPER, World
from tests.engine.world.needs import OPEN
from tests.engine.world.tables import pet

VISITS = [
    ("2026-03-01T09:00:01.000001+00:00", "visit", "9"),
    ("2026-03-01T09:00:00.500000+00:00", "visit", "-8"),
    ("2026-03-01T09:00:00+00:00", "visit", "1099511627776"),
    ("2026-03-01T09:00:00+00:00", "visit", "7"),
]
LETTERS = [
    (f"2026-01-0{day}T00:00:00+00:00", "letters", number)
    for day, number in zip("54321", "32415", strict=True)
]


async def _walk(world: World, document: str, way: tuple[str, ...]) -> list[Any]:
    """All entries of a list, page by page: the same by graphql-core and by the plan, in both its forms."""
    found: list[Any] = []
    after, more = None, True
    while more:
        asked = GraphQLRequest(query=document, variables={"after": after})
        answers = []
        for pipeline in (world.reference, world.planned):
            pipeline.tally.clear()
            answers.append((await pipeline.answer(asked, world.context(CLERK))).json())
        assert answers[0] == answers[1]
        assert set(world.planned.tally) == {("planned", "")}
        data = orjson.loads(answers[0])["data"]
        await world.check(document, data, after=after)
        for step in way:
            data = data[step]
        found += data["nodes"]
        after, more = data["pageInfo"]["endCursor"], data["pageInfo"]["hasNextPage"]
    return found


@pytest.mark.parametrize("size", [1, 2, 4, 100])
async def test_cursors_lead_through_a_union_whose_order_goes_both_ways(world: World, size: int) -> None:
    document = f"""query ($after: String) {{ house(name: "Alder") {{ happenings(first: {size}, after: $after) {{
      totalCount nodes {{ at what number }} pageInfo {{ endCursor hasNextPage }} }} }} }}"""

    found = await _walk(world, document, ("house", "happenings"))

    assert [tuple(each.values()) for each in found] == VISITS + LETTERS


async def test_pages_of_a_union_for_each_parent(world: World) -> None:
    letter = {"at": "2026-01-06T00:00:00+00:00", "what": "letters", "number": "1"}
    await world.check(
        "{ houses { happenings(first: 1) { totalCount nodes { at what number } } } }",
        {
            "houses": [
                {
                    "happenings": {
                        "totalCount": 9,
                        "nodes": [dict(zip(("at", "what", "number"), VISITS[0], strict=True))],
                    }
                },
                {"happenings": {"totalCount": 1, "nodes": [letter]}},
                {"happenings": {"totalCount": 0, "nodes": []}},
            ]
        },
        statements=3,
    )


@pytest.mark.parametrize("size", [1, 2])
async def test_a_page_goes_by_what_stands_for_null(world: World, size: int) -> None:
    document = f"""query ($after: String) {{ ages(first: {size}, after: $after) {{
      nodes {{ name built }} pageInfo {{ endCursor hasNextPage }} }} }}"""

    found = await _walk(world, document, ("ages",))

    assert [(each["name"], each["built"]) for each in found] == [
        ("Cedar", "9999-12-31"),
        ("Birch", "9999-12-31"),
        ("Alder", "1901-02-03"),
    ]


def test_a_page_by_a_column_that_may_be_null_is_not_declared() -> None:
    with pytest.raises(AssertionError, match="lives is ordered by nulls"):
        page(Tab("lives", pet, key=pet.c.house_id, order=(pet.c.lives, pet.c.id)), needs=OPEN, description="")


def test_a_page_by_what_is_no_column_is_not_declared() -> None:
    for term in (pet.c.name.desc().nulls_last(), sa.func.lower(pet.c.name)):
        with pytest.raises(AssertionError, match="names is ordered by what is no column"):
            page(Tab("names", pet, key=pet.c.house_id, order=(term, pet.c.id)), needs=OPEN, description="")


def test_no_cursor_is_written_of_a_null() -> None:
    with pytest.raises(AssertionError, match="pets is ordered by a null"):
        cursors.write("pets", ("Rex", None))


async def test_a_whole_list_may_have_nulls_in_its_order(world: World) -> None:
    await world.check(
        '{ stay(name: "Cas") { byEggs { name } } }',
        {"stay": {"byEggs": [{"name": name} for name in ("tart", "sweet", "hot")]}},
        statements=2,
    )


async def test_lists_and_jsonb_in_columns_are_values_for_rules(world: World) -> None:
    alder = {
        "names": ["Ann", "Ben", "Cas", "Dot", "Eve"],
        "days": ["2025-01-01", "2026-11-01", "2026-11-01", "2026-11-20", "2026-11-22"],
        "nights": [31, 20, 30, 2, 9],
        "longest": 31,
        "last": "2026-11-22",
        "opened": 3,
        "latest": "2026-11-22T11:00:00+00:00",
        "locked": ["Cas"],
    }
    await world.check(
        f'{{ house(name: "Alder") {{ tally {{ {" ".join(alder)} }} }} }}',
        {"house": {"tally": alder}},
        statements=2,
    )
    await world.check("{ houses { tally { locked } } }", {
        "houses": [{"tally": {"locked": ["Cas"]}}, {"tally": {"locked": []}}, {"tally": None}]
    }, statements=2)  # fmt: skip


MEALS = """mealPages(first: 2) { totalCount nodes { __typename name ... on Breakfast { eggs stay { guest } }
  ... on Dinner { room { name boxes { label } } } } }"""
KITCHEN = {"name": "Kitchen", "boxes": [{"label": "cups"}, {"label": "pans"}]}
DOTS = {"totalCount": 1, "nodes": [{"__typename": "Dinner", "name": "cold", "room": None}]}
CASES = {
    "totalCount": 3,
    "nodes": [
        {"__typename": "Dinner", "name": "hot", "room": KITCHEN},
        {"__typename": "Breakfast", "name": "sweet", "eggs": 1, "stay": {"guest": "Cas"}},
    ],
}


async def test_kinds_in_a_page_in_a_page_each_have_their_own_links(world: World) -> None:
    for document, statements in (
        (f"{{ guests {{ nodes {{ {MEALS} }} }} }}", 6),
        (f'{{ house(name: "Alder") {{ guests {{ nodes {{ {MEALS} }} }} }} }}', 7),
    ):
        guests = {"guests": {"nodes": [{"mealPages": DOTS}, {"mealPages": CASES}]}}
        await world.check(
            document,
            guests if "house" not in document else {"house": guests},
            by=KEEPER,
            statements=statements,
        )
