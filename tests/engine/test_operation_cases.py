"""Which operation is meant, and introspection beside data; cases after graphql-core's test_executor and test_schema."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.world.both import World

SEVERAL = """query One { house(name: "Alder") { name } } query Two { house(name: "Birch") { name } }
query Three($name: String!) { house(name: $name) { name } }"""


def named(name: str) -> dict[str, Any]:
    return {"house": {"name": name}}


async def test_the_operation_that_is_named_is_executed(world: World) -> None:
    # ported: test_executor::uses_the_named_operation_if_operation_name_is_provided
    await world.check(SEVERAL, named("Birch"), operation="Two", statements=1)
    await world.check(SEVERAL, named("Alder"), operation="One", statements=1)
    await world.check(SEVERAL, named("Cedar"), operation="Three", statements=1, name="Cedar")
    await world.check(SEVERAL, named("Birch"), operation="Two", statements=1, name="Cedar")


async def test_the_only_operation_needs_no_name(world: World) -> None:
    # ported: test_executor::uses_the_only_operation_if_no_operation_name_is_provided
    await world.check('query Only { house(name: "Alder") { name } }', named("Alder"), statements=1)
    await world.check(
        'query Only { house(name: "Alder") { name } }', named("Alder"), operation="Only", statements=1
    )
    # ported: test_executor::uses_the_inline_operation_if_no_operation_name_is_provided
    await world.check('{ house(name: "Alder") { name } }', named("Alder"), statements=1)


async def test_one_of_several_must_be_named(world: World) -> None:
    # ported: test_executor::errors_if_no_operation_name_is_provided_with_multiple_operations
    await world.refused(SEVERAL, "GRAPHQL_VALIDATION_FAILED The document has several operations")


@pytest.mark.parametrize("name", ["Four", "one", ""])
async def test_an_operation_that_is_not_there(world: World, name: str) -> None:
    # ported: test_executor::errors_if_unknown_operation_name_is_provided
    await world.refused(SEVERAL, "GRAPHQL_VALIDATION_FAILED", operation=name)


async def test_a_document_without_operations(world: World) -> None:
    # ported: test_executor::errors_if_no_operation_is_provided
    await world.refused("fragment F on House { name }", "GRAPHQL_VALIDATION_FAILED")
    await world.refused("", "BAD_REQUEST")
    await world.refused("{ house(name: ", "GRAPHQL_PARSE_FAILED 1:15 Syntax Error")


@pytest.mark.parametrize("kind", ["mutation", "subscription"])
async def test_an_operation_that_the_schema_does_not_have(world: World, kind: str) -> None:
    # ported: test_executor::errors_when_schema_does_not_support_operation
    await world.refused(f'{kind} {{ house(name: "Alder") {{ name }} }}', "GRAPHQL_VALIDATION_FAILED 1:1")


async def test_fragments_are_shared_by_operations(world: World) -> None:
    document = """query One($lit: Boolean!) { house(name: "Alder") { ...F } }
      query Two($lit: Boolean!) { house(name: "Birch") { ...F } }
      fragment F on House { name lit @include(if: $lit) }"""

    await world.check(
        document, {"house": {"name": "Alder", "lit": True}}, operation="One", statements=1, lit=True
    )
    await world.check(document, {"house": {"name": "Birch"}}, operation="Two", statements=1, lit=False)
    await world.check(
        document, {"house": {"name": "Birch", "lit": False}}, operation="Two", statements=1, lit=True
    )


async def test_introspection_beside_data_keeps_the_order(world: World) -> None:
    await world.check(
        """{ a: house(name: "Alder") { name } __schema { queryType { name } } b: house(name: "Birch") { name }
        __type(name: "Picture") { kind possibleTypes { name } } __typename }""",
        {
            "a": {"name": "Alder"},
            "__schema": {"queryType": {"name": "Query"}},
            "b": {"name": "Birch"},
            "__type": {"kind": "UNION", "possibleTypes": [{"name": "Photo"}, {"name": "Sketch"}]},
            "__typename": "Query",
        },
    )


async def test_introspection_beside_errors(world: World) -> None:
    await world.check(
        '{ house(name: "Birch") { secret } __type(name: "Nothing") { name } signs { motto } }',
        {"house": {"secret": None}, "__type": None, "signs": None},
        "house.secret FORBIDDEN 1:26",
        "signs.1.motto INTERNAL 1:76",
    )


async def test_interfaces_and_unions_are_told(world: World) -> None:
    # ported: test_union_interface::can_introspect_on_union_and_intersection_types
    await world.check(
        """{ named: __type(name: "Named") { kind }
        pet: __type(name: "Pet") { kind interfaces { name } possibleTypes { name } enumValues { name } }
        colour: __type(name: "Colour") { enumValues { name } } code: __type(name: "Code") { kind fields { name } } }""",
        {
            "named": {"kind": "INTERFACE"},
            "pet": {
                "kind": "INTERFACE",
                "interfaces": [{"name": "Node"}, {"name": "Named"}],
                "possibleTypes": [{"name": "Dog"}, {"name": "Cat"}],
                "enumValues": None,
            },
            "colour": {"enumValues": [{"name": "RED"}, {"name": "BLUE"}]},
            "code": {"kind": "SCALAR", "fields": None},
        },
    )


async def test_introspection_is_left_to_graphql_core_and_nothing_else(world: World) -> None:
    document = '{ __schema { queryType { name } } house(name: "Alder") { name } t: __typename }'

    assert world.declined(document) == {"__schema": "introspection"}


async def test_nothing_but_a_comment_changes(world: World) -> None:
    for document in (
        '{house(name:"Alder"){name}}',
        '#c\n{ house(name: """Alder"""), { name, } }',
        '\ufeff{ house(name: "Al\\u0064er") { name } }',
    ):
        await world.check(document, named("Alder"), statements=1)
