"""Selections are merged, named and ordered as the specification says; cases after graphql-core's own tests."""

from __future__ import annotations

import pytest

from tests.engine.world.both import World

Data = dict[str, object]

# name -> document, data, statements
CASES: dict[str, tuple[str, Data, int]] = {
    "ported: test_executor::merges_parallel_fragments": (
        """{ house(name: "Alder") { name ...One ...Two } }
        fragment One on House { lit rooms { name boxes { label } } }
        fragment Two on House { colour rooms { floor boxes { things { label } } } }""",
        {
            "house": {
                "name": "Alder",
                "lit": True,
                "rooms": [
                    {
                        "name": "Attic",
                        "boxes": [{"label": "maps", "things": [{"label": "old map"}, {"label": "new map"}]}],
                        "floor": 2,
                    },
                    {
                        "name": "Kitchen",
                        "boxes": [
                            {"label": "cups", "things": [{"label": "blue cup"}]},
                            {"label": "pans", "things": []},
                        ],
                        "floor": 0,
                    },
                ],
                "colour": "RED",
            }
        },
        4,
    ),
    "ported: test_executor::correct_field_ordering_despite_execution_order": (
        """{ e: house(name: "Birch") { lit } d: album { title } c: houses { name } b: __typename
        a: pet(name: "Tom") { name } }""",
        {
            "e": {"lit": False},
            "d": {"title": "Holiday"},
            "c": [{"name": "Alder"}, {"name": "Birch"}, {"name": "Cedar"}],
            "b": "Query",
            "a": {"name": "Tom"},
        },
        3,
    ),
    "keys come where they first stood, tabs and columns alike": (
        """{ house(name: "Birch") { rooms { floor } name ...F rooms { name } pets { name } } }
        fragment F on House { pets { __typename } lit }""",
        {
            "house": {
                "rooms": [{"floor": 0, "name": "Hall"}],
                "name": "Birch",
                "pets": [{"__typename": "Cat", "name": "Kit"}],
                "lit": False,
            }
        },
        3,
    ),
    "ported: test_collect_fields::the same field twice is one": (
        '{ house(name: "Birch") { name name n: name n: name } house(name: "Birch") { name lit } }',
        {"house": {"name": "Birch", "n": "Birch", "lit": False}},
        1,
    ),
    "the same tab in three places is read once": (
        """{ house(name: "Birch") { rooms { name } ... { rooms { floor } } ... on Named { ... on House
        { rooms { level } } } } }""",
        {"house": {"rooms": [{"name": "Hall", "floor": 0, "level": 0}]}},
        2,
    ),
    "aliases of a scalar": (
        '{ house(name: "Birch") { a: name b: name name: lit } }',
        {"house": {"a": "Birch", "b": "Birch", "name": False}},
        1,
    ),
    "two names swapped": (
        '{ pet(name: "Kit") { id: name name: id } }',
        {"pet": {"id": "Kit", "name": "pet1_0000000000000000000000000000002c"}},
        1,
    ),
    "aliases of a tab with other selections": (
        '{ house(name: "Alder") { a: rooms { name } b: rooms { floor } rooms { n: name } } }',
        {
            "house": {
                "a": [{"name": "Attic"}, {"name": "Kitchen"}],
                "b": [{"floor": 2}, {"floor": 0}],
                "rooms": [{"n": "Attic"}, {"n": "Kitchen"}],
            }
        },
        2,
    ),
    "aliases of a page with other arguments": (
        """{ house(name: "Alder") { new: letters(first: 1) { nodes { text } }
        old: letters(first: 2, sort: OLDEST_FIRST) { nodes { text } totalCount }
        dear: letters(filter: { least: 4 }) { totalCount nodes { text } } } }""",
        {
            "house": {
                "new": {"nodes": [{"text": "five"}]},
                "old": {"nodes": [{"text": "one"}, {"text": "two"}], "totalCount": 5},
                "dear": {"totalCount": 2, "nodes": [{"text": "three"}, {"text": "one"}]},
            }
        },
        6,
    ),
    "aliases of a root with other arguments": (
        '{ a: house(name: "Alder") { name } b: house(name: "Birch") { name } c: house(name: "Nobody") { name } }',
        {"a": {"name": "Alder"}, "b": {"name": "Birch"}, "c": None},
        3,
    ),
    "an alias inside a page": (
        """{ l: letters(first: 1) { n: nodes { t: text } e: edges { n: node { t: text s: stamps } } p: pageInfo
        { more: hasNextPage } c: totalCount d: totalCount } }""",
        {
            "l": {
                "n": [{"t": "six"}],
                "e": [{"n": {"t": "six", "s": 1}}],
                "p": {"more": True},
                "c": 6,
                "d": 6,
            }
        },
        2,
    ),
    "nodes and edges of one page, each merged": (
        """{ letters(first: 1) { ...A ...B nodes { stamps } } }
        fragment A on LetterConnection { nodes { text } edges { node { text } } }
        fragment B on LetterConnection { edges { node { stamps } } nodes { sent } pageInfo { hasNextPage } }""",
        {
            "letters": {
                "nodes": [{"text": "six", "sent": "2026-01-06", "stamps": 1}],
                "edges": [{"node": {"text": "six", "stamps": 1}}],
                "pageInfo": {"hasNextPage": True},
            }
        },
        1,
    ),
    "a name that reads like the engine's own": (
        '{ rows: house(name: "Birch") { _key: name rows: rooms { c0: name b0: floor x: boxes { v: label } } } }',
        {"rows": {"_key": "Birch", "rows": [{"c0": "Hall", "b0": 0, "x": [{"v": "coats"}]}]}},
        3,
    ),
    "ported: test_executor::does_not_include_arguments_that_were_not_set": (
        '{ echo(text: "a", number: null) }',
        {"echo": "text='a', number=None"},
        0,
    ),
    "ported: test_executor::avoids_recursion": (
        """{ house(name: "Birch") { ...A ...A ...B } } fragment A on House { name ...B } fragment B on House
        { lit ...C } fragment C on House { name }""",
        {"house": {"name": "Birch", "lit": False}},
        1,
    ),
    "an answered value with the same list twice": (
        """{ album { shelves { label } ... on Album { shelves { house { name } } } shelves { house { lit } } } }""",
        {
            "album": {
                "shelves": [
                    {"label": "top", "house": {"name": "Alder", "lit": True}},
                    {"label": "low", "house": None},
                    {"label": "lost", "house": None},
                ]
            }
        },
        1,
    ),
    "a list in a list in a list in a list": (
        "{ houses { name rooms { name boxes { label things { label } } } } }",
        {
            "houses": [
                {
                    "name": "Alder",
                    "rooms": [
                        {
                            "name": "Attic",
                            "boxes": [
                                {"label": "maps", "things": [{"label": "old map"}, {"label": "new map"}]}
                            ],
                        },
                        {
                            "name": "Kitchen",
                            "boxes": [
                                {"label": "cups", "things": [{"label": "blue cup"}]},
                                {"label": "pans", "things": []},
                            ],
                        },
                    ],
                },
                {
                    "name": "Birch",
                    "rooms": [{"name": "Hall", "boxes": [{"label": "coats", "things": [{"label": None}]}]}],
                },
                {"name": "Cedar", "rooms": []},
            ]
        },
        4,
    ),
    "a total for each, where there is one": (
        "{ houses { name post { letters stamps } } }",
        {
            "houses": [
                {"name": "Alder", "post": {"letters": 5, "stamps": 15}},
                {"name": "Birch", "post": {"letters": 1, "stamps": 1}},
                {"name": "Cedar", "post": None},
            ]
        },
        2,
    ),
    "links of a value: one, several, and inside a list": (
        "{ album { house { name } houses { name } shelves { pets { name } house { rooms { name } } } } }",
        {
            "album": {
                "house": {"name": "Alder"},
                "houses": [{"name": "Birch"}, {"name": "Alder"}],
                "shelves": [
                    {
                        "pets": [{"name": "Ida"}, {"name": "Tom"}],
                        "house": {"rooms": [{"name": "Attic"}, {"name": "Kitchen"}]},
                    },
                    {"pets": [], "house": None},
                    {"pets": [{"name": "Ida"}], "house": None},
                ],
            }
        },
        5,
    ),
    "no value, and nothing below it is read": (
        "{ noAlbum { title house { name } shelves { house { name } } } }",
        {"noAlbum": None},
        0,
    ),
    "a chain of links": (
        """{ pet(name: "Kit") { mother { name mother { name } house { name pets { name mother { name } } } } } }""",
        {
            "pet": {
                "mother": {
                    "name": "Tom",
                    "mother": None,
                    "house": {
                        "name": "Alder",
                        "pets": [
                            {"name": "Ida", "mother": None},
                            {"name": "Rex", "mother": {"name": "Ida"}},
                            {"name": "Tom", "mother": None},
                        ],
                    },
                }
            }
        },
        5,
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_selection_is_answered_as_both_say(world: World, name: str) -> None:
    document, data, statements = CASES[name]

    await world.check(document, data, statements=statements)
