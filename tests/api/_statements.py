"""Asking for statements, and reading them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from db.models import Customer
from gateway.engine import ids
from tests import orders as sold
from tests.ask import Ask
from tests.database import Database

AMOUNTS = """amounts { price { amount } commission { amount } agentCommission { amount } gift { amount }
  total { amount } }"""
LINE = f"on movement itemId kind description orderNumber order {{ number }} {AMOUNTS}"
STATEMENT = f"""query($id: ID!, $from: Date, $to: Date, $first: Int = 100, $after: String) {{
  statement(customerId: $id, from: $from, to: $to, first: $first, after: $after) {{
    customer {{ friendlyId }} firstDay lastDay
    lines {{ {LINE} }}
    byKind {{ kind lines {AMOUNTS} }}
    totals {{ price {{ amount }} commission {{ amount }} agentCommission {{ amount }} gift {{ amount }}
      total {{ amount currency }} }}
    facilitated {{ {LINE} }}
    deposits {{ on kind amount {{ amount }} orderNumber order {{ number }} }}
    credit {{ on kind amount {{ amount }} balanceAfter {{ amount }} orderNumber }}
    hasRestrictedItems hash totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"""


async def stated(ask: Ask, of: Customer, by: str = "ade", **asked: Any) -> Any:
    """The statement, which there must be."""
    return (await ask(STATEMENT, by=by, id=ids.encode("cus", of.id), **asked)).ok["statement"]


async def person(database: Database, **values: Any) -> Customer:
    home, customer = sold.somebody(**values)
    await database.save(home, customer)
    return customer


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type, misc]


def told(lines: list[Any]) -> list[tuple[str, str, str]]:
    """Day, movement and total of lines."""
    return [(line["on"], line["movement"], line["amounts"]["total"]["amount"]) for line in lines]


def minor(money: Any) -> int:
    return round(float(money["amount"]) * 100)
