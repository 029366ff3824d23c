"""Switching the protection of an attribute on and off, with values on records (ATR-P04)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from db.models import AttributeValue
from domain.permissions import Role
from gateway.engine import ids
from tests import factories as make
from tests.ask import Ask
from tests.database import Database
from tests.set_up import hire, rows, told, trace

PROTECT = """mutation Protect($id: ID!, $version: Int!, $definition: AttributeDefinitionChanges!) {
  updateAttributeDefinition(definitionId: $id, expectedVersion: $version, definition: $definition) {
    definition { isProtected version } errors { ... on UserError { code message path } } } }"""
VALUES = """query($id: ID!) { customer(id: $id) { attributes {
  name isProtected redacted hasValue value { __typename ... on TextValue { text } } } } }"""
ENTER = """mutation Enter($id: ID!, $values: [AttributeValueInput!]) {
  updateCustomer(customerId: $id, expectedVersion: 1, attributes: $values) {
    errors { ... on UserError { code message } } } }"""


async def protect(ask: Ask, definition: Any, version: int, by: str = "seth", **changes: Any) -> Any:
    answer = await ask(
        PROTECT, by=by, id=ids.encode("atd", definition.id), version=version, definition=changes
    )
    return answer.ok["updateAttributeDefinition"]


async def values(database: Database, definition: Any) -> list[dict[str, Any]]:
    return await rows(database, AttributeValue, AttributeValue.definition_id == definition.id)


@pytest.mark.rule("ATR-P04", "ATR-P03")
async def test_protecting_an_attribute_seals_what_stood_in_clear(ask: Ask, database: Database) -> None:
    medical = make.attribute()
    home, ada = make.individual()
    await database.save(medical, home, ada)
    await database.save(AttributeValue(customer_id=ada.id, definition_id=medical.id, text_value="Asthma"))

    protected = await protect(ask, medical, 1, isProtected=True)

    assert protected["definition"] == {"isProtected": True, "version": 2}
    (stored,) = await values(database, medical)
    assert stored["text_value"] is None
    assert b"Asthma" not in stored["ciphertext"]
    for reader, text in (("bea", None), ("ade", "Asthma")):
        shown = (await ask(VALUES, by=reader, id=ids.encode("cus", ada.id))).ok["customer"]["attributes"]
        (value,) = [each for each in shown if each["name"] == medical.name]
        assert value["hasValue"] is True
        assert (value["value"] and value["value"]["text"]) == text
        assert value["redacted"] is (text is None)
    assert await told(database, "atd", medical.id, "attribute-definition.changed") == {
        "protected": ("false", "true")
    }


@pytest.mark.rule("ATR-P04", "ROL-C01")
async def test_protection_is_taken_away_only_with_the_protected_permission_and_is_audited(
    ask: Ask, database: Database
) -> None:
    medical = make.attribute()
    home, ada = make.individual()
    await database.save(medical, home, ada)
    await database.save(AttributeValue(customer_id=ada.id, definition_id=medical.id, text_value="Asthma"))
    await protect(ask, medical, 1, isProtected=True)
    stored = await values(database, medical)

    refused = await protect(ask, medical, 2, isProtected=False, description="Open")

    (error,) = refused["errors"]
    assert (error["code"], error["path"]) == ("PROTECTED_ATTRIBUTE", ["definition", "isProtected"])
    assert error["message"] == (
        'This needs the permission "Can view and edit protected data".'
        " Ask your Settings Administrator, who grants roles to user accounts."
    )
    assert await values(database, medical) == stored
    assert len(await trace(database, "atd", medical.id)) == 1

    kim = await hire(ask, database, Role.SETTINGS_ADMINISTRATOR, active=True, protected_data=True)
    opened = await protect(ask, medical, 2, by=kim.username, isProtected=False)

    assert (opened["errors"], opened["definition"]["isProtected"]) == ([], False)
    (value,) = await values(database, medical)
    assert (value["text_value"], value["ciphertext"]) == ("Asthma", None)
    assert await told(database, "atd", medical.id, "attribute-definition.changed") == {
        "protected": ("true", "false")
    }


@pytest.mark.rule("ATR-P03", "ATR-P04")
async def test_no_value_stays_in_clear_that_is_entered_while_the_attribute_becomes_protected(
    ask: Ask, database: Database
) -> None:
    medical = make.attribute()
    people = [make.individual() for _ in range(6)]
    await database.save(medical, *(row for person in people for row in person))

    def enter(customer: Any) -> Any:
        value = {"definitionId": ids.encode("atd", medical.id), "text": "Asthma"}
        return ask(ENTER, by="ade", id=ids.encode("cus", customer.id), values=[value])

    entered = [enter(customer) for _, customer in people]
    answers = await asyncio.gather(*entered[:3], protect(ask, medical, 1, isProtected=True), *entered[3:])

    assert [answer.ok["updateCustomer"]["errors"] for answer in (*answers[:3], *answers[4:])] == [[]] * 6
    assert answers[3]["errors"] == []
    stored = await values(database, medical)
    assert len(stored) == 6
    assert [value["text_value"] for value in stored] == [None] * 6
    assert all(b"Asthma" not in value["ciphertext"] for value in stored)
