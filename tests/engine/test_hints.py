"""Names are told apart from those that may have been meant, in any script."""

from __future__ import annotations

import pytest
from graphql import GraphQLError, build_schema, parse
from graphql.language import OperationDefinitionNode

from gateway.engine.documents import prepare
from gateway.engine.hints import hinting
from gateway.engine.variables import Variables
from gateway.settings import Limits

SCHEMA = build_schema("""
  enum Colour { RED BLUE }
  input Given { colour: Colour }
  type Query { n(given: Given, colour: Colour): Int }
""")


def found_in_variables(type_: str, value: object) -> list[str]:
    (definition,) = parse(f"query ($v: {type_}) {{ n }}").definitions
    assert isinstance(definition, OperationDefinitionNode)
    found = Variables(SCHEMA, definition.variable_definitions or ()).coerced({"v": value})
    assert isinstance(found, list)
    return [error.message.partition("invalid value: ")[2] for error in found]


def test_a_name_that_is_nearly_right_is_told_which_is_meant() -> None:
    assert found_in_variables("Colour", "BLU") == [
        "Value 'BLU' does not exist in 'Colour' enum. Did you mean the enum value 'BLUE'?"
    ]


@pytest.mark.parametrize("name", ["İ", "İıſß", "İ" * 50])
def test_a_name_whose_letters_grow_in_lower_case_is_refused_like_any_other(name: str) -> None:
    (of_enum,) = found_in_variables("Colour", name)
    (of_input,) = found_in_variables("Given", {name: 1})
    (of_literal,) = prepare(SCHEMA, f'{{ n(colour: "{name}") }}', Limits()).errors

    assert name in of_enum
    assert name in of_input
    assert name in of_literal.message


def test_another_mistake_of_the_same_kind_is_not_hidden() -> None:
    def fails(_without: bool) -> list[GraphQLError]:
        raise IndexError

    with pytest.raises(IndexError):
        hinting(fails)
