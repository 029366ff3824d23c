"""The table has every field of the schema, nothing that is gone, and the permissions that the schema declares."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import strawberry
from graphql import GraphQLField, GraphQLSchema

from domain.permissions import Permission, roles_granting
from gateway.engine.declare import answered
from gateway.engine.leaves import declaration
from gateway.engine.schema import GatewaySchema
from gateway.schema import build
from gateway.schema.nodes import ENTITIES
from gateway.settings import Limits
from tests.matrix.page import PAGE, with_tables
from tests.matrix.policies import POLICIES
from tests.matrix.table import TABLE, Composite, entries_of, policy_of, reach_of, types_of

SCHEMA = build(Limits()).graphql


@strawberry.type(name="Note")
class _Note:
    id: strawberry.ID
    ciphertext: str
    body: str = answered(lambda context: "", needs=Permission.PINK_NOTE, description="One.")


@strawberry.type(name="Query")
class _Query:
    customer: _Note = answered(lambda context: None, needs=Permission.CUSTOMER_READ, description="One.")


def faults(schema: GraphQLSchema) -> Iterator[str]:
    """Fields without a policy, and fields whose policy is not the permission that they declare."""
    for type_ in types_of(schema):
        for name, definition in type_.fields.items():
            policy = policy_of(type_, name)
            if policy is None:
                yield f"{type_.name}.{name} has no policy"
            elif not _fits(type_, policy, definition):
                yield f"{type_.name}.{name} is {policy} in the table, and declares {_declared(definition)}"


def _declared(definition: GraphQLField) -> tuple[Permission | None, Permission | None]:
    """What a field needs, and what it needs besides on rows that withhold it."""
    found = declaration(definition)
    withheld = getattr(found, "withheld", None)
    return getattr(found, "needs", None), None if withheld is None else withheld[1]


def _fits(type_: Composite, policy: str, definition: GraphQLField) -> bool:
    needs, withheld = _declared(definition)
    wanted = POLICIES[policy].declares
    if policy == "unrestricted":
        return needs in (None, Permission.ORDER_READ) and withheld is Permission.ORDER_RESTRICTED
    return withheld is None and (None if needs is None else needs.name) == wanted


def test_every_field_has_the_policy_that_it_declares() -> None:
    assert list(faults(SCHEMA)) == []


def test_a_field_without_a_policy_and_one_that_contradicts_its_own_would_be_found() -> None:
    assert sorted(faults(GatewaySchema(strawberry.Schema(query=_Query), Limits()).graphql)) == [
        "Note.body is open in the table, and declares (<Permission.PINK_NOTE: 'note.pink'>, None)",
        "Note.ciphertext has no policy",
    ]


def test_nothing_in_the_table_is_gone_from_the_schema() -> None:
    types = {type_.name: type_ for type_ in types_of(SCHEMA)}
    gone = []
    for name, entry in TABLE.items():
        under = [each for each in types.values() if entry in list(entries_of(each))]
        known = {field for each in under for field in each.fields}
        gone += [name] if not under else [f"{name}.{field}" for field in entry.fields if field not in known]
    assert gone == []


@pytest.mark.rule("ROL-P06")
def test_a_policy_is_held_by_the_roles_of_the_permission_that_it_stands_for() -> None:
    named = {policy.declares: policy.roles for policy in POLICIES.values() if policy.declares}
    held = {name: frozenset(map(str, roles_granting(Permission[name]))) for name in named}
    assert {name: sorted(roles ^ held[name]) for name, roles in named.items() if roles != held[name]} == {}


@pytest.mark.rule("ROL-P06", "ROL-C01")
def test_a_row_is_reached_by_its_id_under_the_policy_of_its_type() -> None:
    types = {type_.name: type_ for type_ in types_of(SCHEMA)}
    wanted = {name: POLICIES[reach_of(types[name]) or "open"].declares for name, _, _ in ENTITIES.values()}
    assert wanted == {name: needs.name for name, _, needs in ENTITIES.values()}


def test_the_page_says_what_the_table_says() -> None:
    page = PAGE.read_text("utf-8")
    assert page == with_tables(page), "run `poe docs`"
    assert "| `Customer` | record |" in page
    assert "pink: `pinkNotes`" in page
