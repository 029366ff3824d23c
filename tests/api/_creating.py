"""Creating customers, as the tests do it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from db.models import (
    Customer,
)
from gateway.engine import ids
from tests import factories as make
from tests.ask import Answered, Ask
from tests.database import Database

CREATE = """
mutation Create($input: CreateCustomerInput!) {
  createCustomer(input: $input) {
    customer {
      __typename id friendlyId fullName active detailsVersion phone { number e164 isValid } mobile { e164 }
      addresses { line1 postcode isDefaultBilling isDefaultDelivery }
      tags { name }
      contactPreferences { definitionId answer }
      ... on Individual {
        title firstName lastName email birthDate age onlineAccountActive
        household { primaryHouseholder { id } members { id } }
      }
      ... on Organisation { name primaryContact }
    }
    errors {
      __typename
      ... on UserError { code message path }
      ... on EmailNotUnique { holder { id friendlyId } }
      ... on PossibleDuplicate { candidates { friendlyId name score likely reasons customer { id } } }
    }
  }
}
"""


HOME = {"line1": "1 High Street", "town": "Bristol", "postcode": "bs14dj", "countryCode": "GB"}


async def create(ask: Ask, *, by: str = "bea", key: str | None = None, **kind: Any) -> Answered:
    return await ask(CREATE, by=by, key=key, input=kind)


def person(**given: Any) -> dict[str, Any]:
    """An Individual whom nobody resembles."""
    return {
        "firstName": "Ada",
        "lastName": make.unique("Byron"),
        "address": {**HOME, "line1": make.unique("1 Road ")},
        **given,
    }


def body(**given: Any) -> dict[str, Any]:
    return {"name": make.choir(), "address": {**HOME, "line1": make.unique("1 Road ")}, **given}


async def named(database: Database, last_name: str) -> int:
    """How many records have this last name or name: none where a creation was refused."""
    named = func.coalesce(Customer.last_name, Customer.name) == last_name
    return int(await database.one(select(func.count()).select_from(Customer).where(named)))


def paths(answer: Answered) -> set[tuple[str, ...]]:
    return {(error["code"], *error["path"]) for error in answer.ok["createCustomer"]["errors"]}


def made(answer: Answered) -> dict[str, Any]:
    assert answer.ok["createCustomer"]["errors"] == []
    customer: dict[str, Any] = answer.ok["createCustomer"]["customer"]
    return customer


def key_of(customer: dict[str, Any]) -> UUID:
    key = ids.key_of("cus", customer["id"])
    assert key is not None
    return key
