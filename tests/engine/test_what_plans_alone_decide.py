"""What only a plan decides, where graphql-core would answer the same: each was once decided by nobody's test."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLScalarType, GraphQLString, Undefined

from gateway.engine.answers import GraphQLRequest
from gateway.engine.leaves import writer_of
from gateway.engine.plan import Answered, Bail
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
