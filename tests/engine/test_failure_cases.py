"""A resolver or a rule that fails nulls its field and nothing else; cases after graphql-core's test_executor."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import pytest

from gateway.engine.answers import GraphQLRequest
from tests.engine.world.both import CLERK, World

TITLE: dict[str, Any] = {"title": "Holiday"}

# how a resolver fails -> the codes of the errors that a client reads
HOWS = {
    "request": ["UNAVAILABLE"],
    "refusal": ["BAD_USER_INPUT"],
    "refusals": ["BAD_USER_INPUT", "BAD_USER_INPUT"],
    "graphql": ["TOLD"],
    "surprise": ["INTERNAL"],
}


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("field", ["fails", "failsLater"])
async def test_a_failure_nulls_its_field_and_leaves_the_others(world: World, field: str, how: str) -> None:
    # ported: test_executor::nulls_out_error_subtrees
    await world.check(
        f'{{ album {{ title }} x: {field}(how: "{how}") house(name: "Alder") {{ name }} }}',
        {"album": TITLE, "x": None, "house": {"name": "Alder"}},
        *(f"x {code} 1:19" for code in HOWS[how]),
    )


@pytest.mark.parametrize("how", HOWS)
async def test_a_failure_of_what_is_never_null_nulls_everything(world: World, how: str) -> None:
    # ported: test_nonnull::throws
    await world.check(
        f'{{ album {{ title }} sureFails(how: "{how}") }}',
        None,
        *(f"sureFails {code} 1:19" for code in HOWS[how]),
    )


async def test_several_failures_are_several_errors(world: World) -> None:
    await world.check(
        '{ a: fails(how: "refusal") b: failsLater(how: "request") c: fails(how: "graphql") album { title } }',
        {"a": None, "b": None, "c": None, "album": TITLE},
        "a BAD_USER_INPUT 1:3",
        "b UNAVAILABLE 1:28",
        "c TOLD 1:58",
    )


async def test_a_field_selected_twice_fails_once_and_tells_both_places(world: World) -> None:
    # ported: test_executor::full_response_path_is_included_for_non_nullable_fields
    await world.check(
        '{ fails(how: "request") ... { fails(how: "request") } }',
        {"fails": None},
        "fails UNAVAILABLE 1:3 1:31",
    )


async def test_what_an_error_tells(world: World) -> None:
    asked = GraphQLRequest(query='{ fails(how: "request") b: fails(how: "refusal") }')
    for pipeline in (world.reference, world.planned):
        answer = await pipeline.answer(asked, world.context(CLERK))
        assert [error.formatted for error in answer.errors] == [
            {
                "message": "Not just now.",
                "locations": [{"line": 1, "column": 3}],
                "path": ["fails"],
                "extensions": {"code": "UNAVAILABLE", "retryAfter": 5},
            },
            {
                "message": "No such postcode.",
                "locations": [{"line": 1, "column": 25}],
                "path": ["b"],
                "extensions": {"code": "BAD_USER_INPUT", "reason": "INVALID_POSTCODE", "input": ["postcode"]},
            },
        ]


async def test_a_key_that_is_refused_nulls_its_field(world: World) -> None:
    await world.check(
        '{ house(name: "Al-der") { name } pet(name: "") { name } album { title } }',
        {"house": None, "pet": None, "album": TITLE},
        "house BAD_USER_INPUT 1:3",
    )


async def test_a_rule_that_fails_nulls_its_field(world: World) -> None:
    await world.check(
        "{ houses { name rooms { name shout } } }",
        {
            "houses": [
                {
                    "name": "Alder",
                    "rooms": [{"name": "Attic", "shout": "ATTIC"}, {"name": "Kitchen", "shout": "KITCHEN"}],
                },
                {"name": "Birch", "rooms": [{"name": "Hall", "shout": None}]},
                {"name": "Cedar", "rooms": []},
            ]
        },
        "houses.1.rooms.0.shout INTERNAL 1:30",
    )


async def test_a_rule_of_what_is_never_null_that_fails(world: World) -> None:
    await world.check(
        '{ house(name: "Birch") { name rooms { loud } } }',
        {"house": {"name": "Birch", "rooms": None}},
        "house.rooms.0.loud INTERNAL 1:39",
    )


async def test_a_rule_that_would_fail_and_is_left_out(world: World) -> None:
    await world.check(
        '{ house(name: "Birch") { rooms { name loud @skip(if: true) } } }',
        {"house": {"rooms": [{"name": "Hall"}]}},
        statements=2,
    )


async def test_what_postgresql_cannot_take_is_told_once(world: World) -> None:
    document = """query ($texts: [String!]) { house(name: "Alder") {
      letters(filter: { texts: $texts }) { nodes { text } }
      rooms { boxes { label } } sureRooms { name } sureSign { motto } pets { name } } }"""
    asked = GraphQLRequest(query=document, variables={"texts": ["a\0b"]})
    unheard: list[Any] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, told: unheard.append(told))
    # The loop is that of all tests: what serves some of them runs until the last is done.
    before = asyncio.all_tasks()
    try:
        for pipeline in (world.planned, world.reference):
            answer = await pipeline.answer(asked, world.context(CLERK))
            assert [error.extensions["code"] for error in answer.errors if error.extensions] == [
                "BAD_USER_INPUT"
            ]
        await asyncio.gather(*(asyncio.all_tasks() - before), return_exceptions=True)
        del answer
        gc.collect()
    finally:
        loop.set_exception_handler(None)

    assert unheard == []
