"""A record with protected values, as the tests of protected data prepare it and look at it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from db.models import AttributeValue, Customer
from gateway.app import Gateway
from gateway.engine import ids
from tests import factories as make
from tests.database import Database

SHOWN = "attributes { name isProtected hasValue redacted value { ... on TextValue { text } } }"
READ = f"query Read($id: ID!) {{ customer(id: $id) {{ {SHOWN} sections {{ key count }} }} }}"
HOME = f"""
query Home($id: ID!) {{ customer(id: $id) {{ ... on Individual {{ household {{ members {{ {SHOWN} }} }} }} }} }}
"""
SAVE = f"""
mutation Save($id: ID!, $version: Int!, $values: [AttributeValueInput!]!) {{
  made: updateCustomer(customerId: $id, expectedVersion: $version, attributes: $values) {{
    customer {{ detailsVersion {SHOWN} }}
    errors {{ ... on UserError {{ code message path }}
      ... on StaleVersion {{ fields {{ field theirs yours conflicting }} }} }}
  }}
}}
"""
AUDIT = """
query Audit($id: ID!, $filter: AuditFilter) {
  customer(id: $id) { updatedAt audit(filter: $filter) {
    nodes { user event narrative changes { path before after redacted } }
  } }
}
"""
REDACTED = {"isProtected": True, "hasValue": True, "redacted": True, "value": None}


class Patient:
    """Ada, whose protected notes say SECRET, and Charles, who lives with her and has such notes too."""

    def __init__(self, gateway: Gateway) -> None:
        self.secret = make.unique("Epilepsy")
        self.home, self.ada = make.individual()
        _, self.charles = make.individual(household_id=self.home.id, first_name="Charles")
        self.notes = make.attribute(name=make.unique("Medical notes "), protected=True, position=1)
        self.contact = make.attribute(name=make.unique("Contact "), protected=True, position=2)
        self._gateway = gateway

    def sealed(self, customer: Customer, definition: Any, words: str) -> AttributeValue:
        sealed = self._gateway.vault.seal(json.dumps(words), customer.id, definition.id)
        return AttributeValue(customer_id=customer.id, definition_id=definition.id, ciphertext=sealed)

    async def store(self, database: Database) -> None:
        await database.save(self.home, self.ada, self.charles, self.notes, self.contact)
        await database.save(
            self.sealed(self.ada, self.notes, self.secret),
            self.sealed(self.ada, self.contact, "Ring Charles"),
            self.sealed(self.charles, self.notes, "None"),
        )

    def mine(self, customer: Mapping[str, Any], definition: Any = None) -> dict[str, Any]:
        """What a record shows of one attribute, the notes unless another is named."""
        name = (definition or self.notes).name
        (found,) = [each for each in customer["attributes"] if each["name"] == name]
        return {key: value for key, value in found.items() if key != "name"}

    def value(self, words: str | None) -> dict[str, Any]:
        return {"definitionId": ids.encode("atd", self.notes.id), "text": words}

    @property
    def path(self) -> str:
        return f"attribute.{self.notes.name}"

    @property
    def shown(self) -> dict[str, Any]:
        return {"isProtected": True, "hasValue": True, "redacted": False, "value": {"text": self.secret}}


def ident(customer: Customer) -> str:
    return ids.encode("cus", customer.id)
