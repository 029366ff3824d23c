"""Asking for customers by a term, and people to be found."""

from __future__ import annotations

from typing import Any

from tests import factories as make
from tests.ask import Answered
from tests.database import Database

SEARCH = """
query Search($term: String!, $type: CustomerType! = INDIVIDUALS, $filter: CustomerFilter, $first: Int! = 25,
    $after: String) {
  search(term: $term, type: $type, filter: $filter, first: $first, after: $after) {
    edges { cursor mergedFrom node { friendlyId fullName active } }
    nodes { fullName }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount totalCountCapped candidatesCapped
    otherKind { type friendlyId mergedFrom customer { fullName } }
    whyNoMatch { reason message friendlyId postcode customer { fullName } }
    createFrom { firstName lastName name email postcode }
    canCreate
  }
}
"""


def names(answered: Answered) -> list[str]:
    """The full names of the hits, in their order; the same with cursors and without."""
    found = answered.ok["search"]
    with_cursors = [edge["node"]["fullName"] for edge in found["edges"]]
    assert [node["fullName"] for node in found["nodes"]] == with_cursors
    return with_cursors


def surname() -> str:
    """A surname that no other test uses, of letters only, as surnames are."""
    return make.unique("Z").translate(str.maketrans("0123456789", "ghijklmnop")).title()


async def people(database: Database, *given: dict[str, Any]) -> list[Any]:
    """Individuals, in the order given."""
    made = [make.individual(**each) for each in given]
    await database.save(*(row for pair in made for row in pair))
    return [customer for _, customer in made]


def friendly(customer: Any) -> str:
    return f"{customer.kind}-{customer.number:07d}"


CUSTOMERS = """
query Customers($filter: CustomerFilter, $type: CustomerType, $first: Int! = 25, $after: String) {
  customers(filter: $filter, type: $type, first: $first, after: $after) {
    edges { cursor node { fullName } }
    nodes { fullName }
    pageInfo { hasNextPage hasPreviousPage endCursor }
    totalCount totalCountCapped
  }
}
"""


def listed(answered: Answered) -> list[str]:
    """The full names of a page, in their order."""
    found = answered.ok["customers"]
    shown = [edge["node"]["fullName"] for edge in found["edges"]]
    assert [node["fullName"] for node in found["nodes"]] == shown
    return shown


def refused(answered: Answered, field: str = "customers") -> list[str]:
    """The reasons of a refusal."""
    assert answered.data == {field: None}
    assert set(answered.codes) == {"BAD_USER_INPUT"}
    return [error["extensions"].get("reason", error["message"]) for error in answered.errors]
