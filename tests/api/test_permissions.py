"""Who may ask for what: every root field against the matrix, and inactive customers in the Sales interface."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import strawberry
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

from db.demo.personas import PERSONAS, Persona
from db.models import AuditEntry, Customer, UserAccount
from domain.permissions import GRANTS, Permission, Role
from gateway.engine.declare import answered
from gateway.engine.declared import AnsweredField, ColumnField, ComputedField, NodeField, TabField
from gateway.engine.leaves import declaration
from gateway.engine.schema import GatewaySchema
from gateway.schema import build
from gateway.settings import Limits
from tests.ask import Ask
from tests.database import Database

SCHEMA = build(Limits()).graphql
ROOTS = [(kind, name) for kind in ("Query", "Mutation") for name in SCHEMA.type_map[kind].fields]  # type: ignore[attr-defined]
WHOM_TO_ASK = ("Ask your Settings Administrator", "ask your Sales Administrator", "sign in there")
RECORD = ("Customer", "Individual", "Organisation")


def unguarded(schema: GraphQLSchema) -> Iterator[str]:
    """Fields of the roots that declare no permission, and fields of a record that are neither columns nor guarded."""
    for kind in ("Query", "Mutation", *RECORD):
        if kind not in schema.type_map:
            continue
        for name, field in schema.type_map[kind].fields.items():  # type: ignore[attr-defined]
            match declaration(field):
                case TabField() | AnsweredField() | NodeField():
                    continue
                case ColumnField() | ComputedField() if kind in RECORD:
                    continue
                case None if kind in RECORD and field.extensions["strawberry-definition"].is_basic_field:
                    continue
            yield f"{kind}.{name}"


@pytest.mark.rule("ROL-P06")
def test_every_root_field_and_every_tab_of_a_record_declares_its_permission() -> None:
    assert list(unguarded(SCHEMA)) == []


def test_a_root_field_without_a_permission_would_be_found() -> None:
    @strawberry.type
    class Query:
        guarded: int = answered(lambda context: 1, needs=Permission.SIGNED_IN, description="One.")

        @strawberry.field
        def forgotten(self) -> int:
            return 2

        plain: int = 3

    found = unguarded(GatewaySchema(strawberry.Schema(query=Query), Limits()).graphql)
    assert sorted(found) == ["Query.forgotten", "Query.plain"]


def value(type_: Any) -> Any:
    """A value of an input type that no field accepts: ids of nothing, empty names, version 0."""
    if isinstance(type_, GraphQLNonNull):
        return value(type_.of_type)
    if isinstance(type_, GraphQLList):
        return []
    if isinstance(type_, GraphQLInputObjectType):
        if type_.extensions["strawberry-definition"].is_one_of:
            name, field = next(iter(type_.fields.items()))
            return {name: value(field.type)}
        return {
            name: value(field.type) for name, field in type_.fields.items() if is_required_input_field(field)
        }
    if isinstance(type_, GraphQLEnumType):
        return next(iter(type_.values))
    return {"ID": "tgr1_" + "0" * 32, "String": "", "Int": 0, "Boolean": False, "Date": "2026-11-22"}[
        type_.name
    ]


def question(kind: str, name: str) -> tuple[str, dict[str, Any]]:
    """A document that asks for one root field, with just the arguments it must have."""
    field: GraphQLField = SCHEMA.type_map[kind].fields[name]  # type: ignore[attr-defined]
    required = {each: found for each, found in field.args.items() if is_required_argument(found)}
    declared = ", ".join(f"${each}: {found.type}" for each, found in required.items())
    passed = ", ".join(f"{each}: ${each}" for each in required)
    below = "" if is_leaf_type(get_named_type(field.type)) else "{ __typename }"
    head = f"{kind.lower()}({declared})" if required else kind.lower()
    arguments = f"({passed})" if required else ""
    return f"{head} {{ {name}{arguments} {below} }}", {
        each: value(found.type) for each, found in required.items()
    }


def may(persona: Persona, kind: str, name: str) -> bool:
    needs = declaration(SCHEMA.type_map[kind].fields[name]).needs  # type: ignore[attr-defined]
    return any(needs in GRANTS[role] for role in persona.roles)


@pytest.mark.rule("ROL-P06", "ROL-P04", "ROL-16")
@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.username)
async def test_a_persona_is_let_into_exactly_the_root_fields_that_its_roles_allow(
    ask: Ask, persona: Persona
) -> None:
    let_in = set()
    for kind, name in ROOTS:
        document, variables = question(kind, name)
        answer = await ask(document, by=persona.username, **variables)
        assert answer.status == 200, (name, answer)
        if "FORBIDDEN" not in answer.codes:
            let_in.add(name)
            continue
        (error,) = answer.errors
        assert error["path"] == [name]
        assert error["extensions"]["requiredRoles"] != []
        assert any(words in error["message"] for words in WHOM_TO_ASK)
        assert answer.data is None or answer.data == {name: None}

    assert let_in == {name for kind, name in ROOTS if may(persona, kind, name)}


@pytest.mark.rule("ROL-P06")
async def test_a_mutation_that_is_forbidden_changes_nothing(ask: Ask, database: Database) -> None:
    before = [await database.count(table) for table in (AuditEntry, Customer, UserAccount)]

    for persona in PERSONAS:
        for kind, name in ROOTS:
            if kind == "Mutation" and not may(persona, kind, name):
                document, variables = question(kind, name)
                assert (await ask(document, by=persona.username, **variables)).codes == ["FORBIDDEN"]

    assert [await database.count(table) for table in (AuditEntry, Customer, UserAccount)] == before


@pytest.mark.rule("ROL-06", "ROL-12")
def test_who_changes_records_and_who_administers_users_are_different_people() -> None:
    allowed = {
        name: {persona.username for persona in PERSONAS if may(persona, "Mutation", name)}
        for kind, name in ROOTS
        if kind == "Mutation"
    }
    front = {"bea", "ade", "femi", "olga", "sam"}
    expected = {
        "createCustomer updateCustomer deactivateCustomer setCustomerImage createNote editNote": front,
        "addAddress amendAddress deleteAddress setDefaultAddresses setContactPreferences": front,
        "setCustomerTags addCustomerTags removeCustomerTags": front,
        "reactivateCustomer": front - {"bea"},
        "createUserAccount updateUserAccount setUserRoles signOutEverywhere": {"seth"},
        "createAttributeDefinition updateAttributeDefinition": {"seth"},
        "createPreferenceDefinition updatePreferenceDefinition": {"seth"},
        "createTagGroup updateTagGroup createTag updateTag": {"gina"},
    }
    for names, people in expected.items():
        for name in names.split():
            assert (name, allowed[name]) == (name, people)
    assert {Role(role) for persona in PERSONAS for role in persona.roles} == set(Role)
