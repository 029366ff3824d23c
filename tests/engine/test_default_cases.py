"""Lists and pages that show less than there is until more is asked for: what holds by default, and what instead."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.engine import cursors
from gateway.engine.answers import GraphQLRequest
from tests.engine.world.both import CLERK, KEEPER, World
from tests.engine.world.tables import key


def people(*names: str) -> list[dict[str, str]]:
    return [{"guest": name} for name in names]


# Of Alder's guests Ann and Ben are gone, Cas and Dot are there, Dot until today, and Eve comes this afternoon.
# arguments of the page -> whom it shows
PAGES: dict[str, list[dict[str, str]]] = {
    "": people("Dot", "Cas"),
    "(first: 1)": people("Dot"),
    f'(after: "{cursors.write("stays", ("2026-11-20", key(64)))}")': people("Cas"),
    "(past: false)": people("Dot", "Cas"),
    "(past: true)": people("Eve", "Dot", "Ben", "Cas", "Ann"),
    "(past: true, first: 2)": people("Eve", "Dot"),
    "(past: true, byGuest: true)": people("Ann", "Ben", "Cas", "Dot", "Eve"),
    '(guest: "Ann")': [],
    '(guest: "Ann", past: true)': people("Ann"),
}


@pytest.mark.parametrize("arguments", PAGES)
async def test_a_page_shows_what_it_has_by_default_until_its_arguments_say_otherwise(
    world: World, arguments: str
) -> None:
    await world.check(
        f'{{ house(name: "Alder") {{ guests{arguments} {{ nodes {{ guest }} }} }} }}',
        {"house": {"guests": {"nodes": PAGES[arguments]}}},
        statements=2,
    )


async def test_a_list_without_arguments_has_its_default_and_is_read_in_one_statement(world: World) -> None:
    document = '{ house(name: "Alder") { stays { guest } guests { totalCount } } }'

    await world.check(
        document, {"house": {"stays": people("Dot", "Cas"), "guests": {"totalCount": 2}}}, statements=4
    )
    assert await statements_at_once(world, document) == 1


# arguments of the list -> whom it shows
LISTS: dict[str, list[dict[str, str]]] = {
    arguments: shown
    for arguments, shown in PAGES.items()
    if "first" not in arguments and "after" not in arguments
}


@pytest.mark.parametrize("arguments", LISTS)
async def test_a_whole_list_may_have_arguments_too(world: World, arguments: str) -> None:
    await world.check(
        f'{{ house(name: "Alder") {{ booked{arguments} {{ guest }} name }} }}',
        {"house": {"booked": LISTS[arguments], "name": "Alder"}},
        statements=2,
    )


async def test_lists_of_several_parents_with_several_arguments_are_read_once_each(world: World) -> None:
    await world.check(
        """query ($past: Boolean! = true) { houses { booked { guest } all: booked(past: $past) { guest itself { ends } }
        again: booked(past: $past) { begins } ann: booked(guest: "Ann", past: true) { guest } } }""",
        {
            "houses": [
                {
                    "booked": people("Dot", "Cas"),
                    "all": [
                        {"guest": guest, "itself": {"ends": ends}}
                        for guest, ends in (
                            ("Eve", "2026-12-01"),
                            ("Dot", "2026-11-22"),
                            ("Ben", "2026-11-21"),
                            ("Cas", "2026-12-01"),
                            ("Ann", "2025-02-01"),
                        )
                    ],
                    "again": [
                        {"begins": begins}
                        for begins in ("2026-11-22", "2026-11-20", "2026-11-01", "2026-11-01", "2025-01-01")
                    ],
                    "ann": people("Ann"),
                },
                {
                    "booked": [],
                    "all": [{"guest": "Fay", "itself": {"ends": "2024-01-02"}}],
                    "again": [{"begins": "2024-01-01"}],
                    "ann": [],
                },
                {"booked": [], "all": [], "again": [], "ann": []},
            ]
        },
        statements=5,
    )


async def test_arguments_stand_instead_of_the_default_and_are_asked_for_only_where_they_are_given(
    world: World,
) -> None:
    await world.check(
        """{ house(name: "Alder") { none: likened { guest } likened(guest: "Ben") { guest }
        unlike(guest: "Ben") { guest } } }""",
        {
            "house": {
                "none": people("Dot", "Cas"),
                "likened": people("Ben"),
                "unlike": people("Eve", "Dot", "Cas", "Ann"),
            }
        },
        statements=4,
    )


NARROWED = """query ($guest: String, $past: Boolean = true, $after: String) { house(name: "Alder") {
  booked(guest: $guest, past: $past) { guest itself { guest } } letters(filter: { least: 2 }, first: 1) { totalCount }
  guests(past: $past, byGuest: true, first: 2, after: $after) { totalCount nodes { guest meals { name } } } } }"""


@pytest.mark.parametrize(
    ("given", "booked", "guests", "total"),
    [
        ({}, ["Eve", "Dot", "Ben", "Cas", "Ann"], ["Ann", "Ben"], 5),
        ({"guest": "Ben"}, ["Ben"], ["Ann", "Ben"], 5),
        ({"guest": "Eve"}, ["Eve"], ["Ann", "Ben"], 5),
        ({"guest": "Cas", "past": False}, ["Cas"], ["Cas", "Dot"], 2),
        ({"past": False}, ["Dot", "Cas"], ["Cas", "Dot"], 2),
        (
            {"after": cursors.write("stays", ("Ben", key(62)))},
            ["Eve", "Dot", "Ben", "Cas", "Ann"],
            ["Cas", "Dot"],
            5,
        ),
    ],
)
async def test_a_record_whose_lists_have_arguments_is_read_in_one_statement_whatever_they_are(
    world: World, given: dict[str, Any], booked: list[str], guests: list[str], total: int
) -> None:
    meals = {"Ann": [], "Ben": ["early", "late"], "Cas": ["hot", "sweet", "tart"], "Dot": ["cold"]}
    await world.check(
        NARROWED,
        {
            "house": {
                "booked": [{"guest": name, "itself": {"guest": name}} for name in booked],
                "letters": {"totalCount": 4},
                "guests": {
                    "totalCount": total,
                    "nodes": [
                        {"guest": name, "meals": [{"name": meal} for meal in meals[name]]} for name in guests
                    ],
                },
            }
        },
        by=KEEPER,
        statements=8,
        **given,
    )
    assert await statements_at_once(world, NARROWED, **given) == 1


async def test_arguments_may_ask_for_what_other_tables_have(world: World) -> None:
    document = """{ house(name: "Alder") { booked(ate: "early", past: true) { guest }
      guests(ate: "cold") { totalCount nodes { guest } } } }"""

    await world.check(
        document,
        {"house": {"booked": people("Ben"), "guests": {"totalCount": 1, "nodes": people("Dot")}}},
        statements=4,
    )
    assert await statements_at_once(world, document) == 1


async def test_a_list_at_a_root_may_have_arguments(world: World) -> None:
    await world.check(
        '{ booked { guest } ann: booked(past: true, guest: "Ann") { guest } }',
        {"booked": people("Dot", "Cas"), "ann": people("Ann")},
        statements=2,
    )


async def test_the_default_holds_for_each_parent(world: World) -> None:
    await world.check(
        "{ houses { stays { guest } guests { totalCount } all: guests(past: true) { totalCount } } }",
        {
            "houses": [
                {"stays": people("Dot", "Cas"), "guests": {"totalCount": 2}, "all": {"totalCount": 5}},
                {"stays": [], "guests": {"totalCount": 0}, "all": {"totalCount": 1}},
                {"stays": [], "guests": {"totalCount": 0}, "all": {"totalCount": 0}},
            ]
        },
        statements=6,
    )


async def test_the_default_holds_at_a_root_and_of_its_total(world: World) -> None:
    await world.check(
        "{ guests { totalCount nodes { guest } } all: guests(past: true, first: 1) { totalCount totalCountCapped } }",
        {
            "guests": {"totalCount": 2, "nodes": people("Dot", "Cas")},
            "all": {"totalCount": 6, "totalCountCapped": False},
        },
        statements=4,
    )


async def test_a_variable_that_is_left_out_is_an_argument_that_says_so(world: World) -> None:
    document = """query ($guest: String) {
      guests(past: true, guest: $guest) { nodes { guest } } now: guests(guest: $guest) { totalCount } }"""

    await world.check(
        document, {"guests": {"nodes": people("Ann")}, "now": {"totalCount": 0}}, statements=3, guest="Ann"
    )
    await world.check(
        document,
        {"guests": {"nodes": people("Eve", "Dot", "Ben", "Cas", "Ann", "Fay")}, "now": {"totalCount": 2}},
        statements=3,
    )


async def test_one_row_that_is_linked_to_or_found_is_had_whatever_lists_have_by_default(world: World) -> None:
    await world.check(
        '{ stay(name: "Ann") { guest itself { guest } } }',
        {"stay": {"guest": "Ann", "itself": {"guest": "Ann"}}},
        statements=2,
    )


async def statements_at_once(world: World, document: str, **variables: Any) -> int:
    """How many statements the plan takes, in the form that it chooses."""
    asked = GraphQLRequest(query=document, variables=variables)
    context = world.context(CLERK)
    await world.planned.answer(asked, context)
    return len(context.reader.statements)
