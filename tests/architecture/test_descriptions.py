"""Everything that a client sees is described, in full sentences and as it is spelt here."""

from __future__ import annotations

import pytest
from graphql import GraphQLEnumType, GraphQLSchema, build_schema, is_specified_directive

from domain.errors import Refusal
from gateway.engine.errors import RequestCode
from gateway.schema import build
from gateway.settings import Limits
from tests.architecture.coordinates import described, faults

# graphql-core's own words, which are American.
THEIRS = {"@specifiedBy", "@specifiedBy(url:)"}


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build(Limits()).graphql


def test_everything_that_a_client_sees_is_well_described(schema: GraphQLSchema) -> None:
    found = {
        coordinate: list(faults(coordinate, description))
        for coordinate, description in described(schema)
        if coordinate not in THEIRS
    }
    assert {coordinate: wrong for coordinate, wrong in found.items() if wrong} == {}


def test_only_the_directives_of_the_specification_are_served(schema: GraphQLSchema) -> None:
    assert [each.name for each in schema.directives if not is_specified_directive(each)] == []


def test_every_code_of_a_request_is_told_with_what_it_means(schema: GraphQLSchema) -> None:
    told = schema.type_map["RequestCode"]
    assert isinstance(told, GraphQLEnumType)
    assert {name: value.description for name, value in told.values.items()} == {
        code.value: code.description for code in RequestCode
    }


def test_every_code_of_a_refusal_is_told_with_what_it_means(schema: GraphQLSchema) -> None:
    told = schema.type_map["ErrorCode"]
    assert isinstance(told, GraphQLEnumType)
    assert {name: value.description for name, value in told.values.items()} == {
        kind.code: (kind.__doc__ or "").strip() for kind in _kinds(Refusal)
    }


def _kinds(kind: type[Refusal]) -> list[type[Refusal]]:
    return [found for child in kind.__subclasses__() for found in (child, *_kinds(child))]


SMALL = '''
"""Whatever it is."""
directive @held("""Whatever it is.""" in: In) on FIELD
"""Whatever it is."""
type Query { """Whatever it is.""" box("""Whatever it is.""" in: In): Box """Whatever it is.""" any: Any }
"""Whatever it is."""
interface Box { """Whatever it is.""" lid("""Whatever it is.""" open: Boolean): Int }
"""Whatever it is."""
type Crate implements Box { """Whatever it is.""" lid("""Whatever it is.""" open: Boolean): Int }
"""Whatever it is."""
union Any = Crate
"""Whatever it is."""
input In { """Whatever it is.""" size: Size """Whatever it is.""" weight: Weight }
"""Whatever it is."""
enum Size { """Whatever it is.""" SMALL }
"""Whatever it is."""
scalar Weight
'''


def test_no_kind_of_coordinate_is_overlooked() -> None:
    described_pieces = SMALL.count('"""Whatever it is."""')
    for number in range(described_pieces):
        pieces = SMALL.split('"""Whatever it is."""')
        sdl = pieces[0] + "".join(
            ("" if place == number else '"""Whatever it is."""') + piece
            for place, piece in enumerate(pieces[1:])
        )
        found = {name for name, text in described(build_schema(sdl)) if list(faults(name, text))}
        assert len(found - THEIRS) == 1, f"without description {number}"


@pytest.mark.parametrize(
    ("coordinate", "description", "fault"),
    [
        ("Query.a", None, "is not described"),
        ("Query.a", "  ", "is not described"),
        ("Query.a", "A thing.", "is described in less than 10 characters"),
        ("Customer.lastActivityAt", "Last activity at.", "is described by its name"),
        ("Reason.LAST_NAME_EQUAL", "Last name equal.", "is described by its name"),
        ("Query.a(friendlyId:)", "Friendly ID.", "is described by its name"),
        ("Query.a", "The first of them", "is described without a full stop"),
        ("Query.a", "the first of them.", "is described without a capital"),
        ("Query.a", "The first of them. TODO.", "is not described to the end"),
        ("Query.a", "An organization of theatres.", "is spelt with 'organiz'"),
        ("Query.favoriteColor", "What they like best.", "is spelt with 'favor'"),
        ("Status.CANCELED", "It will not take place.", "is spelt with 'CANCELED'"),
    ],
)
def test_a_fault_is_told(coordinate: str, description: str | None, fault: str) -> None:
    assert list(faults(coordinate, description)) == [fault]


@pytest.mark.parametrize(
    "description", ["The size of the prize.", "`first` may be 100.", "Cancelled it was."]
)
def test_what_is_well_described_has_no_fault(description: str) -> None:
    assert list(faults("Organisation.cancelledAt", description)) == []
