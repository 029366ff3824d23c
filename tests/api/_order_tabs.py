"""What tests of the tabs below Orders have in common: somebody with an order, seats, and asking for a tab."""

from __future__ import annotations

from typing import Any

from uuid_utils.compat import uuid7

from db.models import Customer, Household, Order, Seat, SoftCredit
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests.ask import Answered, Ask
from tests.database import Database


async def person(database: Database) -> Customer:
    """Somebody without orders."""
    home, customer = make.individual()
    await database.save(home, customer)
    return customer


def people(number: int) -> tuple[list[Household], list[Customer]]:
    """So many people, whose households are to be saved before them."""
    made = [make.individual() for _ in range(number)]
    return [home for home, _ in made], [customer for _, customer in made]


def seat(show: sell.Show, label: str) -> Seat:
    """A seat of the show's house."""
    return Seat(id=uuid7(), seating_plan_id=show.plan.id, area=label.split()[0], label=label)


def credit(order: Order, customer: Customer) -> SoftCredit:
    """The customer is credited with the order."""
    return SoftCredit(id=uuid7(), order_id=order.id, customer_id=customer.id, type="INFLUENCED")


async def answer(ask: Ask, customer: Customer, tab: str, by: str = "bea", **asked: Any) -> Answered:
    """A tab of the record, as `tickets(first: 1) { nodes { quantity } }`."""
    query = f"query ($id: ID!) {{ customer(id: $id) {{ {tab} }} }}"
    return await ask(query, by=by, id=ids.encode("cus", customer.id), **asked)


async def shown(ask: Ask, customer: Customer, tab: str, by: str = "bea", **asked: Any) -> Any:
    """What the tab has."""
    [found] = (await answer(ask, customer, tab, by, **asked)).ok["customer"].values()
    return found
