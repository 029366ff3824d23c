"""Putting things on a pinboard and looking at it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from db.models import AuditChange, AuditEntry, AuditValue, Customer, Pin, UserAccount
from gateway.engine import ids
from tests import factories as make
from tests.ask import Answered, Ask
from tests.database import Database

ITEMS = """__typename since
  ... on PinnedCustomer { customer { id fullName pinned } }
  ... on PinnedOpportunity { opportunity { id label pinned } }
  ... on PinnedInvitation { invitation { id eventName pinned } }"""
BOARD = f"query {{ pinboard {{ {ITEMS} }} }}"
CHANGE = """mutation ($id: ID!) {{ {name}({word}Id: $id) {{
  pinboard {{ {items} }} errors {{ __typename ... on UserError {{ code message path }} }} }} }}"""


async def change(ask: Ask, by: str, name: str, id: str, **asked: Any) -> Answered:
    document = CHANGE.format(name=name, word=word_of(name), items=ITEMS)
    return await ask(document, by=by, id=id, **asked)


def word_of(name: str) -> str:
    """What a mutation pins or unpins: `customer` for `pinCustomer`."""
    return name.removeprefix("un").removeprefix("pin").lower()


async def changed(ask: Ask, by: str, name: str, id: str, **asked: Any) -> list[str]:
    """The ids of what is on the pinboard after a change that nothing stood against."""
    told = (await change(ask, by, name, id, **asked)).ok[name]
    assert told["errors"] == []
    return of(told["pinboard"])


def of(board: list[dict[str, Any]]) -> list[str]:
    """The ids of what is on a pinboard."""
    found = [pin.get("customer") or pin.get("opportunity") or pin["invitation"] for pin in board]
    return [each["id"] for each in found]


def cus(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


async def persons(database: Database, number: int, **given: Any) -> list[Customer]:
    made = [make.individual(**given) for _ in range(number)]
    await database.save(*(row for rows in made for row in rows))
    return [person for _, person in made]


async def audit_of(database: Database, account: UserAccount) -> list[tuple[Any, ...]]:
    """What the audit tells of the user, in its order: event, customer, line, path, before, after."""
    entries = await database.all(
        select(AuditEntry).where(AuditEntry.user_id == account.id).order_by(AuditEntry.id)
    )
    told = []
    for entry in entries:
        path = await database.one(select(AuditChange.path).where(AuditChange.entry_id == entry.id))
        value = await database.one(select(AuditValue).where(AuditValue.entry_id == entry.id))
        told.append((entry.event, entry.customer_id, entry.narrative, path, value.before, value.after))
    return told


async def count(database: Database, user_id: UUID) -> int:
    return int(await database.one(select(func.count()).select_from(Pin).where(Pin.user_id == user_id)))
