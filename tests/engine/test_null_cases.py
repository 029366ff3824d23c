"""A null where there must be none goes up to the next that may be null; cases after graphql-core's test_nonnull."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.engine.world.both import World

ALDER: dict[str, Any] = {"name": "Alder"}
CEDAR: dict[str, Any] = {"name": "Cedar"}

# name -> document, data, errors. Birch's sign has no motto, and its only room is a hall, which `quiet` is null of.
CASES: dict[str, tuple[str, Any, tuple[str, ...]]] = {
    "ported: test_nonnull::nulls_a_nullable_field": (
        '{ house(name: "Birch") { motto rooms { softly } } }',
        {"house": {"motto": None, "rooms": [{"softly": None}]}},
        (),
    ),
    "ported: test_nonnull::nulls_an_immediate_object_that_contains_a_non_null_field": (
        '{ house(name: "Birch") { name sign { motto } } }',
        {"house": {"name": "Birch", "sign": None}},
        ("house.sign.motto INTERNAL 1:38",),
    ),
    "ported: test_lists::[T!] with a null in it": (
        "{ signs { motto } album { title } }",
        {"signs": None, "album": {"title": "Holiday"}},
        ("signs.1.motto INTERNAL 1:11",),
    ),
    "ported: test_lists::[T] with a null in it": (
        "{ looseSigns { motto } }",
        {"looseSigns": [{"motto": "Ever"}, None, {"motto": "Quiet"}]},
        ("looseSigns.1.motto INTERNAL 1:16",),
    ),
    "ported: test_lists::[T!]! with a null in it": (
        "{ album { title } sureSigns { motto } }",
        None,
        ("sureSigns.1.motto INTERNAL 1:31",),
    ),
    "a rule of a row in a list": (
        "{ houses { name rooms { quiet } } }",
        {
            "houses": [
                {"name": "Alder", "rooms": [{"quiet": "attic"}, {"quiet": "kitchen"}]},
                {"name": "Birch", "rooms": None},
                {"name": "Cedar", "rooms": []},
            ]
        },
        ("houses.1.rooms.0.quiet INTERNAL 1:25",),
    ),
    "a rule of a row in a list of rows that may be null": (
        '{ house(name: "Birch") { looseRooms { quiet } } }',
        {"house": {"looseRooms": [None]}},
        ("house.looseRooms.0.quiet INTERNAL 1:39",),
    ),
    "a rule of a row in a list that is never null": (
        '{ house(name: "Birch") { name sureRooms { quiet } } album { title } }',
        {"house": None, "album": {"title": "Holiday"}},
        ("house.sureRooms.0.quiet INTERNAL 1:43",),
    ),
    "up through a list of houses, which all go": (
        "{ houses { name sureRooms { quiet } } }",
        {"houses": None},
        ("houses.1.sureRooms.0.quiet INTERNAL 1:29",),
    ),
    "ported: test_nonnull::nulls_first_nullable_after_long_chain_of_non_null_fields": (
        """{ a: house(name: "Birch") { sureSign { sign { sureHouse { sureSign { sign { motto } } } } } }
b: house(name: "Alder") { sureSign { sign { sureHouse { sureSign { sign { motto } } } } } } }""",
        {
            "a": None,
            "b": {"sureSign": {"sign": {"sureHouse": {"sureSign": {"sign": {"motto": "Ever"}}}}}},
        },
        ("a.sureSign.sign.sureHouse.sureSign.sign.motto INTERNAL 1:77",),
    ),
    "from deep down to the root": (
        '{ album { title } sureHouse(name: "Birch") { sureSign { motto } } }',
        None,
        ("sureHouse.sureSign.motto INTERNAL 1:57",),
    ),
    "a link that is never null and leads nowhere": (
        '{ houses { name sign { motto } } house(name: "Cedar") { name surePost { stamps } } }',
        {
            "houses": [
                {**ALDER, "sign": {"motto": "Ever"}},
                {"name": "Birch", "sign": None},
                {**CEDAR, "sign": {"motto": "Quiet"}},
            ],
            "house": None,
        },
        ("houses.1.sign.motto INTERNAL 1:24", "house.surePost INTERNAL 1:62"),
    ),
    "through a node of a page": (
        '{ house(name: "Birch") { name signPages { nodes { motto } } } }',
        {"house": {"name": "Birch", "signPages": None}},
        ("house.signPages.nodes.0.motto INTERNAL 1:51",),
    ),
    "through an edge of a page": (
        '{ house(name: "Birch") { name signPages { edges { node { motto } } totalCount } } }',
        {"house": {"name": "Birch", "signPages": None}},
        ("house.signPages.edges.0.node.motto INTERNAL 1:58",),
    ),
    "through edges and nodes of one page": (
        '{ house(name: "Birch") { name signPages { edges { node { motto } } nodes { motto } } } }',
        {"house": {"name": "Birch", "signPages": None}},
        ("house.signPages.edges.0.node.motto INTERNAL 1:58", "house.signPages.nodes.0.motto INTERNAL 1:76"),
    ),
    "the first of several that fail, and the other branch": (
        """{ house(name: "Birch") { name sureSign { motto } sureRooms { quiet } }
b: house(name: "Birch") { c: signPages { nodes { motto } } d: signPages(first: 1) { nodes { motto } } } }""",
        {"house": None, "b": {"c": None, "d": None}},
        (
            "house.sureSign.motto INTERNAL 1:42",
            "house.sureRooms.0.quiet INTERNAL 1:62",
            "b.c.nodes.0.motto INTERNAL 2:50",
            "b.d.nodes.0.motto INTERNAL 2:93",
        ),
    ),
    "under two aliases, one error each": (
        '{ house(name: "Birch") { a: sign { motto } b: sign { m: motto } } }',
        {"house": {"a": None, "b": None}},
        ("house.a.motto INTERNAL 1:36", "house.b.m INTERNAL 1:54"),
    ),
    "selected twice, both places told": (
        '{ house(name: "Birch") { sign { motto } sign { motto } } }',
        {"house": {"sign": None}},
        ("house.sign.motto INTERNAL 1:33 1:48",),
    ),
    "a value that is never null": (
        "{ sureNoAlbum { title } }",
        None,
        ("sureNoAlbum INTERNAL 1:3",),
    ),
    "a list that is never null, of a value": (
        "{ album { title sureMissing } }",
        {"album": None},
        ("album.sureMissing INTERNAL 1:17",),
    ),
    "a link from a value that leads nowhere": (
        "{ album { title shelves { sureHouse { name } } } }",
        {"album": None},
        ("album.shelves.1.sureHouse INTERNAL 1:27", "album.shelves.2.sureHouse INTERNAL 1:27"),
    ),
    "below a link of a value": (
        "{ album { houses { sign { motto } } } }",
        {"album": {"houses": [{"sign": None}, {"sign": {"motto": "Ever"}}]}},
        ("album.houses.0.sign.motto INTERNAL 1:27",),
    ),
    "a node by its id": (
        '{ node(id: "hou1_00000000000000000000000000000002") { ... on House { sureSign { motto } } } }',
        {"node": None},
        ("node.sureSign.motto INTERNAL 1:81",),
    ),
    "one of several nodes": (
        """{ nodes(ids: ["hou1_00000000000000000000000000000002", "hou1_00000000000000000000000000000001"])
{ ... on House { sureSign { motto } } } }""",
        {"nodes": [None, {"sureSign": {"motto": "Ever"}}]},
        ("nodes.0.sureSign.motto INTERNAL 2:29",),
    ),
    "a null that a converter makes": (
        '{ house(name: "Birch") { name rooms { turned } } }',
        {"house": {"name": "Birch", "rooms": None}},
        ("house.rooms.0.turned INTERNAL 1:39",),
    ),
    "a null in a stored list of texts": (
        '{ house(name: "Birch") { name sureWords } }',
        {"house": {"name": "Birch", "sureWords": None}},
        ("house.sureWords.1 INTERNAL 1:31",),
    ),
    "a null in a list of texts of a value": (
        "{ album { title sureMarks } }",
        {"album": {"title": "Holiday", "sureMarks": None}},
        ("album.sureMarks.1 INTERNAL 1:17",),
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_null_goes_up_to_what_may_be_null(world: World, name: str) -> None:
    document, data, errors = CASES[name]

    await world.check(document, data, *errors)


async def test_a_row_that_must_be_there(world: World) -> None:
    # ported: test_nonnull::nulls_the_top_level_if_non_nullable_field
    for name in ("Nobody", ""):  # no key is made of the empty name
        await world.check(f'{{ sureHouse(name: "{name}") {{ name }} }}', None, "sureHouse INTERNAL 1:3")
        await world.check(
            f'{{ album {{ title }} sureHouse(name: "{name}") {{ name }} }}', None, "sureHouse INTERNAL 1:19"
        )


async def test_a_lost_branch_takes_no_other_with_it(world: World) -> None:
    # ported: test_error_propagation: one page is asked for in a branch that is given up and in one that stays
    await world.check(
        """{ house(name: "Birch") { sureSign { motto } letters { totalCount } }
b: house(name: "Birch") { letters { totalCount } } }""",
        {"house": None, "b": {"letters": {"totalCount": 1}}},
        "house.sureSign.motto INTERNAL 1:37",
    )


async def test_what_a_null_at_the_root_leaves_running_keeps_no_connection(world: World) -> None:
    # graphql-core answers at once, and goes on with the house behind its answer.
    async with asyncio.timeout(60):
        for _ in range(3):  # there are two connections
            await world.check(
                """query ($ids: [ID!] = []) { house(name: "Birch") { rooms { name } }
nodes(ids: $ids) { id } }""",
                None,
                "nodes BAD_USER_INPUT 2:12",
                ids=None,
            )


async def test_nothing_of_these_is_declined_before_it_is_read(world: World) -> None:
    for document, _, _ in CASES.values():
        assert world.declined(document) == {}


async def test_what_is_never_null_is_planned_where_it_is_there(world: World) -> None:
    await world.check(
        """{ house(name: "Alder") { sureRooms { quiet } sureSign { motto sign { sureHouse { lit } } }
        surePost { letters } } }""",
        {
            "house": {
                "sureRooms": [{"quiet": "attic"}, {"quiet": "kitchen"}],
                "sureSign": {"motto": "Ever", "sign": {"sureHouse": {"lit": True}}},
                "surePost": {"letters": 5},
            }
        },
        statements=5,
    )


async def test_lists_of_lists_and_lists_with_nulls(world: World) -> None:
    # ported: test_lists::accepts_*
    await world.check(
        """{ album { grid marks missing { label } size } house(name: "Birch") { words }
        h: house(name: "Cedar") { words } }""",
        {
            "album": {"grid": [[1, 2], [], [3]], "marks": ["x", None], "missing": None, "size": 4},
            "house": {"words": ["a", None]},
            "h": {"words": []},
        },
        statements=2,
    )


async def test_what_is_no_list_is_an_error(world: World) -> None:
    # ported: test_lists::does_not_accept_iterable_string_literal
    await world.check(
        "{ strange { title marks } }",
        {"strange": {"title": "Strange", "marks": None}},
        "strange.marks INTERNAL 1:19",
    )
