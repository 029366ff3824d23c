"""One field that cannot be planned drops a whole root field to the slow way, so that nothing documented may."""

from __future__ import annotations

from dataclasses import dataclass, field
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
SCHEMA = build(Limits(source_bytes=1_000_000, tokens=200_000, fields=200_000, aliases=100, depth=200))
QUERY: Any = SCHEMA.graphql.query_type


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(SCHEMA)


@pytest.mark.parametrize("name", QUERY.fields)
def test_every_field_below_a_root_is_planned(pipeline: Pipeline, name: str) -> None:
    for document in _documents(name):
        assert {at: why for at, (_, why) in pipeline.compiled(document).declined.items()} == {}


def test_the_walk_reaches_every_type_of_an_answer() -> None:
    walk = Walk()
    for name, definition in QUERY.fields.items():
        _field(name, definition, walk)
    walked = walk.types

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
        return [f"{{ {_field(name, root, Walk())} }}"]
    arguments, walk = _arguments(root), Walk()
    return [
        f"{{ {name}{arguments} {{ ... on {possible.name} {{ {_selection(possible, walk)} }} }} }}"
        for possible in SCHEMA.graphql.get_possible_types(type_)
    ]


def _arguments(field: Any) -> str:
    given = [
        f"{argument}: {_literal(definition.type)}"
        for argument, definition in field.args.items()
        if is_required_argument(definition)
    ]
    return f"({', '.join(given)})" if given else ""


@dataclass(slots=True)
class Walk:
    """Which types stand above, which were met, and which fields have been looked into, which each is once."""

    above: frozenset[str] = frozenset()
    types: set[str] = field(default_factory=set)
    fields: set[tuple[str, str]] = field(default_factory=set)

    def below(self, type_: Any) -> Walk:
        return Walk(self.above | {type_.name}, self.types, self.fields)


def _field(name: str, definition: Any, walk: Walk) -> str:
    arguments = _arguments(definition)
    type_ = get_named_type(definition.type)
    if is_leaf_type(type_):
        return f"{name}{arguments}"
    return f"{name}{arguments} {{ {_selection(type_, walk)} }}"


def _selection(type_: Any, walk: Walk) -> str:
    """All fields of a type, but for those that lead back to a type that stands above, or were looked into before."""
    walk.types.add(type_.name)
    parts = ["__typename"]
    if not isinstance(type_, GraphQLUnionType):
        below = walk.below(type_)
        for name, definition in type_.fields.items():
            led_to = get_named_type(definition.type)
            if led_to.name in below.above or (type_.name, name) in walk.fields:
                continue
            if not is_leaf_type(led_to):
                walk.fields.add((type_.name, name))
            parts.append(_field(name, definition, below))
    if is_abstract_type(type_):
        for possible in SCHEMA.graphql.get_possible_types(type_):
            if possible.name not in walk.above:
                parts.append(f"... on {possible.name} {{ {_selection(possible, walk.below(type_))} }}")
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
    mutations = Walk()
    for name, definition in SCHEMA.graphql.mutation_type.fields.items():
        _field(name, definition, mutations)
    return mutations.types - walked
