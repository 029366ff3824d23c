"""What is refused before anything is executed; cases after graphql-core's test_variables and test_executor."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.world.both import World


def with_variable(argument: str, type_: str) -> str:
    return f"query ($it: {type_}) {{ echo({argument}: $it) }}"


WISH = with_variable("wish", "Wish")
CHOICE = with_variable("choice", "Choice")

# name -> document, the variables, what the error begins with
REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "errors_on_null_for_nested_non_null": (
        WISH,
        {"it": {"text": None}},
        "Variable '$it' has invalid value at .text:",
    ),
    "errors_on_incorrect_type": (WISH, {"it": "text"}, "Variable '$it' has invalid value:"),
    "errors_on_omission_of_nested_non_null": (
        WISH,
        {"it": {"words": []}},
        "Variable '$it' has invalid value:",
    ),
    "errors_on_addition_of_unknown_input_field": (
        WISH,
        {"it": {"text": "t", "other": 1}},
        "Variable '$it' has invalid value:",
    ),
    "an unknown field deep inside": (
        WISH,
        {"it": {"text": "t", "inner": {"text": "i", "other": 1}}},
        "Variable '$it' has invalid value at .inner:",
    ),
    "errors_on_faulty_scalar_type_input": (
        with_variable("code", "Code"),
        {"it": "no code"},
        "Variable '$it' has invalid value:",
    ),
    "a faulty scalar inside an object": (
        WISH,
        {"it": {"text": "t", "code": "c"}},
        "Variable '$it' has invalid value at .code:",
    ),
    "does_not_allow_non_nullable_inputs_to_be_omitted_in_a_variable": (
        "query ($it: String!) { must(text: $it) }",
        {},
        "Variable '$it' has invalid value:",
    ),
    "does_not_allow_non_nullable_inputs_to_be_set_to_null_in_a_variable": (
        "query ($it: String!) { must(text: $it) }",
        {"it": None},
        "Variable '$it' has invalid value:",
    ),
    "reports_error_for_array_passed_into_string_input": (
        with_variable("text", "String"),
        {"it": ["a"]},
        "Variable '$it' has invalid value:",
    ),
    "a number for a text": (with_variable("text", "String"), {"it": 1}, "Variable '$it' has invalid value:"),
    "a text for a number": (with_variable("number", "Int"), {"it": "1"}, "Variable '$it' has invalid value:"),
    "a fraction for a number": (
        with_variable("number", "Int"),
        {"it": 1.5},
        "Variable '$it' has invalid value:",
    ),
    "a number beyond 32 bits": (
        with_variable("number", "Int"),
        {"it": 2**31},
        "Variable '$it' has invalid value:",
    ),
    "a truth for a number": (
        with_variable("number", "Int"),
        {"it": True},
        "Variable '$it' has invalid value:",
    ),
    "a number for a truth": (
        with_variable("flag", "Boolean"),
        {"it": 1},
        "Variable '$it' has invalid value:",
    ),
    "no number": (with_variable("real", "Float"), {"it": float("nan")}, "Variable '$it' has invalid value:"),
    "a text for a real number": (
        with_variable("real", "Float"),
        {"it": "1"},
        "Variable '$it' has invalid value:",
    ),
    "a fraction for an id": (with_variable("id", "ID"), {"it": 1.5}, "Variable '$it' has invalid value:"),
    "an enum's stored value": (
        with_variable("colour", "Colour"),
        {"it": "r"},
        "Variable '$it' has invalid value:",
    ),
    "an enum in small letters": (
        with_variable("colour", "Colour"),
        {"it": "red"},
        "Variable '$it' has invalid value:",
    ),
    "a number for an enum": (
        with_variable("colour", "Colour"),
        {"it": 1},
        "Variable '$it' has invalid value:",
    ),
    "does_not_allow_list_of_non_nulls_to_contain_null": (
        with_variable("numbers", "[Int!]"),
        {"it": [1, None]},
        "Variable '$it' has invalid value at [1]:",
    ),
    "a list where one is wrong": (
        with_variable("words", "[String]"),
        {"it": ["a", 1]},
        "Variable '$it' has invalid value at [1]:",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_variable_of_a_wrong_value_is_refused(world: World, name: str) -> None:
    # ported: test_variables::<name>
    document, variables, message = REFUSED[name]

    await world.refused(document, f"BAD_USER_INPUT 1:8 {message}", **variables)


@pytest.mark.parametrize("given", [{"a": "x", "b": 1}, {}, {"a": None}, {"a": "x", "b": None}])
async def test_one_of_them_is_one_of_them(world: World, given: dict[str, Any]) -> None:
    # ported: test_oneof::rejects_a_bad_variable_*
    await world.refused(CHOICE, "BAD_USER_INPUT ", it=given)


@pytest.mark.parametrize("given", ['a: "x", b: 1', "", "a: null"])
async def test_one_of_them_is_one_of_them_in_the_document(world: World, given: str) -> None:
    # ported: test_oneof::rejects_a_bad_*_literal
    await world.refused(f"{{ echo(choice: {{ {given} }}) }}", "GRAPHQL_VALIDATION_FAILED 1:16")


async def test_one_of_them_may_not_be_a_variable_that_may_be_null(world: World) -> None:
    # ported: test_oneof::rejects_a_nullable_member_variable
    await world.refused(
        "query ($b: Int) { echo(choice: { b: $b }) }", "GRAPHQL_VALIDATION_FAILED 1:8 1:37", b=1
    )


async def test_every_wrong_place_is_told(world: World) -> None:
    # ported: test_variables::errors_on_deep_nested_errors_and_with_many_errors
    await world.refused(
        "query ($a: Wish, $b: Int, $c: Int!) { echo(wish: $a, number: $b) d: echo(number: $c) }",
        "BAD_USER_INPUT 1:8 Variable '$a' has invalid value at .text:",
        "BAD_USER_INPUT 1:8 Variable '$a' has invalid value at .inner:",
        "BAD_USER_INPUT 1:18 Variable '$b' has invalid value:",
        "BAD_USER_INPUT 1:27 Variable '$c' has invalid value:",
        a={"text": 1, "inner": {}},
        b="x",
    )


# name -> document, errors
INVALID: dict[str, tuple[str, tuple[str, ...]]] = {
    "errors_on_incorrect_literal": ("{ echo(number: 1.5) }", ("1:16 Int cannot represent",)),
    "a literal beyond 32 bits": ("{ echo(number: 2147483648) }", ("1:16 Int cannot represent",)),
    "an unknown enum value": ("{ echo(colour: GREEN) }", ("1:16 Value 'GREEN' does not exist",)),
    "an enum as a text": ('{ echo(colour: "RED") }', ("1:16 Enum 'Colour' cannot represent",)),
    "does_not_allow_non_nullable_inputs_to_be_omitted": ("{ must }", ("1:3 Argument 'Query.must(text:)'",)),
    "a null literal for what is never null": ("{ must(text: null) }", ("1:14 Expected value of",)),
    "an unknown field of an input": ('{ echo(wish: { text: "t", other: 1 }) }', ("1:27",)),
    "a missing field of an input": ("{ echo(wish: { words: [] }) }", ("1:14",)),
    "a scalar that refuses a literal": ('{ echo(code: "c") }', ("1:14",)),
    "a variable of a wrong type": ("query ($a: Int) { echo(text: $a) }", ("1:8 1:30",)),
    "a nullable variable where a null cannot be": ("query ($a: String) { must(text: $a) }", ("1:8 1:33",)),
    "a variable of no input type": (
        "query ($a: House) { echo(text: $a) }",
        ("1:12 Variable '$a' cannot be non-input", "1:8 1:32"),
    ),
    "ported: test_executor::ignores_missing_sub_selections_on_fields": ('{ house(name: "Birch") }', ("1:3",)),
    "ported: test_union_interface::an unknown field of a kind": (
        '{ pet(name: "Rex") { barks } }',
        ("1:22 Cannot query field 'barks' on type 'Pet'",),
    ),
    "ported: overlapping fields that differ": (
        '{ house(name: "Birch") { a: name a: lit } }',
        ("1:26 1:34 Fields 'a' conflict",),
    ),
    "a fragment that can never match": ('{ house(name: "Birch") { ... on Pet { name } } }', ("1:26",)),
}


@pytest.mark.parametrize("name", INVALID)
async def test_an_invalid_document_is_refused(world: World, name: str) -> None:
    document, errors = INVALID[name]

    await world.refused(document, *(f"GRAPHQL_VALIDATION_FAILED {error}" for error in errors))
