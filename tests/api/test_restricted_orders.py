"""Restricted orders: everybody who reads orders sees that they are there, and few may open them (ORD-P13)."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.engine import ids
from tests import box_office as sell
from tests import orders as sold
from tests.ask import Ask
from tests.database import Database

WITHHELD = """
  details { placedBy } items { description } attributes { value } history { kind } payments { kind }
  softCredits { type } totals { total { amount } } explainTotal { kind }
"""
ROW = "number placedAt editedAt restricted hasRestrictedItems ownerName"
RECORD = f"""query ($id: ID!) {{ customer(id: $id) {{ hasRestrictedItems
  orders {{ totalCount nodes {{ {ROW} {WITHHELD} }} }} }} }}"""
NAMES = (
    "details", "items", "attributes", "history", "payments", "softCredits", "totals", "explainTotal",
)  # fmt: skip


async def _made(database: Database) -> tuple[Any, Any, Any, list[Any]]:
    """A customer with an open order and a later one that is restricted, and what is in the latter."""
    home, ada = sold.somebody()
    product = sell.product()
    opened = sell.order(ada)
    closed = sell.order(ada, restricted=True, placed_at=sell.PLACED.replace(day=9))
    await database.save(home, ada, product, opened, closed, sell.merchandise(opened, product))
    inside = [
        sell.merchandise(closed, product),
        sold.payment(closed, "PAYMENT", 600),
        sold.happened(closed, "RESTRICTED"),
        sold.credit(closed, ada),
    ]
    await database.save(*inside)
    return ada, opened, closed, inside


@pytest.mark.rule("ORD-P13", "ROL-P04")
async def test_the_row_of_a_restricted_order_stays_and_what_is_in_it_is_forbidden(
    ask: Ask, database: Database
) -> None:
    ada, opened, closed, _ = await _made(database)

    answer = await ask(RECORD, id=ids.encode("cus", ada.id))

    record = answer.data["customer"]
    assert record["hasRestrictedItems"] is True
    assert record["orders"]["totalCount"] == 2
    assert record["orders"]["nodes"][0] == {
        "number": closed.number,
        "placedAt": "2026-10-09T11:30:00+00:00",
        "editedAt": "2026-10-09T11:30:00+00:00",
        "restricted": True,
        "hasRestrictedItems": True,
        "ownerName": closed.owner_name,
        **dict.fromkeys(NAMES),
    }
    at = ["customer", "orders", "nodes", 0]
    assert [error["path"] for error in answer.errors] == [[*at, name] for name in NAMES]
    assert set(answer.codes) == {"FORBIDDEN"}
    assert answer.errors[0]["extensions"]["requiredRoles"] == ["SALES_ADMINISTRATOR"]
    other = record["orders"]["nodes"][1]
    assert (other["number"], other["hasRestrictedItems"]) == (opened.number, False)
    assert (len(other["items"]), other["totals"]) == (1, {"total": {"amount": "6.00"}})


@pytest.mark.rule("ORD-P13")
@pytest.mark.parametrize("by", ["ade", "femi", "olga"])
async def test_who_may_open_restricted_orders_sees_all_of_them(ask: Ask, database: Database, by: str) -> None:
    ada, _, closed, _ = await _made(database)

    record = (await ask(RECORD, id=ids.encode("cus", ada.id), by=by)).ok["customer"]

    assert record["hasRestrictedItems"] is False
    shown = record["orders"]["nodes"][0]
    assert (shown["number"], shown["restricted"], shown["hasRestrictedItems"]) == (closed.number, True, False)
    assert [each["kind"] for each in shown["history"]] == ["RESTRICTED"]
    assert shown["totals"] == {"total": {"amount": "6.00"}}
    assert [len(shown[name]) for name in ("items", "payments", "softCredits")] == [1, 1, 1]


@pytest.mark.rule("ORD-P13")
async def test_what_is_in_a_restricted_order_is_reached_by_no_id(ask: Ask, database: Database) -> None:
    _, _, closed, inside = await _made(database)
    wanted = [
        ids.encode(word, row.id) for word, row in zip(("itm", "opy", "oev", "sfc"), inside, strict=True)
    ]
    document = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"

    assert (await ask(document, ids=wanted)).ok["nodes"] == [None] * 4
    assert (await ask(document, ids=wanted, by="ade")).ok["nodes"] == [{"id": each} for each in wanted]
    alone = await ask(
        "query ($number: Int!) { order(number: $number) { number items { id } } }", number=closed.number
    )
    assert alone.data == {"order": {"number": closed.number, "items": None}}
    assert [(error["path"], error["extensions"]["code"]) for error in alone.errors] == [
        (["order", "items"], "FORBIDDEN")
    ]


@pytest.mark.rule("ORD-P13", "ORD-P01")
async def test_a_record_says_that_something_is_restricted_also_where_it_facilitated(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    await database.save(home, ada)
    home, agent = sold.somebody()
    other_home, friend = sold.somebody()
    await database.save(home, agent, other_home, friend)
    facilitated = sell.order(ada, restricted=True, facilitator_id=agent.id)
    await database.save(facilitated, sold.credit(facilitated, friend))
    document = "query ($id: ID!) { customer(id: $id) { hasRestrictedItems } }"

    async def says(customer: Any) -> bool:
        found = (await ask(document, id=ids.encode("cus", customer.id))).ok["customer"]
        return bool(found["hasRestrictedItems"])

    assert await says(agent) is True
    assert await says(friend) is False
    refused = await ask(document, id=ids.encode("cus", agent.id), by="sam")
    assert (refused.data, refused.codes) == ({"customer": {"hasRestrictedItems": None}}, ["FORBIDDEN"])
