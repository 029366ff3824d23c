"""What only a plan decides, where graphql-core would answer the same: each was once decided by nobody's test."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLScalarType, GraphQLString, Undefined
from graphql.execution import VariableValues

from gateway.engine import variables
from gateway.engine.answers import GraphQLRequest
from gateway.engine.leaves import writer_of
from gateway.engine.plan import Answered, Bail, Level
from gateway.engine.selection import Called, Known, Leaf
from gateway.engine.write import of_answer
from tests.engine.world.both import CLERK, World


async def test_a_rule_over_a_resolvers_value_is_planned(world: World) -> None:
    await world.check(
        "{ album { big size } noAlbum { big } }",
        {"album": {"big": "HOLIDAY", "size": 4}, "noAlbum": None},
        statements=0,
    )


async def test_a_record_found_by_its_argument_is_read_with_its_lists_in_one_statement(world: World) -> None:
    asked = GraphQLRequest(
        query='{ house(name: "Alder") { rooms { boxes { label } } letters { totalCount } } }'
    )
    context = world.context(CLERK)

    answer = await world.planned.answer(asked, context)

    assert answer.errors == ()
    assert len(context.reader.statements) == 1


@pytest.mark.parametrize(("beside", "more"), [("", 0), ('birch: house(name: "Birch") { name }', 1)])
@pytest.mark.parametrize(("last", "statements"), [(44, 1), (45, 12)])
async def test_a_record_is_read_at_once_up_to_a_thousand_rows(
    world: World, last: int, statements: int, beside: str, more: int
) -> None:
    sizes = (*range(100, 90, -1), last)
    pages = " ".join(f"p{size}: letters(first: {size}) {{ nodes {{ text }} }}" for size in sizes)
    context = world.context(CLERK)

    answer = await world.planned.answer(
        GraphQLRequest(query=f'{{ house(name: "Alder") {{ {pages} }} {beside} }}'), context
    )

    assert answer.errors == ()
    assert len(context.reader.statements) == statements + more


async def test_what_may_not_be_found_without_its_parent_is_not_found_at_once(world: World) -> None:
    await world.check(
        '{ room(name: "Attic") { floor } hall: room(name: "Hall") { floor } }',
        {"room": {"floor": 2}, "hall": None},
        statements=2,
    )
    await world.check('{ room(name: "Hall") { floor boxes { label } } }', {"room": None}, statements=1)


async def test_stored_lists_and_instants_are_shown_without_a_look_at_each(world: World) -> None:
    [root] = world.planned.compiled("{ houses { words sureWords seenAt built } }").roots
    bodies = [repr(view.body) for level in root.walk() for view in level.views]

    assert not any("Each(" in body or "Leaf(" in body for body in bodies)
    await world.check('{ house(name: "Alder") { words } }', {"house": {"words": ["a", "b"]}}, statements=1)


def test_plain_variables_are_taken_without_graphql_core(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = """query ($name: String!, $first: Int = 2) {
      house(name: $name) { letters(first: $first) { totalCount } } }"""
    taken_as_they_are: list[dict[str, Any]] = [
        {"name": "Alder"},
        {"name": "", "first": 2**31 - 1},
        {"name": "Birch", "first": -(2**31)},
    ]
    left: list[dict[str, Any]] = [
        {},
        {"name": None},
        {"name": 1},
        {"name": "", "first": 2**31},
        {"name": "", "first": True},
    ]
    operation = world.planned._operation(world.planned.documents.prepare(document), None)
    monkeypatch.setattr(variables, "get_variable_values", None)

    for given in taken_as_they_are:
        taken = operation.variables(given)
        assert isinstance(taken, VariableValues)
        assert taken.coerced == {"first": 2} | given
    for given in left:
        with pytest.raises(TypeError):
            operation.variables(given)


def test_arguments_that_are_written_out_are_coerced_once(world: World) -> None:
    [root] = world.planned.compiled('{ house(name: "Alder") { name } }').roots
    none = VariableValues({}, {})
    assert isinstance(root, Level)

    assert root.arguments.coerced(none) is root.arguments.coerced(none)


@pytest.mark.parametrize("nothing", [None, Undefined])
def test_a_scalar_that_makes_nothing_of_a_value_is_not_shown_as_null(nothing: Any) -> None:
    write = writer_of(GraphQLScalarType("Void", coerce_output_value=lambda _: nothing), never_null=False)

    assert write(None) is None
    with pytest.raises(Bail, match="Void makes nothing"):
        write("a value")


def test_a_rule_is_asked_once_for_a_value() -> None:
    asked = []

    def rule(value: str) -> str:
        asked.append(value)
        return value.upper()

    nothing: Any = None
    body = Leaf(Called(rule, (Known("value"),)), GraphQLString)
    show = of_answer(Answered("told", rule, nothing, 0, body=body)).make([], [], {})

    assert (show("once"), asked) == ("ONCE", ["once"])
