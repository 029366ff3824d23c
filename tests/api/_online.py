"""Online accounts as tests use them: mailed links, passwords, and what the website asks."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import select

from db.models import Customer, OnlinePassword, OutgoingMail, PasswordLink
from gateway.app import Gateway
from gateway.engine import ids
from gateway.keys import website_key
from gateway.mail.letters import Mail, opened
from gateway.settings import Settings
from tests import factories as make
from tests.ask import NOW, Answered, Ask
from tests.database import Database

SEND = """
mutation ($id: ID!, $activate: Boolean! = false) {
  sendChangePasswordEmail(customerId: $id, activate: $activate) {
    customer { detailsVersion ... on Individual { onlineAccountActive } }
    errors { ... on UserError { code path } ... on PasswordMailLimit { tryAgainAt } }
  }
}
"""
FIELD = "sendChangePasswordEmail"
PASSWORD = "correct horse battery"
AT = datetime.fromisoformat(NOW)


def later(**given: float) -> str:
    """An instant so long after the one at which tests usually ask."""
    return (AT + timedelta(**given)).isoformat()


async def someone(database: Database, **given: Any) -> Customer:
    """Somebody with an email address and an online account that is on."""
    made = {"email": f"{make.unique('ada')}@example.org", "online_account_active": True, **given}
    home, customer = make.individual(**made)
    await database.save(home, customer)
    return customer


async def send(ask: Ask, customer: Customer, **given: Any) -> Answered:
    return await ask(SEND, **{"id": ids.encode("cus", customer.id), "by": "femi", **given})


async def links(database: Database, customer: Customer) -> list[PasswordLink]:
    """The links that a customer was sent, oldest first."""
    return await database.all(
        select(PasswordLink).where(PasswordLink.customer_id == customer.id).order_by(PasswordLink.id)
    )


async def mails(database: Database, gateway: Gateway, customer: Customer) -> list[Mail]:
    """What was put into the outbox for a customer, oldest first."""
    rows = await database.all(
        select(OutgoingMail).where(OutgoingMail.customer_id == customer.id).order_by(OutgoingMail.id)
    )
    return [opened(gateway.vault, row) for row in rows]


async def tokens(database: Database, gateway: Gateway, customer: Customer) -> list[str]:
    """The tokens of the links that a customer was mailed."""
    return [
        found[1]
        for mail in await mails(database, gateway, customer)
        if (found := re.search(r"\?token=([\w-]+)\n", mail.text))
    ]


async def new_token(ask: Ask, database: Database, gateway: Gateway, customer: Customer, **given: Any) -> str:
    answer = await send(ask, customer, **given)
    assert answer.ok[FIELD]["errors"] == []
    return (await tokens(database, gateway, customer))[-1]


async def set_password(
    client: httpx.AsyncClient, token: str, password: str = PASSWORD, now: str = NOW
) -> httpx.Response:
    return await client.post(
        "/online/password", json={"token": token, "password": password}, headers={"x-demo-now": now}
    )


async def hashes(database: Database, customer: Customer) -> list[str]:
    return await database.all(select(OnlinePassword.hash).where(OnlinePassword.customer_id == customer.id))


def shown_key(settings: Settings) -> dict[str, str]:
    """The header by which the website is known."""
    return {"authorization": f"Bearer {website_key(settings)}"}


async def sign_in(ask: Ask, email: str | None, password: str = PASSWORD, **headers: str) -> httpx.Response:
    return await ask.client.post(
        "/online/sign-in",
        json={"email": email, "password": password},
        headers=shown_key(ask.settings) | headers,
    )


async def checkout(ask: Ask, email: str | None) -> Any:
    """Whom Express Checkout finds."""
    response = await ask.client.post(
        "/online/express-checkout", json={"email": email}, headers=shown_key(ask.settings)
    )
    assert response.status_code == 200
    return response.json()["customer"]


def refusal(response: httpx.Response) -> tuple[int, str, str | None]:
    """The status, the code, and the reason of a request that was refused."""
    (error,) = response.json()["errors"]
    return response.status_code, error["extensions"]["code"], error["extensions"].get("reason")
