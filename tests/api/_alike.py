"""Records that resemble others, as the tests make and find them."""

from __future__ import annotations

from typing import Any

from db.models import Customer
from gateway.engine import ids
from tests import factories as make
from tests.ask import Answered, Ask
from tests.database import Database

LOOK = """
query Look($input: PossibleDuplicatesInput!) {
  possibleDuplicates(input: $input) {
    candidates { friendlyId name score likely reasons customer { id addresses { line1 } } }
    thresholds { possible likely }
  }
}
"""


async def look(ask: Ask, *, by: str = "bea", **kind: Any) -> dict[str, dict[str, Any]]:
    """The candidates by their id."""
    found = (await ask(LOOK, by=by, input=kind)).ok["possibleDuplicates"]["candidates"]
    return {each["customer"]["id"]: each for each in found}


async def someone(database: Database, *, at: dict[str, Any] | None = None, **given: Any) -> Customer:
    home, customer = make.individual(**given)
    await database.save(home, customer)
    if at is not None:
        await database.save(make.address(customer.id, **at))
    return customer


async def choir(database: Database, *, at: dict[str, Any] | None = None, **given: Any) -> Customer:
    customer = make.organisation(**given)
    await database.save(customer)
    if at is not None:
        await database.save(make.address(customer.id, **at))
    return customer


def ident(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


def candidates_of(answer: Answered) -> list[dict[str, Any]]:
    """The candidates of a creation that was refused because of them alone."""
    (error,) = answer.ok["createCustomer"]["errors"]
    assert error["code"] == "POSSIBLE_DUPLICATE"
    assert error["path"][1:] == ["acknowledgedDuplicates"]
    found: list[dict[str, Any]] = error["candidates"]
    return found
