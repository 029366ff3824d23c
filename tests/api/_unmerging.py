"""What tests of turning merges back share."""

from __future__ import annotations

from typing import Any

from db.models import Address, AttributeValue, CreditLot, Customer, CustomerTag, Note, Transformation
from gateway.engine import ids
from tests.ask import Ask
from tests.database import Database
from tests.factories import unique
from tests.merged_by_hand import rows_of

UNMERGE = """
mutation($id: ID!) {
  unmergeCustomers(mergeId: $id) {
    customer { friendlyId }
    restored { friendlyId active }
    merge { number reversedAt reversedBy }
    errors {
      ... on UserError { code message }
      ... on ChangedSinceMerge { conflicts { kind what fields subjectId message } }
    }
  }
}
"""
_address, _note, _tag = Address.__table__, Note.__table__, CustomerTag.__table__
_value = AttributeValue.__table__
_lot, _customer = CreditLot.__table__, Customer.__table__
# What a record is made of here, and the column by which it is its own.
_KEPT: dict[Any, Any] = {
    _customer: _customer.c.id,
    _address: _address.c.customer_id,
    _note: _note.c.customer_id,
    _tag: _tag.c.customer_id,
    _value: _value.c.customer_id,
    _lot: _lot.c.customer_id,
}
_ONWARD = {
    "updated_at",
    *(f"{each}_version" for each in ("details", "addresses", "contact_preferences", "tags")),
}


async def whole(database: Database, *records: Customer) -> dict[str, Any]:
    """Both records as they are stored, versions apart."""
    return {
        table.name: [
            {name: value for name, value in row.items() if name not in _ONWARD}
            for row in await rows_of(database, table, column, *records)
        ]
        for table, column in _KEPT.items()
    }


async def turn_back(ask: Ask, merge: Transformation, **given: Any) -> Any:
    asked: dict[str, Any] = {"by": "ade", "key": unique("back"), **given}
    answer = await ask(UNMERGE, id=ids.encode("mrg", merge.id), **asked)
    return answer.ok["unmergeCustomers"]


async def what_conflicts(ask: Ask, database: Database, merge: Transformation, *both: Customer) -> list[Any]:
    """What stands against turning the merge back, which has changed nothing."""
    before = await whole(database, *both)

    (error,) = (await turn_back(ask, merge))["errors"]

    assert error["code"] == "CHANGED_SINCE_MERGE"
    assert await whole(database, *both) == before
    found: list[Any] = error["conflicts"]
    return found
