"""Values that rules make of columns, and cursors: made of the columns themselves where nobody could tell."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.engine import cursors
from tests.engine.world.both import CLERK, KEEPER, World

Case = tuple[str, Any, tuple[str, ...]]


def money(amount: str, currency: str = "GBP") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


# name -> document, data, errors
CASES: dict[str, Case] = {
    "of a column and what is asked of the request": (
        "{ houses { cost { amount currency __typename } } }",
        {
            "houses": [
                {"cost": money("0.03") | {"__typename": "Money"}},
                {"cost": money("10995116277.76") | {"__typename": "Money"}},
                {"cost": money("-21474836.49") | {"__typename": "Money"}},
            ]
        },
        (),
    ),
    "of two columns, null where one of them is": (
        "{ houses { worth { amount currency } } }",
        {
            "houses": [
                {"worth": money("0.03", "Ever")},
                {"worth": None},
                {"worth": money("-21474836.49", "Quiet")},
            ]
        },
        (),
    ),
    "null where the schema says that there is one": (
        '{ a: house(name: "Alder") { sureWorth { currency } } b: house(name: "Birch") { sureWorth { currency } } }',
        {"a": {"sureWorth": {"currency": "Ever"}}, "b": None},
        ("b.sureWorth INTERNAL 1:80",),
    ),
    "under two names": (
        '{ house(name: "Alder") { cost { amount } again: cost { currency } } }',
        {"house": {"cost": {"amount": "0.03"}, "again": {"currency": "GBP"}}},
        (),
    ),
    "one that tells more than it is made of": (
        '{ house(name: "Alder") { rooms { span { storeys steps } } } }',
        {"house": {"rooms": [{"span": {"storeys": s, "steps": s * 14}} for s in (2, 0)]}},
        (),
    ),
    "one that refuses what it is made of": (
        '{ house(name: "Alder") { rooms { name rope { length } } } }',
        {"house": {"rooms": [{"name": "Attic", "rope": None}, {"name": "Kitchen", "rope": {"length": 0}}]}},
        ("house.rooms.0.rope BAD_USER_INPUT 1:39",),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_a_made_value_is_shown_as_if_it_had_been_made(world: World, case: Case) -> None:
    document, data, errors = case

    await world.check(document, data, *errors, statements=None if errors else document.count("ooms {") + 1)


async def test_a_made_value_is_withheld_from_whoever_may_not_see_it(world: World) -> None:
    document = '{ house(name: "Alder") { secretCost { amount } } }'

    await world.check(document, {"house": {"secretCost": None}}, "house.secretCost FORBIDDEN 1:26", by=CLERK)
    await world.check(document, {"house": {"secretCost": {"amount": "0.03"}}}, by=KEEPER)


@pytest.mark.parametrize(
    ("selection", "is_made"), [("cost { amount }", False), ("rooms { span { storeys } }", True)]
)
def test_only_what_tells_more_than_it_is_made_of_is_made(world: World, selection: str, is_made: bool) -> None:
    [root] = world.planned.compiled(f"{{ houses {{ {selection} }} }}").roots
    bodies = [repr(view.body) for level in root.walk() for view in level.views]

    assert any("Shown(" in body for body in bodies) is is_made


async def test_cursors_of_instants_and_numbers_are_those_of_their_values(world: World) -> None:
    visits = [
        cursors.write("visits", (f"2026-03-01T09:00:{at}+00:00", number))
        for at, number in (("01.000001", 9), ("00.500000", -8), ("00", 7), ("00", 2**40))
    ]

    await world.check(
        '{ house(name: "Alder") { visits { edges { cursor } pageInfo { startCursor endCursor } } } }',
        {
            "house": {
                "visits": {
                    "edges": [{"cursor": cursor} for cursor in visits],
                    "pageInfo": {"startCursor": visits[0], "endCursor": visits[-1]},
                }
            }
        },
        statements=2,
    )
    await world.check(
        'query ($after: String) { house(name: "Alder") { visits(after: $after) { nodes { number } } } }',
        {"house": {"visits": {"nodes": [{"number": "7"}, {"number": str(2**40)}]}}},
        after=visits[1],
    )
