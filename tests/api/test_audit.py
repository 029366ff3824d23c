"""Reading the audit of a record over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from db.models import Customer
from gateway.engine import ids
from tests import factories as make
from tests.ask import Ask
from tests.database import Database

AUDIT = """
query Audit($id: ID!, $order: AuditOrder = NEWEST_FIRST, $filter: AuditFilter, $first: Int = 25, $after: String) {
  customer(id: $id) {
    audit(orderBy: $order, filter: $filter, first: $first, after: $after) {
      nodes { id at user method interface event narrative correlationId changes { path before after redacted } }
      totalCount pageInfo { hasNextPage endCursor }
    }
  }
}
"""
DETAILS = """
mutation Save($id: ID!, $version: Int!, $changes: IndividualChanges!) {
  updateCustomer(customerId: $id, expectedVersion: $version, details: {individual: $changes}) {
    errors { ... on UserError { code } }
  }
}
"""


@pytest.fixture
async def ada(database: Database) -> Customer:
    home, customer = make.individual(phone=None)
    await database.save(home, customer, make.address(customer.id))
    return customer


def ident(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


async def save(ask: Ask, ada: Customer, version: int, by: str, day: int, **changes: str) -> None:
    now = f"2026-11-{day}T23:30:00+00:00"
    answer = await ask(DETAILS, by=by, now=now, id=ident(ada), version=version, changes=changes)
    assert answer.ok["updateCustomer"]["errors"] == []


async def audit(ask: Ask, ada: Customer, by: str = "bea", **asked: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (await ask(AUDIT, by=by, id=ident(ada), **asked)).ok["customer"]["audit"]
    return found


@pytest.fixture
async def saved(ask: Ask, ada: Customer) -> Customer:
    """Ada, whose record three people changed on three days."""
    await save(ask, ada, 1, "bea", 20, firstName="Augusta", phone="0117 496 0123")
    await save(ask, ada, 2, "femi", 21, lastName="King")
    await save(ask, ada, 3, "ade", 22, firstName="Ada", lastName="Lovelace")
    return ada


@pytest.mark.rule("AUD-01", "AUD-02", "AUD-P01")
async def test_a_line_says_when_who_how_and_what_was_changed(ask: Ask, saved: Customer) -> None:
    first = (await audit(ask, saved, order="OLDEST_FIRST"))["nodes"][0]
    assert first.pop("correlationId") != first.pop("id")
    assert first == {
        "at": "2026-11-20T23:30:00+00:00",
        "user": "bea",
        "method": "USER",
        "interface": "SALES",
        "event": "customer.updated",
        "narrative": "Details changed: first_name, phone",
        "changes": [
            {"path": "first_name", "before": "Ada", "after": "Augusta", "redacted": False},
            {"path": "phone", "before": None, "after": "0117 496 0123", "redacted": False},
        ],
    }


@pytest.mark.rule("AUD-P02")
async def test_the_newest_line_comes_first_unless_the_oldest_is_asked_for(ask: Ask, saved: Customer) -> None:
    assert [line["user"] for line in (await audit(ask, saved))["nodes"]] == ["ade", "femi", "bea"]
    oldest = await audit(ask, saved, order="OLDEST_FIRST")
    assert [line["user"] for line in oldest["nodes"]] == ["bea", "femi", "ade"]


@pytest.mark.parametrize("order", ["NEWEST_FIRST", "OLDEST_FIRST"])
async def test_pages_follow_one_another_in_either_order(ask: Ask, saved: Customer, order: str) -> None:
    whole = [line["id"] for line in (await audit(ask, saved, order=order))["nodes"]]
    found, after = [], None
    for _ in range(3):
        page = await audit(ask, saved, order=order, first=1, after=after)
        found += [line["id"] for line in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        assert page["totalCount"] == 3
    assert (found, page["pageInfo"]["hasNextPage"]) == (whole, False)


@pytest.mark.rule("AUD-P06")
@pytest.mark.parametrize(
    ("filter", "users"),
    [
        ({"from": "2026-11-21"}, ["ade", "femi"]),
        ({"to": "2026-11-21"}, ["femi", "bea"]),
        ({"from": "2026-11-21", "to": "2026-11-21"}, ["femi"]),
        ({"user": "femi"}, ["femi"]),
        ({"user": "fem"}, []),
        ({"method": "USER"}, ["ade", "femi", "bea"]),
        ({"method": "MERGE"}, []),
        ({"path": "first_name"}, ["ade", "bea"]),
        ({"path": "name"}, []),
        ({"text": "augusta"}, ["ade", "bea"]),
        ({"text": "LAST_NAME"}, ["ade", "femi"]),
        ({"text": "%"}, []),
        ({"text": "king", "user": "ade", "path": "last_name", "from": "2026-11-22"}, ["ade"]),
        ({"text": "king", "user": "bea"}, []),
    ],
)
async def test_the_audit_is_filtered_by_period_user_method_field_and_text(
    ask: Ask, saved: Customer, filter: Mapping[str, str], users: list[str]
) -> None:
    found = await audit(ask, saved, filter=filter)
    assert [line["user"] for line in found["nodes"]] == users
    assert found["totalCount"] == len(users)


@pytest.mark.rule("AUD-P06")
async def test_the_days_of_a_period_are_those_of_the_system_zone(ask: Ask, ada: Customer) -> None:
    answer = await ask(
        DETAILS, now="2026-07-01T23:30:00+00:00", id=ident(ada), version=1, changes={"lastName": "King"}
    )
    assert answer.ok["updateCustomer"]["errors"] == []
    assert (await audit(ask, ada, filter={"to": "2026-07-01"}))["totalCount"] == 0
    assert (await audit(ask, ada, filter={"from": "2026-07-02"}))["totalCount"] == 1


@pytest.mark.rule("AUD-06")
async def test_the_audit_is_a_link_at_the_bottom_of_the_record_whatever_section_one_came_from(
    ask: Ask, saved: Customer
) -> None:
    document = """
    query Sections($id: ID!) {
      customer(id: $id) {
        sections { key level available count }
        addresses { id }
        ... on Individual { household { members { audit { totalCount } } } }
      }
      node(id: $id) { ... on Customer { audit { totalCount } } }
    }
    """
    for by in ("bea", "ade", "femi", "olga", "sam"):
        found = (await ask(document, by=by, id=ident(saved))).ok
        link = {"key": "AUDIT", "level": "LOWER", "available": True, "count": 3}
        assert found["customer"]["sections"][-1] == link
        assert found["customer"]["household"]["members"] == [{"audit": {"totalCount": 3}}]
        assert found["node"] == {"audit": {"totalCount": 3}}


@pytest.mark.rule("ROL-P06")
@pytest.mark.parametrize("by", ["gina", "seth", "ines"])
async def test_who_does_not_work_with_records_reads_no_audit(
    ask: Ask, database: Database, saved: Customer, by: str
) -> None:
    entry = (await audit(ask, saved))["nodes"][0]["id"]
    found = await ask("query N($id: ID!) { node(id: $id) { id } }", by=by, id=entry)
    assert found.data == {"node": None}
    whole = await ask(
        "query I($id: ID!) { auditIntegrity(customerId: $id) { intact } }", by=by, id=ident(saved)
    )
    assert (whole.data, whole.codes) == ({"auditIntegrity": None}, ["FORBIDDEN"])


@pytest.mark.rule("ROL-P07")
async def test_the_audit_of_a_record_that_one_may_not_see_is_not_there(
    ask: Ask, database: Database, saved: Customer
) -> None:
    entry = (await audit(ask, saved))["nodes"][0]["id"]
    deactivate = """mutation D($id: ID!) {
      deactivateCustomer(customerId: $id, expectedVersion: 4, reason: "Moved abroad") { errors { __typename } } }"""
    assert (await ask(deactivate, by="femi", id=ident(saved))).ok["deactivateCustomer"]["errors"] == []

    both = "query B($id: ID!, $entry: ID!) { auditIntegrity(customerId: $id) { entries } node(id: $entry) { id } }"
    assert (await ask(both, by="bea", id=ident(saved), entry=entry)).ok == {
        "auditIntegrity": None,
        "node": None,
    }
    seen = (await ask(both, by="femi", id=ident(saved), entry=entry)).ok
    assert seen == {"auditIntegrity": {"entries": 4}, "node": {"id": entry}}


async def test_the_last_day_of_the_calendar_ends_a_period(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    await database.save(home, ada)
    document = """query ($id: ID!) { customer(id: $id) {
      audit(filter: { from: "0001-01-01", to: "9999-12-31" }) { totalCount } } }"""

    assert (await ask(document, id=ids.encode("cus", ada.id))).ok == {
        "customer": {"audit": {"totalCount": 0}}
    }
