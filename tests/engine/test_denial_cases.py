"""What somebody may not read is null, with one error at each place in the answer where it would stand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.world.both import CLERK, GUEST, KEEPER, World

ALDER: dict[str, Any] = {"name": "Alder"}
BIRCH: dict[str, Any] = {"name": "Birch"}
HOUSES: list[dict[str, Any]] = [ALDER, BIRCH, {"name": "Cedar"}]

ATTIC: list[dict[str, Any]] = [{"name": "Attic"}, {"name": "Kitchen"}]

Case = tuple[str, Any, tuple[str, ...], int | None]


def everywhere(path: str, places: int, where: str) -> tuple[str, ...]:
    return tuple(f"{path.replace('*', str(place))} FORBIDDEN {where}" for place in range(places))


# name -> document, data, errors, statements where the plan answers by itself
CASES: dict[str, Case] = {
    "one field": (
        '{ house(name: "Alder") { name secret } }',
        {"house": {"name": "Alder", "secret": None}},
        ("house.secret FORBIDDEN 1:31",),
        1,
    ),
    "in a list, one error each": (
        "{ houses { name secret } }",
        {"houses": [{**house, "secret": None} for house in HOUSES]},
        everywhere("houses.*.secret", 3, "1:17"),
        1,
    ),
    "a tab costs no statement": (
        "{ houses { name secretRooms { name boxes { label } } secretLetters { totalCount } } }",
        {"houses": [{**house, "secretRooms": None, "secretLetters": None} for house in HOUSES]},
        (*everywhere("houses.*.secretRooms", 3, "1:17"), *everywhere("houses.*.secretLetters", 3, "1:54")),
        1,
    ),
    "in a list in a list": (
        "{ album { houses { pets { secretHouse { name } } } } }",
        {"album": {"houses": [{"pets": [{"secretHouse": None}]}, {"pets": [{"secretHouse": None}] * 3}]}},
        (
            "album.houses.0.pets.0.secretHouse FORBIDDEN 1:27",
            *everywhere("album.houses.1.pets.*.secretHouse", 3, "1:27"),
        ),
        2,
    ),
    "in a list of none": (
        '{ house(name: "Cedar") { rooms { boxes { label } } } }',
        {"house": {"rooms": []}},
        (),
        2,
    ),
    "where a link leads nowhere": (
        '{ pet(name: "Tom") { mother { secretHouse { name } } } }',
        {"pet": {"mother": None}},
        (),
        1,
    ),
    "a link that would lead nowhere": (
        '{ pet(name: "Stray") { name secretHouse { name } } }',
        {"pet": {"name": "Stray", "secretHouse": None}},
        ("pet.secretHouse FORBIDDEN 1:29",),
        1,
    ),
    "under two aliases": (
        '{ house(name: "Alder") { a: secret b: secret } }',
        {"house": {"a": None, "b": None}},
        ("house.a FORBIDDEN 1:26", "house.b FORBIDDEN 1:36"),
        1,
    ),
    "selected twice, told once with both places": (
        '{ house(name: "Alder") { secretRooms { name } ...F } } fragment F on House { secretRooms { floor } }',
        {"house": {"secretRooms": None}},
        ("house.secretRooms FORBIDDEN 1:26 1:78",),
        1,
    ),
    "the root of a list": (
        "{ houses { name } secrets { name } }",
        {"houses": HOUSES, "secrets": None},
        ("secrets FORBIDDEN 1:19",),
        1,
    ),
    "what a resolver would answer": (
        "{ album { title } secretAlbum { title house { name } } }",
        {"album": {"title": "Holiday"}, "secretAlbum": None},
        ("secretAlbum FORBIDDEN 1:19",),
        0,
    ),
    "a link from a value, in a list": (
        "{ album { shelves { label secretHouse { name } } } }",
        {"album": {"shelves": [{"label": label, "secretHouse": None} for label in ("top", "low", "lost")]}},
        everywhere("album.shelves.*.secretHouse", 3, "1:27"),
        0,
    ),
    "below a link from a value": (
        "{ album { houses { secret } shelves { pets { secretHouse { name } } } } }",
        {
            "album": {
                "houses": [{"secret": None}, {"secret": None}],
                "shelves": [
                    {"pets": [{"secretHouse": None}, {"secretHouse": None}]},
                    {"pets": []},
                    {"pets": [{"secretHouse": None}]},
                ],
            }
        },
        (
            *everywhere("album.houses.*.secret", 2, "1:20"),
            *everywhere("album.shelves.0.pets.*.secretHouse", 2, "1:46"),
            "album.shelves.2.pets.0.secretHouse FORBIDDEN 1:46",
        ),
        2,
    ),
    "below a node": (
        """{ nodes(ids: ["hou1_00000000000000000000000000000001", "x1_00000000000000000000000000000001"])
{ ... on House { secret } } }""",
        {"nodes": [{"secret": None}, None]},
        ("nodes.0.secret FORBIDDEN 2:18",),
        1,
    ),
    "beside a null of another kind": (
        '{ house(name: "Birch") { secret motto rooms { softly } secretRooms { quiet } } }',
        {"house": {"secret": None, "motto": None, "rooms": [{"softly": None}], "secretRooms": None}},
        ("house.secret FORBIDDEN 1:26", "house.secretRooms FORBIDDEN 1:56"),
        2,
    ),
    "beside a null that goes up": (
        '{ house(name: "Birch") { secret sign { motto } } houses { secretRooms { name } } }',
        {"house": {"secret": None, "sign": None}, "houses": [{"secretRooms": None}] * 3},
        (
            "house.secret FORBIDDEN 1:26",
            "house.sign.motto INTERNAL 1:40",
            *everywhere("houses.*.secretRooms", 3, "1:59"),
        ),
        None,
    ),
    "where there is never null": (
        '{ house(name: "Alder") { name sureSecretRooms { name } } album { title } }',
        {"house": None, "album": {"title": "Holiday"}},
        ("house.sureSecretRooms FORBIDDEN 1:31",),
        None,
    ),
    "where there is never null, in a list": (
        "{ houses { name sureSecretRooms { name } } }",
        {"houses": None},
        everywhere("houses.*.sureSecretRooms", 3, "1:17"),
        None,
    ),
    "where there is never null, at the root": (
        "{ album { title } sureSecrets { name } }",
        None,
        ("sureSecrets FORBIDDEN 1:19",),
        None,
    ),
    "where there is never null, and nothing is there": (
        '{ house(name: "Nobody") { sureSecretRooms { name } } }',
        {"house": None},
        (),
        None,
    ),
    "a rule that is never null": (
        '{ house(name: "Alder") { name sureSecret } album { title } }',
        {"house": None, "album": {"title": "Holiday"}},
        ("house.sureSecret FORBIDDEN 1:31",),
        None,
    ),
    "one of the kinds, under a name of its own": (
        '{ house(name: "Alder") { pets { name ... on Cat { toys { name } } } } }',
        {"house": {"pets": [{"name": "Ida"}, {"name": "Rex"}, {"name": "Tom", "toys": None}]}},
        ("house.pets.2.toys FORBIDDEN 1:51",),
        2,
    ),
    "a tab that each kind has, and one kind denies": (
        '{ house(name: "Alder") { pets { name ... on Dog { toys { name } } ... on Cat { toys { name } } } } }',
        {
            "house": {
                "pets": [
                    {"name": "Ida", "toys": ATTIC},
                    {"name": "Rex", "toys": ATTIC},
                    {"name": "Tom", "toys": None},
                ]
            }
        },
        ("house.pets.2.toys FORBIDDEN 1:80",),
        3,
    ),
    "a link that each kind has, and each denies in its own way": (
        '{ house(name: "Alder") { pets { ... on Dog { perch { name } } ... on Cat { perch { name } } } } }',
        {"house": {"pets": [{"perch": None}] * 3}},
        (*everywhere("house.pets.*.perch", 2, "1:46"), "house.pets.2.perch FORBIDDEN 1:76"),
        2,
    ),
    "a link of the interface that one kind declares anew": (
        '{ house(name: "Alder") { pets { den { name } } } }',
        {"house": {"pets": [{"den": ALDER}, {"den": ALDER}, {"den": None}]}},
        ("house.pets.2.den FORBIDDEN 1:33",),
        3,
    ),
    "a rule of the interface that one kind declares anew": (
        '{ house(name: "Alder") { pets { whisper } } }',
        {"house": {"pets": [{"whisper": "Ida"}, {"whisper": "Rex"}, {"whisper": None}]}},
        ("house.pets.2.whisper FORBIDDEN 1:33",),
        2,
    ),
    "a rule of one row, of the kind that may be read": (
        '{ pet(name: "Rex") { whisper } }',
        {"pet": {"whisper": "Rex"}},
        (),
        1,
    ),
    "below a link that one kind declares anew": (
        '{ house(name: "Alder") { pets { den { name secret } } } }',
        {"house": {"pets": [{"den": {**ALDER, "secret": None}}] * 2 + [{"den": None}]}},
        (*everywhere("house.pets.*.den.secret", 2, "1:44"), "house.pets.2.den FORBIDDEN 1:33"),
        3,
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_denied_field_is_null_with_an_error_at_its_place(world: World, name: str) -> None:
    document, data, errors, statements = CASES[name]

    await world.check(document, data, *errors, statements=statements)


async def test_who_may_read_it_has_it(world: World) -> None:
    await world.check(
        """{ house(name: "Alder") { secret secretRooms { name } secretLetters(first: 1) { nodes { text } }
        pets { whisper den { name } ... on Dog { toys { name } } ... on Cat { toys { name } } } } }""",
        {
            "house": {
                "secret": "Alder",
                "secretRooms": ATTIC,
                "secretLetters": {"nodes": [{"text": "five"}]},
                "pets": [{"whisper": name, "den": ALDER, "toys": ATTIC} for name in ("Ida", "Rex", "Tom")],
            }
        },
        by=KEEPER,
    )


async def test_who_may_nothing_reads_nothing(world: World) -> None:
    await world.check(
        '{ houses { name } house(name: "Alder") { rooms { name } } node(id: "nonsense") { id } t: __typename }',
        {"houses": None, "house": None, "node": None, "t": "Query"},
        "houses FORBIDDEN 1:3",
        "house FORBIDDEN 1:19",
        "node FORBIDDEN 1:59",
        by=GUEST,
        statements=0,
    )


async def test_one_plan_serves_all_of_them(world: World) -> None:
    document = '{ house(name: "Birch") { name secretRooms { name } } }'
    for by, rooms, errors, statements in (
        (KEEPER, [{"name": "Hall"}], (), 2),
        (CLERK, None, ("house.secretRooms FORBIDDEN 1:31",), 1),
        (KEEPER, [{"name": "Hall"}], (), 2),
    ):
        await world.check(
            document, {"house": {**BIRCH, "secretRooms": rooms}}, *errors, by=by, statements=statements
        )
