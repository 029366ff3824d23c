"""The page's examples, before anybody asks them: valid, described, made for somebody, and leaving nothing out."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import (
    FieldNode,
    GraphQLSchema,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    parse,
    validate,
    visit,
)

from db.demo.personas import PERSONAS
from gateway.door.areas import Area, UnreadableArea, area_of
from gateway.door.examples import AREAS
from gateway.schema import build
from gateway.settings import Limits
from tests.worked import WORKED, Worked

HEAD = "# Tags\n# Labels for lists.\n\n"


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build(Limits()).graphql


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.title)
def test_a_document_is_valid_and_within_the_limits_of_a_request(schema: GraphQLSchema, area: Area) -> None:
    limits = Limits()
    document = parse(area.document, max_tokens=limits.tokens)

    assert validate(schema, document) == []
    assert len(area.document.encode()) < limits.source_bytes


@pytest.mark.rule("XCT-P10")
@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.title)
def test_every_operation_of_a_document_is_an_example(area: Area) -> None:
    operations = [
        each.name.value if each.name else None
        for each in parse(area.document).definitions
        if isinstance(each, OperationDefinitionNode)
    ]
    assert [example.name for example in area.examples] == operations


@pytest.mark.parametrize("worked", WORKED, ids=str)
def test_an_example_needs_no_variables_and_is_made_for_people_of_the_demo(worked: Worked) -> None:
    (operation,) = parse(worked.text).definitions
    assert isinstance(operation, OperationDefinitionNode)
    required = [
        variable.variable.name.value
        for variable in operation.variable_definitions or ()
        if variable.default_value is None and variable.type.kind == "non_null_type"
    ]
    assert required == []
    assert set(worked.example.personas) <= {each.username for each in PERSONAS}


@pytest.mark.parametrize("worked", [each for each in WORKED if each.example.refused], ids=str)
def test_a_refusal_that_an_example_announces_is_one_that_there_is(
    schema: GraphQLSchema, worked: Worked
) -> None:
    codes: Any = schema.type_map["ErrorCode"]
    assert set(worked.example.refused) <= set(codes.values)
    assert worked.example.title.endswith(": refused")


def test_titles_and_names_are_given_once() -> None:
    for given in (
        [area.title for area in AREAS],
        [worked.example.name for worked in WORKED],
        [worked.example.title for worked in WORKED],
    ):
        assert sorted(set(given)) == sorted(given)


def test_the_first_area_has_one_example_for_whoever_the_page_opens_as() -> None:
    (example,) = AREAS[0].examples
    assert PERSONAS[0].username in example.personas


@pytest.mark.rule("XCT-P10")
@pytest.mark.parametrize("name", ["Customer", "Query", "Mutation"])
def test_the_examples_leave_no_field_out(schema: GraphQLSchema, name: str) -> None:
    fields: Any = schema.type_map[name]
    shown = _fields_asked_for(schema)

    assert sorted(set(fields.fields) - shown[name]) == []


def _fields_asked_for(schema: GraphQLSchema) -> dict[str, set[str]]:
    """The names of the fields that any example asks for, by the type that they are asked of."""
    asked: dict[str, set[str]] = {}
    types = TypeInfo(schema)

    class Fields(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            parent = types.get_parent_type()
            assert parent is not None
            asked.setdefault(parent.name, set()).add(node.name.value)

    for area in AREAS:
        visit(parse(area.document), TypeInfoVisitor(types, Fields()))
    return asked


def test_comments_say_what_an_example_is_and_for_whom() -> None:
    area = area_of(
        HEAD + "# Add a tag\n# To a record.\n# It stays.\n# For: bea, ade\n# Refused: A_B, C\n"
        "mutation AddATag { a }\n\n# A remark of its own.\n\n"
        "# Tags\n# Of one.\n# For: everybody\nquery Tags {\n  # within\n  b\n}\n"
    )

    assert (area.title, area.description) == ("Tags", "Labels for lists.")
    add, read = area.examples
    assert (add.name, add.title, add.description) == ("AddATag", "Add a tag", "To a record. It stays.")
    assert (add.personas, add.refused) == (("bea", "ade"), ("A_B", "C"))
    assert (read.name, read.personas, read.refused) == ("Tags", (), ())


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ("", "begins with a comment"),
        ("query A { a }", "begins with a comment"),
        ("# Tags\n# Labels.\n# For: bea\nquery A { a }", "begins with a comment"),
        ("# Tags\n\n# A\n# An a.\n# For: bea\nquery A { a }", "begins with a comment"),
        (HEAD, "'Tags' has no operation"),
        (HEAD + "query A { a }", "A needs a title"),
        (HEAD + "# A\n# For: bea\nquery A { a }", "A needs a title"),
        (HEAD + "# A\n# An a.\nquery A { a }", "A needs a title"),
    ],
)
def test_a_document_that_does_not_say_enough_is_refused(document: str, complaint: str) -> None:
    with pytest.raises(UnreadableArea, match=complaint):
        area_of(document)
