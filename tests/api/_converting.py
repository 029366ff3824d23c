"""Converting records, as the tests do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from db.models import (
    Address,
    Customer,
    Household,
    HouseholdMembership,
    RelationshipType,
    Transformation,
)
from gateway.engine import ids
from tests import factories as make
from tests import people
from tests.ask import Answered, Ask
from tests.database import Database

PREVIEW = """
query ($id: ID!, $input: ConvertCustomerInput!) {
  convertPreview(customerId: $id, input: $input) {
    fromKind toKind friendlyId fullName primaryContact email detailsVersion
    removed { subject count name } moved { subject count name } copied { subject count name }
    blockers { code message path } warnings { code }
    relationshipTypes { id forwardLabel } relationships { relationshipId label other }
    restorable { email emailFree birthDate }
  }
}
"""

CONVERT = """
mutation ($id: ID!, $version: Int!, $input: ConvertCustomerInput!) {
  convertCustomer(customerId: $id, expectedVersion: $version, input: $input) {
    conversion
    customer {
      __typename id friendlyId fullName detailsVersion contactPreferencesVersion
      ... on Organisation {
        name primaryContact primaryContactRecord { id fullName } primaryContactRelationshipType { id }
      }
      ... on Individual { firstName lastName email birthDate }
    }
    person {
      id friendlyId fullName
      ... on Individual { email birthDate onlineAccountActive primaryHouseholder household { id } }
    }
    removed { subject count name } moved { subject count name } copied { subject count name }
    errors {
      ... on UserError { code message path }
      ... on RelationshipTypeIncompatible { relationshipIds }
      ... on ProtectedAttributeNotCopied { definitionIds }
    }
  }
}
"""

Input = dict[str, Any]


def to_organisation(type_: RelationshipType | None, **given: Any) -> Input:
    """The input for an Organisation, with the type of relationship."""
    chosen = {} if type_ is None else {"relationshipTypeId": ids.encode("rlt", type_.id)}
    return {"toOrganisation": {**chosen, **given}}


def to_individual(**given: Any) -> Input:
    """The input for an Individual."""
    return {"toIndividual": given}


async def preview(ask: Ask, of: Customer, input: Input, **given: Any) -> dict[str, Any]:
    """What the conversion would do."""
    answer = await ask(PREVIEW, id=ids.encode("cus", of.id), input=input, **{"by": "ade", **given})
    shown: dict[str, Any] = answer.ok["convertPreview"]
    return shown


async def convert(ask: Ask, of: Customer, input: Input, version: int = 1, **given: Any) -> Answered:
    """The conversion, by a Sales Administrator under a key of its own."""
    given = {"by": "ade", "key": make.unique("key"), **given}
    return await ask(CONVERT, id=ids.encode("cus", of.id), version=version, input=input, **given)


def done(answer: Answered) -> dict[str, Any]:
    """The payload of a conversion that was not refused."""
    payload: dict[str, Any] = answer.ok["convertCustomer"]
    assert payload["errors"] == []
    return payload


def refused(answer: Answered) -> set[tuple[str, ...]]:
    """Code and path of every error; nothing came of it."""
    payload = answer.ok["convertCustomer"]
    assert (payload["customer"], payload["person"], payload["conversion"]) == (None, None, None)
    return {(error["code"], *error["path"]) for error in payload["errors"]}


def blocked(shown: dict[str, Any]) -> set[tuple[str, ...]]:
    """Code and path of every blocker of a preview."""
    return {(each["code"], *each["path"]) for each in shown["blockers"]}


def counted(effects: list[dict[str, Any]]) -> dict[str, int]:
    """How many by subject."""
    return {each["subject"]: each["count"] for each in effects}


async def refuses(
    ask: Ask, database: Database, of: Customer, input: Input, *told: tuple[str, ...], **given: Any
) -> None:
    """The preview tells it, the conversion is refused for it, and the record stays as it was."""
    before = await database.snapshot(of.id)
    assert blocked(await preview(ask, of, input, **given)) == set(told)
    assert refused(await convert(ask, of, input, **given)) == set(told)
    assert await database.snapshot(of.id) == before
    assert await database.all(select(Transformation).where(Transformation.customer_id == of.id)) == []


@dataclass(frozen=True, slots=True)
class Someone:
    """A person with an address and an email, who lives alone, and a type by which they can be related."""

    ada: Customer
    home: Household
    type_: RelationshipType
    address: Address

    @property
    def input(self) -> Input:
        """To be converted without anything chosen besides."""
        return to_organisation(self.type_)


async def someone(database: Database, *rows: Any, **given: Any) -> Someone:
    """Somebody who is stored with all that."""
    values = {"email": f"{make.unique('ada')}@example.org", **given}
    home, ada = make.individual(**values)
    type_, address = people.membership_of_choir(), make.address(ada.id)
    await database.save(home, ada, people.stay(home, ada), type_, address, *rows)
    return Someone(ada, home, type_, address)


async def stored(database: Database, key: UUID) -> Customer:
    """The record as it stands."""
    row: Customer = await database.one(select(Customer).where(Customer.id == key))
    return row


async def stays(database: Database, key: UUID) -> list[tuple[str, str | None]]:
    """Why somebody came to each household, and why they left, in their order."""
    rows = await database.all(
        select(HouseholdMembership)
        .where(HouseholdMembership.customer_id == key)
        .order_by(HouseholdMembership.joined_at)
    )
    return [(row.joined_because, row.left_because) for row in rows]


def person_of(payload: dict[str, Any]) -> UUID:
    """The key of the record that was made for the person."""
    found = ids.key_of("cus", payload["person"]["id"])
    assert found is not None
    return found
