"""Deactivating and reactivating customers, as the tests do it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from db.models import Customer, Household
from gateway.engine import ids
from tests import factories as make
from tests.ask import Answered, Ask
from tests.database import Database

DEACTIVATE = """
mutation Deactivate($id: ID!, $version: Int!, $reason: String!, $account: Boolean! = true) {
  deactivateCustomer(customerId: $id, expectedVersion: $version, reason: $reason, alsoOnlineAccount: $account) {
    customer { active detailsVersion ... on Individual { onlineAccountActive } }
    warnings { code message about { id fullName } }
    errors { ... on UserError { code message path } ... on CustomerMerged { survivor { id } } }
  }
}
"""


REACTIVATE = """
mutation Reactivate($id: ID!, $account: Boolean! = false) {
  reactivateCustomer(customerId: $id, alsoOnlineAccount: $account) {
    customer { id active detailsVersion ... on Individual { email onlineAccountActive } }
    errors { ... on UserError { code message path } ... on CustomerMerged { survivor { id } } }
  }
}
"""


FOUND = "query ($id: ID!) { customer(id: $id) { active } }"


async def deactivate(ask: Ask, customer: Customer, version: int = 1, **given: Any) -> Answered:
    given = {"reason": "Moved abroad", "by": "femi", **given}
    return await ask(DEACTIVATE, id=ids.encode("cus", customer.id), version=version, **given)


async def reactivate(ask: Ask, customer: Customer, **given: Any) -> Answered:
    return await ask(REACTIVATE, **{"id": ids.encode("cus", customer.id), "by": "femi", **given})


def done(answer: Answered, field: str) -> dict[str, Any]:
    assert answer.ok[field]["errors"] == []
    payload: dict[str, Any] = answer.ok[field]
    return payload


def refused(answer: Answered, field: str) -> set[tuple[str, ...]]:
    assert answer.ok[field]["customer"] is None
    return {(error["code"], *error["path"]) for error in answer.ok[field]["errors"]}


async def someone(database: Database, **given: Any) -> Customer:
    home, customer = make.individual(**given)
    await database.save(home, customer)
    return customer


async def family(database: Database, *members: dict[str, Any]) -> list[Customer]:
    """A household of several, the first being the primary; each longer in it than the next."""
    home, primary = make.individual(**members[0])
    others = []
    for place, given in enumerate(members[1:]):
        joined = datetime(2020 + place, 1, 1, tzinfo=UTC)
        others.append(make.individual(**{"household_id": home.id, "created_at": joined, **given})[1])
    await database.save(home, primary, *others)
    return [primary, *others]


async def primary_of(database: Database, customer: Customer) -> Any:
    return await database.one(select(Household.primary_id).where(Household.id == customer.household_id))


async def stored(database: Database, customer: Customer) -> Customer:
    row: Customer = await database.one(select(Customer).where(Customer.id == customer.id))
    return row
