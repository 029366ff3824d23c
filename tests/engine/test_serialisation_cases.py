"""Values as their types show them, and those that a type cannot show; cases after graphql-core's test_executor."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.world.both import World

Case = tuple[str, Any, tuple[str, ...]]


def birch(selection: str, *errors: str, **data: Any) -> Case:
    return f'{{ house(name: "Birch") {{ name {selection} }} }}', {"house": {"name": "Birch", **data}}, errors


# name -> document, data, errors
CASES: dict[str, Case] = {
    "every value as it should be": (
        """{ house(name: "Alder") { id name colour paint visitors sureVisitors height code motto words sureWords built
        seenAt lit day } }""",
        {
            "house": {
                "id": "hou1_00000000000000000000000000000001",
                "name": "Alder",
                "colour": "RED",
                "paint": "RED",
                "visitors": 3,
                "sureVisitors": 3,
                "height": 1.5,
                "code": "<AA-1>",
                "motto": "Ever",
                "words": ["a", "b"],
                "sureWords": ["a", "b"],
                "built": "1901-02-03",
                "seenAt": "2026-11-22T09:30:00.250000+00:00",
                "lit": True,
                "day": "2026-11-22",
            }
        },
        (),
    ),
    "nulls of every type": birch("motto built seenAt", motto=None, built=None, seenAt=None),
    "a computed number beyond 32 bits, as its column's type would not have it": (
        '{ a: house(name: "Alder") { post { weight } } b: house(name: "Birch") { post { weight } } }',
        {"a": {"post": {"weight": None}}, "b": {"post": {"weight": 2**28}}},
        ("a.post.weight INTERNAL 1:36",),
    ),
    "an enum's name is not its value": birch("colour paint", colour="BLUE", paint="BLUE"),
    "ported: test_enum_type::an enum value that the schema does not know": (
        '{ house(name: "Cedar") { name colour } album { title } }',
        {"house": {"name": "Cedar", "colour": None}, "album": {"title": "Holiday"}},
        ("house.colour INTERNAL 1:31",),
    ),
    "an unknown enum value that is never null": (
        '{ house(name: "Cedar") { name paint } album { title } }',
        {"house": None, "album": {"title": "Holiday"}},
        ("house.paint INTERNAL 1:31",),
    ),
    "an unknown enum value in a list": (
        "{ houses { name colour } }",
        {
            "houses": [
                {"name": "Alder", "colour": "RED"},
                {"name": "Birch", "colour": "BLUE"},
                {"name": "Cedar", "colour": None},
            ]
        },
        ("houses.2.colour INTERNAL 1:17",),
    ),
    "ported: test_scalars::float_output_coercion of no number": birch(
        "height", "house.height INTERNAL 1:31", height=None
    ),
    "ported: test_executor::fails_when_serialize_of_custom_scalar_does_not_return_a_value": birch(
        "code", "house.code INTERNAL 1:31", code=None
    ),
    "of infinity": (
        '{ house(name: "Cedar") { name height } }',
        {"house": {"name": "Cedar", "height": None}},
        ("house.height INTERNAL 1:31",),
    ),
    "ported: test_scalars::int_output_coercion beyond 32 bits": birch(
        "visitors", "house.visitors INTERNAL 1:31", visitors=None
    ),
    "below 32 bits": (
        '{ house(name: "Cedar") { name visitors } }',
        {"house": {"name": "Cedar", "visitors": None}},
        ("house.visitors INTERNAL 1:31",),
    ),
    "beyond 32 bits where there is never null": (
        "{ houses { sureVisitors } }",
        {"houses": None},
        ("houses.1.sureVisitors INTERNAL 1:12", "houses.2.sureVisitors INTERNAL 1:12"),
    ),
}

# What a rule gives of another type than it says.
TURNED: dict[str, Case] = {
    "ported: test_scalars::string_output_coercion of a number": (
        '{ house(name: "Birch") { rooms { number } } }',
        {"house": {"rooms": [{"number": "0"}]}},
        (),
    ),
    "ported: test_scalars::boolean_output_coercion of a number": (
        '{ house(name: "Alder") { rooms { above } } }',
        {"house": {"rooms": [{"above": True}, {"above": False}]}},
        (),
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_value_is_shown_as_its_type_shows_it(world: World, name: str) -> None:
    document, data, errors = CASES[name]

    await world.check(document, data, *errors, statements=None if errors else 1)


@pytest.mark.parametrize("name", TURNED)
async def test_a_value_of_another_type_is_turned_as_the_type_turns_it(world: World, name: str) -> None:
    document, data, errors = TURNED[name]

    await world.check(document, data, *errors, statements=2)


async def test_a_list_that_a_rule_gives(world: World) -> None:
    await world.check(
        '{ house(name: "Alder") { rooms { name storeys } } }',
        {"house": {"rooms": [{"name": "Attic", "storeys": [0, 1]}, {"name": "Kitchen", "storeys": []}]}},
        statements=2,
    )
