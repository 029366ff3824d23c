"""What is asked: two operations with the same fields for everybody, and two more that only the gateway answers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from gateway.engine import cursors

SEED = 20261122
CUSTOMERS = 50_000
RICH_EVERY = 10
PAGE = 50
BODIES = 400


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; `key` is whom it asks for: a customer, or the customer after whom a page begins."""

    name: str
    title: str
    orders: int
    timeline: int
    only_ours: bool = False

    @property
    def is_record(self) -> bool:
        return self.name.startswith("record")

    def customers(self, count: int = BODIES) -> list[int]:
        """The same random customers for every contestant and every run."""
        dice = random.Random(SEED)
        if self.is_record:
            return [RICH_EVERY * dice.randint(1, CUSTOMERS // RICH_EVERY) for _ in range(count)]
        return [dice.randint(0, CUSTOMERS - PAGE) for _ in range(count)]


RECORD = Operation("record", "A: one record with all tabs", 12, 20)
PEOPLE = Operation("people", "B: fifty records with all tabs", 5, 10)
RECORD_PLUS = Operation("record_plus", "A+: A with computed fields, money, aggregates, cursors", 12, 20, True)
PEOPLE_PLUS = Operation("people_plus", "B+: B with computed fields, money, aggregates, cursors", 5, 10, True)
OPERATIONS = (RECORD, PEOPLE, RECORD_PLUS, PEOPLE_PLUS)

_OWN = "id customerNo firstName lastName email phone birthDate createdAt segment lifetimeValueMinor isActive"
_ORDER = """id orderNo status totalMinor currency placedAt
      items { id sku title quantity unitPriceMinor }"""
_EVENT = "id kind summary occurredAt"
_WHOLE = """addresses { id kind line1 city postcode country isPrimary }
    tags { id name color }
    contactPreferences { id channel purpose optedIn updatedAt }
    memberships { id level status startsOn endsOn priceMinor }
    ticketSubscriptions { id season package seats status vouchers { id code status valueMinor redeemedAt } }
    pledges { id campaign amountMinor status pledgedAt instalments { id dueOn amountMinor paid } }"""

_LISTS = f"""{_OWN}
    {_WHOLE}
    orders(first: $orders) {{ {_ORDER} }}
    timeline(first: $timeline) {{ {_EVENT} }}"""
_PAGES = f"""{_OWN}
    {_WHOLE}
    orders(first: $orders) {{ nodes {{ {_ORDER} }} }}
    timeline(first: $timeline) {{ nodes {{ {_EVENT} }} }}"""

# Amounts as clients ask for them, in the place of whole minor units.
_MONEY = " { amount currency }"
_PLUS = f"""{_OWN.replace("Minor", _MONEY)} fullName age
    {_WHOLE.replace("Minor", _MONEY)}
    orderTotals {{ count total{_MONEY} }}
    orders(first: $orders) {{
      totalCount pageInfo {{ hasNextPage endCursor }}
      edges {{ cursor node {{
        {_ORDER.replace("Minor", _MONEY)} }} }} }}
    timeline(first: $timeline) {{ pageInfo {{ hasNextPage endCursor }} edges {{ cursor node {{ {_EVENT} }} }} }}"""

_POSTGRAPHILE = f"""{_OWN.replace("id ", "id: rowId ", 1)}
    addresses: addressesByCustomerIdList(orderBy: [ROW_ID_ASC]) {{
      id: rowId kind line1 city postcode country isPrimary }}
    tags: customerTagsByCustomerIdList(orderBy: [TAG_ID_ASC]) {{ tagByTagId {{ id: rowId name color }} }}
    contactPreferences: contactPreferencesByCustomerIdList(orderBy: [ROW_ID_ASC]) {{
      id: rowId channel purpose optedIn updatedAt }}
    memberships: membershipsByCustomerIdList(orderBy: [ROW_ID_ASC]) {{
      id: rowId level status startsOn endsOn priceMinor }}
    ticketSubscriptions: ticketSubscriptionsByCustomerIdList(orderBy: [ROW_ID_ASC]) {{
      id: rowId season package seats status
      vouchers: vouchersBySubscriptionIdList(orderBy: [ROW_ID_ASC]) {{ id: rowId code status valueMinor redeemedAt }} }}
    pledges: pledgesByCustomerIdList(orderBy: [ROW_ID_ASC]) {{
      id: rowId campaign amountMinor status pledgedAt
      instalments: pledgeInstalmentsByPledgeIdList(orderBy: [ROW_ID_ASC]) {{ id: rowId dueOn amountMinor paid }} }}
    orders: ordersByCustomerIdList(first: $orders, orderBy: [PLACED_AT_DESC, ROW_ID_ASC]) {{
      id: rowId orderNo status totalMinor currency placedAt
      items: orderItemsByOrderIdList(orderBy: [ROW_ID_ASC]) {{ id: rowId sku title quantity unitPriceMinor }} }}
    timeline: timelineEventsByCustomerIdList(first: $timeline, orderBy: [OCCURRED_AT_DESC, ROW_ID_ASC]) {{
      id: rowId kind summary occurredAt }}"""

_RECORD = "query Record($key: Int!, $orders: Int!, $timeline: Int!)"
_PEOPLE = "query People($key: %s!, $orders: Int!, $timeline: Int!)"


def _ours(operation: Operation, key: int) -> dict[str, Any]:
    variables = {"key": key, "orders": operation.orders, "timeline": operation.timeline}
    fields = _PLUS if operation.only_ours else _PAGES
    if operation.is_record:
        return {"query": f"{_RECORD} {{ customer(id: $key) {{ {fields} }} }}", "variables": variables}
    page = f"nodes {{ {fields} }}"
    if operation.only_ours:
        page = f"pageInfo {{ hasNextPage endCursor }} edges {{ cursor node {{ {fields} }} }}"
    query = f"{_PEOPLE % 'String'} {{ customers(first: {PAGE}, after: $key) {{ {page} }} }}"
    return {"query": query, "variables": variables | {"key": cursors.write("customers", [key])}}


def _lists(operation: Operation, key: int) -> dict[str, Any]:
    variables = {"key": key, "orders": operation.orders, "timeline": operation.timeline}
    if operation.is_record:
        return {"query": f"{_RECORD} {{ customer(id: $key) {{ {_LISTS} }} }}", "variables": variables}
    query = f"{_PEOPLE % 'Int'} {{ customers(first: {PAGE}, after: $key) {{ {_LISTS} }} }}"
    return {"query": query, "variables": variables}


def _postgraphile(operation: Operation, key: int) -> dict[str, Any]:
    variables = {"key": key, "orders": operation.orders, "timeline": operation.timeline}
    if operation.is_record:
        query = f"{_RECORD} {{ customer: customerByRowId(rowId: $key) {{ {_POSTGRAPHILE} }} }}"
    else:
        called = f"customersPageList(afterId: $key, pageSize: {PAGE})"
        query = f"{_PEOPLE % 'Int'} {{ customers: {called} {{ {_POSTGRAPHILE} }} }}"
    return {"query": query, "variables": variables}


def _bare(operation: Operation, key: int) -> dict[str, Any]:
    return {
        "operation": operation.name,
        "key": key,
        "orders": operation.orders,
        "timeline": operation.timeline,
    }


_REQUESTS: dict[str, Callable[[Operation, int], dict[str, Any]]] = {
    "ours": _ours,
    "postgraphile": _postgraphile,
    "mercurius": _lists,
    "tutorial": _lists,
    "json_sql": _bare,
}


def request(contestant: str, operation: Operation, key: int) -> dict[str, Any]:
    """What a contestant is sent to ask for these customers."""
    return _REQUESTS[contestant](operation, key)


def write_bodies(contestant: str, operation: Operation, folder: Path) -> Path:
    """A file with one request's body a line."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{contestant}-{operation.name}.jsonl"
    write_lines(path, [request(contestant, operation, key) for key in operation.customers()])
    return path


def write_mixed(contestant: str, path: Path, count: int, one_list_in: int) -> None:
    """Records and, now and then, lists, with pages of all sizes up to those of the operations."""
    path.parent.mkdir(parents=True, exist_ok=True)
    dice = random.Random(SEED)
    keys = {each: iter(each.customers(count)) for each in (RECORD, PEOPLE)}
    asked = []
    for place in range(count):
        operation = RECORD if place % one_list_in else PEOPLE
        sized = replace(
            operation,
            orders=dice.randint(1, operation.orders),
            timeline=dice.randint(1, operation.timeline),
        )
        asked.append(request(contestant, sized, next(keys[operation])))
    write_lines(path, asked)


def write_lines(path: Path, bodies: Iterable[dict[str, Any]]) -> None:
    path.write_bytes(b"".join(orjson.dumps(body) + b"\n" for body in bodies))
