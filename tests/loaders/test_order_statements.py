"""What orders ask of the store: as many statements for many records as for one, and a page without all the others."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from gateway.engine import ids
from gateway.settings import Settings
from tests import box_office as sell
from tests import orders as sold
from tests.ask import Ask, asking
from tests.database import Database

ORDERS = """hasRestrictedItems orders { nodes { number hasUnusedDeposit owner { id } totals { total { amount } }
  items { description } history { kind } explainTotal { kind } } }"""


@pytest.fixture
async def told(settings: Settings, database: Database) -> AsyncIterator[Ask]:
    """An application that tells which statements it ran."""
    async with asking(settings, explain=True) as ask:
        ask.client.headers["x-explain"] = "1"
        yield ask


async def test_the_orders_of_many_records_take_as_many_statements_as_those_of_one(
    told: Ask, database: Database
) -> None:
    people = [sold.somebody() for _ in range(3)]
    show = sell.show()
    await database.save(*show.rows, *(row for person in people for row in person))
    for _, each in people:
        for _ in range(2):
            order = sell.order(each)
            await database.save(order, sell.ticket(order, show), sold.payment(order, "PAYMENT", 2500))
    document = f"query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Customer {{ {ORDERS} }} }} }}"
    records = [ids.encode("cus", each.id) for _, each in people]

    for asked in (records[:1], records):
        answer = await told(document, ids=asked)
        shown = [len(each["orders"]["nodes"]) for each in answer.ok["nodes"]]
        assert shown == [2] * len(asked)
        statements = [each["tab"] for each in answer.extensions["explain"]["statements"] if each["at"]]
        assert statements == [
            "customers",
            "orders",
            "customers",
            "order-totals",
            "order-items",
            "order-events",
        ]
