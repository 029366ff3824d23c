"""Interfaces, unions and `__typename`; cases after graphql-core's test_union_interface and test_abstract."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.world.both import World

REX: dict[str, Any] = {"__typename": "Dog", "name": "Rex"}
TOM: dict[str, Any] = {"__typename": "Cat", "name": "Tom"}
IDA: dict[str, Any] = {"__typename": "Dog", "name": "Ida"}


def alders(*pets: dict[str, Any]) -> dict[str, Any]:
    return {"house": {"pets": list(pets)}}


def of_alder(selection: str, fragments: str = "") -> str:
    return f'{{ house(name: "Alder") {{ pets {{ {selection} }} }} }} {fragments}'


# name -> document, data, statements
CASES: dict[str, tuple[str, dict[str, Any], int]] = {
    "ported: test_union_interface::executes_using_interface_types": (
        of_alder("__typename name"),
        alders(IDA, REX, TOM),
        2,
    ),
    "ported: test_union_interface::executes_interface_types_with_inline_fragment": (
        of_alder("__typename name ... on Dog { barks } ... on Cat { lives }"),
        alders({**IDA, "barks": False}, {**REX, "barks": True}, {**TOM, "lives": 9}),
        2,
    ),
    "ported: test_union_interface::executes_interface_types_with_named_fragments": (
        of_alder(
            "__typename name ...Barks ...Lives",
            "fragment Barks on Dog { barks } fragment Lives on Cat { lives }",
        ),
        alders({**IDA, "barks": False}, {**REX, "barks": True}, {**TOM, "lives": 9}),
        2,
    ),
    "ported: test_union_interface::allows_fragment_conditions_to_be_abstract_types": (
        """{ house(name: "Alder") { ...N pets { ...N ... on Node { __typename } ...P } } album { pictures { ...Q } } }
        fragment N on Named { name } fragment P on Pet { mother { ...N } ... on Dog { barks } }
        fragment Q on Picture { __typename ... on Photo { title width } ... on Sketch { title pencil } }""",
        {
            "house": {
                "name": "Alder",
                "pets": [
                    {"name": "Ida", "__typename": "Dog", "mother": None, "barks": False},
                    {"name": "Rex", "__typename": "Dog", "mother": {"name": "Ida"}, "barks": True},
                    {"name": "Tom", "__typename": "Cat", "mother": None},
                ],
            },
            "album": {
                "pictures": [
                    {"__typename": "Photo", "title": "Sea", "width": 20},
                    {"__typename": "Sketch", "title": "Tree", "pencil": "soft"},
                    None,
                    {"__typename": "Photo", "title": "Sky", "width": None},
                ]
            },
        },
        3,
    ),
    "ported: test_union_interface::executes_union_types_with_inline_fragment": (
        "{ album { cover { __typename ... on Photo { width } ... on Sketch { pencil } } } }",
        {"album": {"cover": {"__typename": "Photo", "width": 10}}},
        0,
    ),
    "ported: test_union_interface::executes_using_union_types": (
        "{ strange { cover { __typename } } album { pictures { __typename } } }",
        {
            "strange": {"cover": {"__typename": "Sketch"}},
            "album": {
                "pictures": [{"__typename": "Photo"}, {"__typename": "Sketch"}, None, {"__typename": "Photo"}]
            },
        },
        0,
    ),
    "a fragment that never matches what there is": (
        '{ pet(name: "Rex") { name ... on Cat { lives whisper } } }',
        {"pet": {"name": "Rex"}},
        1,
    ),
    "a fragment that can match in theory only": (
        '{ house(name: "Birch") { name ... on Named { ... on Node { ... on House { lit } } } } }',
        {"house": {"name": "Birch", "lit": False}},
        1,
    ),
    "nothing but fragments of the other kind": (
        '{ pet(name: "Rex") { ... on Cat { lives } } }',
        {"pet": {}},
        1,
    ),
    "an inline fragment without a type": (
        of_alder("... { name ... { __typename } }"),
        alders(*({"name": pet["name"], "__typename": pet["__typename"]} for pet in (IDA, REX, TOM))),
        2,
    ),
    "one response name for other fields of each kind": (
        of_alder("... on Dog { x: barks } ... on Cat { x: lives }").replace("x: lives", "y: lives"),
        alders({"x": False}, {"x": True}, {"y": 9}),
        2,
    ),
    "ported: overlapping_fields::the same response name and shape in kinds that exclude each other": (
        of_alder(
            "name ... on Dog { at: house { name } } ... on Cat { at: mother { name } at2: house { lit } }"
        ).replace("at: mother", "other: mother"),
        alders(
            {"name": "Ida", "at": {"name": "Alder"}},
            {"name": "Rex", "at": {"name": "Alder"}},
            {"name": "Tom", "other": None, "at2": {"lit": True}},
        ),
        3,
    ),
    "one response name for other links of each kind": (
        """{ house(name: "Birch") { pets { ... on Dog { at: house { name } } ... on Cat { at: mother { name } } } }
        pet(name: "Rex") { ... on Dog { at: house { name } } ... on Cat { at: mother { name } } } }""",
        {"house": {"pets": [{"at": {"name": "Tom"}}]}, "pet": {"at": {"name": "Alder"}}},
        5,
    ),
    "one tab with a selection of its own under each kind": (
        of_alder("house { name } ... on Dog { house { lit } } ... on Cat { house { colour } }"),
        alders(
            {"house": {"name": "Alder", "lit": True}},
            {"house": {"name": "Alder", "lit": True}},
            {"house": {"name": "Alder", "colour": "RED"}},
        ),
        3,
    ),
    "a field that each kind declares anew": (
        '{ pet(name: "Rex") { call } house(name: "Alder") { pets { call } } }',
        {
            "pet": {"call": "Rex: woof"},
            "house": {"pets": [{"call": "Ida: woof"}, {"call": "Rex: woof"}, {"call": "Tom: meow"}]},
        },
        3,
    ),
    "a link to an interface that may be missing": (
        '{ a: pet(name: "Kit") { mother { ...REX } } b: pet(name: "Tom") { mother { name } } }'.replace(
            "...REX", "__typename name"
        ),
        {"a": {"mother": TOM}, "b": {"mother": None}},
        3,
    ),
    "ported: test_schema::__typename everywhere": (
        """{ t: __typename house(name: "Birch") { __typename rooms { a: __typename boxes { __typename } }
        letters(first: 1) { __typename edges { __typename node { __typename } } nodes { __typename }
        pageInfo { __typename } } post { __typename } sign { __typename } }
        album { __typename shelves { __typename pets { __typename } } cover { __typename } } ... { __typename } }""",
        {
            "t": "Query",
            "house": {
                "__typename": "House",
                "rooms": [{"a": "Room", "boxes": [{"__typename": "Box"}]}],
                "letters": {
                    "__typename": "LetterConnection",
                    "edges": [{"__typename": "LetterEdge", "node": {"__typename": "Letter"}}],
                    "nodes": [{"__typename": "Letter"}],
                    "pageInfo": {"__typename": "PageInfo"},
                },
                "post": {"__typename": "Post"},
                "sign": {"__typename": "Sign"},
            },
            "album": {
                "__typename": "Album",
                "shelves": [
                    {"__typename": "Shelf", "pets": [{"__typename": "Dog"}, {"__typename": "Cat"}]},
                    {"__typename": "Shelf", "pets": []},
                    {"__typename": "Shelf", "pets": [{"__typename": "Dog"}]},
                ],
                "cover": {"__typename": "Photo"},
            },
            "__typename": "Query",
        },
        6,
    ),
    "nothing but __typename of a page": (
        '{ house(name: "Birch") { letters { __typename } } letters { nodes { __typename } } }',
        {
            "house": {"letters": {"__typename": "LetterConnection"}},
            "letters": {"nodes": [{"__typename": "Letter"}] * 6},
        },
        3,
    ),
    "nothing but __typename of the query": (
        "{ __typename a: __typename }",
        {"__typename": "Query", "a": "Query"},
        0,
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_what_a_kind_has_is_shown_of_that_kind(world: World, name: str) -> None:
    document, data, statements = CASES[name]

    await world.check(document, data, statements=statements)


async def test_a_row_of_no_kind_is_an_error_and_nothing_is_made_up(world: World) -> None:
    # ported: test_abstract::resolve_type_on_interface_yields_useful_error
    await world.check('{ pet(name: "Polly") { __typename name } }', {"pet": None}, "pet INTERNAL 1:3")


async def test_a_row_of_no_kind_in_a_list_nulls_the_list(world: World) -> None:
    await world.check(
        '{ house(name: "Cedar") { name pets { name } } }',
        {"house": {"name": "Cedar", "pets": None}},
        "house.pets.0 INTERNAL 1:31",
    )


async def test_a_link_of_one_kind_is_not_read_for_another(world: World) -> None:
    await world.check('{ pet(name: "Rex") { ... on Cat { mother { name } } } }', {"pet": {}}, statements=1)
    await world.check(
        "{ album { shelves { pets { ... on Cat { house { name } } } } } }",
        {"album": {"shelves": [{"pets": [{}, {"house": {"name": "Alder"}}]}, {"pets": []}, {"pets": [{}]}]}},
        statements=2,
    )
    await world.check(
        """{ house(name: "Alder") { pets { name ... on Dog { toys { floor } mother { name } }
        ... on Cat { a: mother { lives: name } } } } }""",
        {
            "house": {
                "pets": [
                    {"name": "Ida", "toys": [{"floor": 2}, {"floor": 0}], "mother": None},
                    {"name": "Rex", "toys": [{"floor": 2}, {"floor": 0}], "mother": {"name": "Ida"}},
                    {"name": "Tom", "a": None},
                ]
            }
        },
        statements=4,
    )


async def test_a_value_of_no_class_is_an_error_at_its_place(world: World) -> None:
    # ported: test_abstract::is_type_of_used_to_resolve_runtime_type_for_union
    await world.check(
        "{ strange { title pictures { __typename } } }",
        {"strange": {"title": "Strange", "pictures": [{"__typename": "Sketch"}, None]}},
        "strange.pictures.1 INTERNAL 1:19",
    )


# name -> document, data, statements
UNIONS: dict[str, tuple[str, dict[str, Any], int]] = {
    "one, and those of a list": (
        "{ album { cover { ... on Photo { house { name } } } pictures { ... on Photo { house { name } } } } }",
        {
            "album": {
                "cover": {"house": {"name": "Alder"}},
                "pictures": [{"house": {"name": "Birch"}}, {}, None, {"house": None}],
            }
        },
        2,
    ),
    "what hangs below": (
        "{ album { pictures { ... on Sketch { title } ... on Photo { house { pets { name } } } } } }",
        {
            "album": {
                "pictures": [
                    {"house": {"pets": [{"name": "Kit"}]}},
                    {"title": "Tree"},
                    None,
                    {"house": None},
                ]
            }
        },
        2,
    ),
    "where none is of the class": (
        "{ strange { cover { __typename ... on Photo { house { name } } } } }",
        {"strange": {"cover": {"__typename": "Sketch"}}},
        0,
    ),
}


@pytest.mark.parametrize("name", UNIONS)
async def test_a_link_from_a_member_of_a_union(world: World, name: str) -> None:
    document, data, statements = UNIONS[name]

    await world.check(document, data, statements=statements)
