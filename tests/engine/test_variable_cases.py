"""What arguments and variables come to; cases after graphql-core's test_variables and test_oneof."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.world.both import World

RED = "Colour.RED"


def echo(arguments: str, variables: str = "") -> str:
    return f"{f'query ({variables}) ' if variables else ''}{{ echo({arguments}) }}"


WISH = echo("wish: $wish", "$wish: Wish")

# name -> document, what came of it, the variables
CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "using_inline_struct::executes_with_complex_input": (
        echo('wish: { text: "t", words: ["a"], colour: RED, code: "<c>", inner: { text: "i" } }'),
        f"wish=(text='t', words=['a'], colour={RED}, code='c', times=1, inner=(text='i', times=1))",
        {},
    ),
    "using_inline_struct::properly_parses_single_value_to_list": (
        echo('words: "a", numbers: 1, grid: 1'),
        "words=['a'], numbers=[1], grid=[[1]]",
        {},
    ),
    "using_inline_struct::properly_parses_null_value_to_null": (
        echo('text: null, words: null, wish: { text: "t", words: null, colour: null }'),
        "text=None, words=None, wish=(text='t', words=None, colour=None, times=1)",
        {},
    ),
    "using_inline_struct::properly_parses_null_value_in_list": (
        echo('words: ["a", null, "b"]'),
        "words=['a', None, 'b']",
        {},
    ),
    "using_inline_struct::properly_runs_parse_literal_on_complex_scalar_types": (
        echo('code: "<c>"'),
        "code='c'",
        {},
    ),
    "using_variables::executes_with_complex_input": (
        WISH,
        f"wish=(text='t', words=['a', None], colour={RED}, times=3)",
        {"wish": {"text": "t", "words": ["a", None], "colour": "RED", "times": 3}},
    ),
    "using_variables::uses_undefined_when_variable_not_provided": (
        echo("text: $text, number: $number", "$text: String, $number: Int"),
        "number=1",
        {"number": 1},
    ),
    "using_variables::uses_null_when_variable_provided_explicit_null_value": (
        echo("text: $text", "$text: String"),
        "text=None",
        {"text": None},
    ),
    "using_variables::uses_default_value_when_not_provided": (
        echo("wish: $wish", '$wish: Wish = { text: "t", words: "a" }'),
        "wish=(text='t', words=['a'], times=1)",
        {},
    ),
    "using_variables::does_not_use_default_value_when_provided": (
        echo("text: $text", '$text: String = "usual"'),
        "text='given'",
        {"text": "given"},
    ),
    "using_variables::uses_explicit_null_value_instead_of_default_value": (
        echo("text: $text", '$text: String = "usual"'),
        "text=None",
        {"text": None},
    ),
    "using_variables::uses_null_default_value_when_not_provided": (
        echo("text: $text", "$text: String = null"),
        "text=None",
        {},
    ),
    "using_variables::properly_parses_single_value_to_list": (
        echo(
            "words: $words, numbers: $numbers, grid: $grid",
            "$words: [String], $numbers: [Int!], $grid: [[Int!]!]",
        ),
        "words=['a'], numbers=[1], grid=[[1]]",
        {"words": "a", "numbers": 1, "grid": 1},
    ),
    "using_variables::executes_with_complex_scalar_input": (
        echo("code: $code", "$code: Code"),
        "code='c'",
        {"code": "<c>"},
    ),
    "an enum's name, given by a variable": (
        echo("colour: $colour", "$colour: Colour"),
        "colour=Colour.BLUE",
        {"colour": "BLUE"},
    ),
    "an enum's default": (echo("colour: $colour", "$colour: Colour = RED"), f"colour={RED}", {}),
    "an enum that is null": (
        echo("colour: $colour", "$colour: Colour = RED"),
        "colour=None",
        {"colour": None},
    ),
    "variables inside an input object": (
        echo(
            "wish: { text: $text, words: [$word, $word], colour: $colour, inner: { text: $text, times: $times } }",
            "$text: String!, $word: String, $colour: Colour, $times: Int!",
        ),
        f"wish=(text='t', words=['w', 'w'], colour={RED}, times=1, inner=(text='t', times=2))",
        {"text": "t", "word": "w", "colour": "RED", "times": 2},
    ),
    "a variable left out inside an input object leaves its field out": (
        echo(
            'wish: { text: "t", words: $words, colour: $colour, times: $times }',
            "$words: [String], $colour: Colour, $times: Int",
        ),
        "wish=(text='t', times=1)",
        {},
    ),
    "a variable left out inside a list is null": (
        echo('words: ["a", $word]', "$word: String"),
        "words=['a', None]",
        {},
    ),
    "a null inside an input object": (
        echo('wish: { text: "t", words: $words }', "$words: [String]"),
        "wish=(text='t', words=None, times=1)",
        {"words": None},
    ),
    "a variable's default inside an input object": (
        echo('wish: { text: "t", times: $times }', "$times: Int = 7"),
        "wish=(text='t', times=7)",
        {},
    ),
    "what the coercions widen": (
        echo("real: 1, id: 7"),
        "real=1.0, id='7'",
        {},
    ),
    "what the coercions of variables widen": (
        echo("real: $real, id: $id, number: $number", "$real: Float, $id: ID, $number: Int"),
        "number=3, real=2.0, id='7'",
        {"real": 2, "id": 7, "number": 3.0},
    ),
    "the ends of the numbers": (
        echo("numbers: [-2147483648, 2147483647, $number]", "$number: Int!"),
        "numbers=[-2147483648, 2147483647, -2147483648]",
        {"number": -(2**31)},
    ),
    "texts of all kinds": (
        echo("text: $text", "$text: String"),
        "text='a\"b\\\\c\\n\\x00é🐕'",
        {"text": 'a"b\\c\n\0é🐕'},
    ),
    "test_oneof::accepts_a_good_inline_object": (echo('choice: { a: "x" }'), "choice=(a=some 'x')", {}),
    "test_oneof::accepts_a_good_variable": (
        echo("choice: $choice", "$choice: Choice"),
        "choice=(b=some 1)",
        {"choice": {"b": 1}},
    ),
    "test_oneof::accepts_a_good_member_variable": (
        echo("choice: { b: $b }", "$b: Int!"),
        "choice=(b=some 2)",
        {"b": 2},
    ),
    "a variable that the operation does not have is nothing": (
        echo("text: $text", "$text: String"),
        "text='t'",
        {"text": "t", "other": object},
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_an_argument_comes_as_it_was_given(world: World, name: str) -> None:
    # ported: test_variables::<name>
    document, told, variables = CASES[name]

    await world.check(document, {"echo": told}, statements=0, **variables)


async def test_defaults_stand_for_what_is_left_out(world: World) -> None:
    # ported: test_variables::describe_arguments_with_default_values
    document = """query ($text: String!, $colour: Colour!) { a: default b: default(text: $text)
      c: default(colour: $colour) d: default(text: "d", colour: $colour) }"""
    await world.check(
        document,
        {
            "a": "'usual' Colour.BLUE",
            "b": "'given' Colour.BLUE",
            "c": "'usual' Colour.RED",
            "d": "'d' Colour.RED",
        },
        statements=0,
        text="given",
        colour="RED",
    )
    # ported: test_variables::when_no_runtime_value_is_provided_to_a_non_null_argument
    await world.check(
        "query ($text: String, $colour: Colour) { default(text: $text, colour: $colour) }",
        {"default": "'usual' Colour.BLUE"},
        statements=0,
    )


async def test_a_null_for_an_argument_with_a_default_is_an_error_at_its_field(world: World) -> None:
    # ported: test_variables::when_a_nullable_variable_is_null_for_a_non_null_argument
    await world.check(
        "query ($text: String) { default(text: $text) album { title } }",
        {"default": None, "album": {"title": "Holiday"}},
        "default BAD_USER_INPUT 1:39",
        text=None,
    )


async def test_a_null_for_the_size_of_a_page_is_an_error_at_its_field(world: World) -> None:
    await world.check(
        "query ($first: Int) { letters(first: $first) { totalCount } album { title } }",
        {"letters": None, "album": {"title": "Holiday"}},
        "letters BAD_USER_INPUT 1:38",
        first=None,
    )


async def test_a_null_for_a_list_of_ids_is_an_error_at_its_field(world: World) -> None:
    await world.check(
        'query ($ids: [ID!] = ["x"]) { album { title } nodes(ids: $ids) { id } }',
        None,
        "nodes BAD_USER_INPUT 1:58",
        ids=None,
    )


async def test_the_same_plan_serves_other_variables(world: World) -> None:
    document = """query ($name: String!, $first: Int! = 2, $least: Int, $sort: Sorting! = NEWEST_FIRST)
      { house(name: $name) { letters(first: $first, filter: { least: $least }, sort: $sort) { nodes { text } } } }"""

    def of(*texts: str) -> dict[str, Any]:
        return {"house": {"letters": {"nodes": [{"text": text} for text in texts]}}}

    await world.check(document, of("five", "four"), statements=2, name="Alder")
    await world.check(document, of("five", "three", "one"), statements=2, name="Alder", first=3, least=3)
    await world.check(document, of("one", "two"), statements=2, name="Alder", sort="OLDEST_FIRST")
    await world.check(document, of("six"), statements=2, name="Birch", least=None)
    await world.check(document, {"house": None}, statements=1, name="Nobody")
