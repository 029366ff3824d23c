"""The schema as a contract: the committed file is true, and no refusal is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
)

import gateway
from domain.errors import Refusal
from gateway.schema import build
from gateway.settings import Limits

FILE = Path(gateway.__file__).with_name("schema.graphql")


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build(Limits()).graphql


def test_the_committed_schema_is_the_one_that_is_served() -> None:
    assert FILE.read_text("utf-8") == build(Limits()).sdl + "\n", "run `poe sdl` and look at what changed"


def test_what_has_an_id_is_a_node_so_that_no_two_things_share_one(schema: GraphQLSchema) -> None:
    with_id = {
        name
        for name, kind in schema.type_map.items()
        if isinstance(kind, GraphQLObjectType)
        and "id" in kind.fields
        # Clients tell entries of a timeline apart by their ids; what each tells of is a node, with an id of its own.
        and schema.type_map["TimelineEntry"] not in kind.interfaces
    }
    node = schema.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    assert with_id == {kind.name for kind in schema.get_possible_types(node)}


def test_every_refusal_is_a_type_and_some_payload_tells_of_it(schema: GraphQLSchema) -> None:
    told = {
        member.name
        for union in schema.type_map.values()
        if isinstance(union, GraphQLUnionType)
        for member in union.types
    }
    assert {kind.__name__ for kind in _kinds(Refusal)} - told == set()


def test_a_code_names_one_refusal() -> None:
    kinds = list(_kinds(Refusal))
    assert len({kind.code for kind in kinds}) == len(kinds)


def _kinds(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from _kinds(child)
