"""Asking for the tickets that a customer brings along, and looking at what is handed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select

from db.models import Customer, Order, OrderItem, OutgoingMail
from gateway.app import Gateway
from gateway.commands._mails import Mail, opened
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests.ask import Ask
from tests.database import Database
from tests.papers.printed import Printed

DOWNLOAD = """
mutation ($id: ID!, $scope: PrintAtHomeScope! = ALL, $instance: ID, $order: ID) {
  downloadPrintAtHomeTickets(customerId: $id, scope: $scope, instanceId: $instance, orderId: $order) {
    customer { id } link { url fileName expiresAt } ticketCount
    errors { ... on UserError { code path } }
  }
}
"""
SEND = """
mutation ($id: ID!, $scope: PrintAtHomeScope! = ALL) {
  sendPrintAtHomeEmail(customerId: $id, scope: $scope) {
    customer { id } ticketCount
    errors { ... on UserError { code path } ... on MailTooSoon { tryAgainAt } }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Bought:
    """A customer with an order for a show, and the tickets in it."""

    customer: Customer
    show: sell.Show
    order: Order
    tickets: tuple[OrderItem, ...]

    @property
    def id(self) -> str:
        return cus(self.customer)


def cus(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


async def bought(database: Database, number: int = 1, **given: Any) -> Bought:
    """Somebody with an address to mail to, and so many tickets that they bring along."""
    home, customer = make.individual(**{"email": f"{make.unique('ada')}@example.org", **given})
    show = sell.show()
    order = sell.order(customer)
    tickets = tuple(sell.ticket(order, show) for _ in range(number))
    await database.save(home, customer, *show.rows, order, *tickets)
    return Bought(customer, show, order, tickets)


async def download(ask: Ask, customer: str, by: str = "bea", **asked: Any) -> Any:
    """The payload of a download."""
    return (await ask(DOWNLOAD, by=by, id=customer, **asked)).ok["downloadPrintAtHomeTickets"]


async def send(ask: Ask, customer: str, by: str = "bea", **asked: Any) -> Any:
    """The payload of a mail."""
    return (await ask(SEND, by=by, id=customer, **asked)).ok["sendPrintAtHomeEmail"]


async def file_behind(client: httpx.AsyncClient, made: Any) -> Printed:
    """The file that was made, fetched by whoever has the link."""
    response = await client.get(made["link"]["url"])
    assert response.status_code == 200, response.text
    return Printed(response.content)


async def mails_to(database: Database, gateway: Gateway, customer_id: UUID) -> list[Mail]:
    """What the mails say that wait to be sent to the customer."""
    rows = await database.all(
        select(OutgoingMail).where(OutgoingMail.customer_id == customer_id).order_by(OutgoingMail.id)
    )
    return [opened(gateway.vault, row) for row in rows]


def refused(payload: Any) -> list[tuple[str, list[str]]]:
    """The codes and paths of a payload with nothing else in it."""
    told = [(error["code"], error["path"]) for error in payload["errors"]]
    assert {value for name, value in payload.items() if name != "errors"} == {None}
    return told
