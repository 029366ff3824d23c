"""A form with an attribute of each type, as the tests of attributes prepare it and ask about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from db.models import AttributeDefinition, AttributeOption, Customer
from gateway.engine import ids
from tests import factories as make
from tests.ask import Answered
from tests.database import Database

VALUE = """value { __typename ... on TextValue { text } ... on MoneyValue { money { amount currency } }
  ... on DateValue { date } ... on ChoiceValue { options { label } } }"""
ERRORS = "errors { __typename ... on UserError { code message path } %s }"
STALE = "... on StaleVersion { currentVersion changedBy fields { field theirs yours conflicting } }"
SAVE = f"""
mutation Save($id: ID!, $version: Int!, $values: [AttributeValueInput!], $details: DetailsInput) {{
  made: updateCustomer(customerId: $id, expectedVersion: $version, attributes: $values, details: $details) {{
    customer {{ detailsVersion attributes {{ name hasValue {VALUE} }} }} {ERRORS % STALE}
  }}
}}
"""
CREATE = f"""
mutation Create($customer: CreateCustomerInput!) {{
  made: createCustomer(input: $customer) {{
    customer {{ id attributes {{ name {VALUE} }} }} {ERRORS % ""}
  }}
}}
"""


class Form:
    """An attribute of each type, named after it, and a record of each kind."""

    def __init__(self) -> None:
        self.home, self.ada = make.individual()
        self.choir = make.organisation()
        self.definitions = {
            name: make.attribute(name=make.unique(f"{name} "), type=name, position=place, **more)
            for place, (name, more) in enumerate(
                {
                    "TEXT": {},
                    "CURRENCY": {},
                    "DATE": {},
                    "DROPDOWN": {},
                    "CHECKLIST": {"applies_to": "INDIVIDUAL"},
                }.items()
            )
        }
        self.options = {
            (name, label): AttributeOption(
                id=uuid7(),
                definition_id=self.definitions[name].id,
                label=label,
                position=place,
                archived=label == "Old",
            )
            for name in ("DROPDOWN", "CHECKLIST")
            for place, label in enumerate(("Red", "Green", "Old"))
        }

    async def store(self, database: Database) -> None:
        await database.save(
            self.home, self.ada, self.choir, *self.definitions.values(), *self.options.values()
        )

    def value(self, name: str, **given: Any) -> dict[str, Any]:
        return {"definitionId": ids.encode("atd", self.definitions[name].id), **given}

    def choice(self, name: str, *labels: str) -> dict[str, Any]:
        return self.value(name, optionIds=[ids.encode("opt", self.options[name, each].id) for each in labels])

    def mine(self, attributes: list[Mapping[str, Any]]) -> dict[str, Any]:
        """The values of this form's attributes, by their type."""
        names = {definition.name: type_ for type_, definition in self.definitions.items()}
        return {names[each["name"]]: each["value"] for each in attributes if each["name"] in names}

    def path(self, name: str) -> str:
        return f"attribute.{self.definitions[name].name}"


def ident(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


def refused(answer: Answered) -> list[tuple[str, list[str]]]:
    assert answer.ok["made"]["customer"] is None
    return [(error["code"], error["path"]) for error in answer.ok["made"]["errors"]]


async def change(database: Database, definition_id: UUID, **values: Any) -> None:
    async with AsyncSession(database.store.writes) as session:
        await session.execute(
            update(AttributeDefinition).where(AttributeDefinition.id == definition_id).values(**values)
        )
        await session.commit()
