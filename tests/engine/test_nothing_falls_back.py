"""One field that cannot be planned drops a whole root field to the slow way, so that nothing documented may."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLUnionType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

from gateway.engine.pipeline import Pipeline
from gateway.schema import build
from gateway.settings import Limits
from tests.worked import WORKED, Worked

# The whole of a type is more than one request may ask for.
SCHEMA = build(Limits(source_bytes=1_000_000, tokens=100_000, fields=100_000, aliases=100))
QUERY: Any = SCHEMA.graphql.query_type


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(SCHEMA)


@pytest.mark.parametrize("name", QUERY.fields)
def test_every_field_below_a_root_is_planned(pipeline: Pipeline, name: str) -> None:
    for document in _documents(name):
        assert {field: why for field, (_, why) in pipeline.compiled(document).declined.items()} == {}


def test_the_walk_reaches_every_type_of_an_answer() -> None:
    walked: set[str] = set()
    for name, field in QUERY.fields.items():
        _field(name, field, frozenset(), walked)

    payloads = {name for name in SCHEMA.graphql.type_map if name.endswith("Payload")}
    answers = {
        name
        for name, type_ in SCHEMA.graphql.type_map.items()
        if hasattr(type_, "fields") and not isinstance(type_, GraphQLInputObjectType) and name[:2] != "__"
    }
    # What only mutations return is executed by graphql-core.
    assert answers - walked - payloads - _only_in_payloads(walked) == {"Mutation", "Query", "UserError"}


@pytest.mark.parametrize("worked", [each for each in WORKED if each.reads], ids=str)
def test_every_example_that_reads_is_planned(pipeline: Pipeline, worked: Worked) -> None:
    assert pipeline.compiled(worked.text).declined == {}


def _documents(name: str) -> list[str]:
    """The root field with all that hangs below it; of an interface type by type, whose fields may not agree."""
    root = QUERY.fields[name]
    type_ = get_named_type(root.type)
    if not is_abstract_type(type_):
        return [f"{{ {_field(name, root, frozenset())} }}"]
    arguments = _arguments(root)
    return [
        f"{{ {name}{arguments} {{ ... on {possible.name} {{ {_selection(possible, frozenset(), None)} }} }} }}"
        for possible in SCHEMA.graphql.get_possible_types(type_)
    ]


def _arguments(field: Any) -> str:
    given = [
        f"{argument}: {_literal(definition.type)}"
        for argument, definition in field.args.items()
        if is_required_argument(definition)
    ]
    return f"({', '.join(given)})" if given else ""


def _field(name: str, field: Any, above: frozenset[str], walked: set[str] | None = None) -> str:
    arguments = _arguments(field)
    type_ = get_named_type(field.type)
    if is_leaf_type(type_):
        return f"{name}{arguments}"
    return f"{name}{arguments} {{ {_selection(type_, above, walked)} }}"


def _selection(type_: Any, above: frozenset[str], walked: set[str] | None) -> str:
    """All fields of a type, but for those that lead back to a type that stands above."""
    if walked is not None:
        walked.add(type_.name)
    parts = ["__typename"]
    if not isinstance(type_, GraphQLUnionType):
        onward = above | {type_.name}
        parts += [
            _field(name, field, onward, walked)
            for name, field in type_.fields.items()
            if get_named_type(field.type).name not in onward
        ]
    if is_abstract_type(type_):
        for possible in SCHEMA.graphql.get_possible_types(type_):
            if possible.name not in above:
                parts.append(
                    f"... on {possible.name} {{ {_selection(possible, above | {type_.name}, walked)} }}"
                )
    return " ".join(parts)


def _literal(type_: Any) -> str:
    if isinstance(type_, GraphQLNonNull):
        return _literal(type_.of_type)
    if isinstance(type_, GraphQLList):
        return f"[{_literal(type_.of_type)}]"
    if isinstance(type_, GraphQLEnumType):
        return str(next(iter(type_.values)))
    if isinstance(type_, GraphQLInputObjectType):
        fields = [(n, f) for n, f in type_.fields.items() if is_required_input_field(f)]
        if type_.is_one_of:
            fields = list(type_.fields.items())[:1]
        return f"{{ {', '.join(f'{name}: {_literal(field.type)}' for name, field in fields)} }}"
    return {"Int": "1", "Boolean": "true", "Date": '"2026-01-01"'}.get(type_.name, '"x"')


def _only_in_payloads(walked: set[str]) -> set[str]:
    """Types that mutations alone return: their refusals, and what these tell."""
    assert SCHEMA.graphql.mutation_type is not None
    mutated: set[str] = set()
    for name, field in SCHEMA.graphql.mutation_type.fields.items():
        _field(name, field, frozenset(), mutated)
    return mutated - walked
