from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
from sqlalchemy import delete, update

from db.models import UserAccount, UserRole
from domain.permissions import Interface, Role
from gateway.auth import issue_token
from gateway.keys import token_key
from gateway.settings import Settings
from tests.database import Database

ASK = {"query": "{ __typename }"}
SIGNED_IN = {"data": {"__typename": "Query"}}
REFUSED = {
    "errors": [
        {
            "message": "You are not signed in, or your token is not good;"
            " sign in again and send the new token.",
            "extensions": {"code": "UNAUTHENTICATED"},
        }
    ]
}


async def hire(database: Database, *roles: Role, active: bool = True) -> UUID:
    user_id = uuid4()
    name = f"kim.{user_id}"
    await database.save(
        UserAccount(id=user_id, username=name, email=f"{name}@example.org", name="Kim", active=active),
        *(UserRole(user_id=user_id, role=role.value) for role in roles),
    )
    return user_id


def token(
    settings: Settings, user_id: UUID, *, hours: int = 1, interface: Interface = Interface.SALES
) -> str:
    return issue_token(settings, user_id, interface, timedelta(hours=hours), datetime.now(UTC))


def claiming(key: bytes, user_id: UUID, **changes: Any) -> str:
    now = int(datetime.now(UTC).timestamp())
    claims = {"sub": str(user_id), "interface": "SALES", "iat": now, "exp": now + 600, **changes}
    return jwt.encode(claims, key, "HS256")


async def send(client: httpx.AsyncClient, credentials: str | None, **headers: str) -> httpx.Response:
    if credentials is not None:
        headers["authorization"] = credentials
    return await client.post("/graphql", json=ASK, headers=headers)


@pytest.mark.rule("ROL-P04")
async def test_nobody_learns_what_is_wrong_with_a_token(
    client: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    kim = await hire(database, Role.SALES_USER)
    closed = await hire(database, Role.SALES_USER, active=False)
    key = token_key(settings)
    attempts = {
        "none": None,
        "garbage": "Bearer garbage",
        "basic": "Basic a2ltOmtpbQ==",
        "expired": f"Bearer {token(settings, kim, hours=-1)}",
        "foreign": f"Bearer {claiming(b'another key, also long enough to be one', kim)}",
        "web": f"Bearer {claiming(key, kim, interface='WEB')}",
        "nobody": f"Bearer {token(settings, uuid4())}",
        "closed": f"Bearer {token(settings, closed)}",
    }

    answers = {what: await send(client, credentials) for what, credentials in attempts.items()}

    assert (await send(client, f"Bearer {claiming(key, kim)}")).json() == SIGNED_IN
    assert {answer.status_code for answer in answers.values()} == {401}
    assert {answer.headers["www-authenticate"] for answer in answers.values()} == {"Bearer"}
    assert [answer.json() for answer in answers.values()] == [REFUSED] * len(attempts)
    assert len({str(answer.headers) for answer in answers.values()}) == 1


@pytest.mark.rule("ROL-01", "ROL-P04", "ROL-16")
async def test_an_account_without_a_sales_role_opens_nothing_in_sales_and_is_told_what_it_needs(
    client: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    femi = await hire(database, Role.OPPORTUNITIES_USER, Role.OPPORTUNITIES_ADMINISTRATOR)

    refused = await send(client, f"Bearer {token(settings, femi)}")

    assert refused.status_code == 403
    assert refused.json() == {
        "errors": [
            {
                "message": "The Sales Interface needs the role Sales User or Sales Administrator."
                " Ask your Settings Administrator, who grants roles to user accounts.",
                "extensions": {
                    "code": "FORBIDDEN",
                    "requiredRoles": ["SALES_USER", "SALES_ADMINISTRATOR"],
                },
            }
        ]
    }
    for role in (Role.SALES_USER, Role.SALES_ADMINISTRATOR):
        kim = await hire(database, role)
        assert (await send(client, f"Bearer {token(settings, kim)}")).json() == SIGNED_IN


@pytest.mark.rule("ROL-P03")
async def test_the_interface_is_the_tokens_and_no_header_changes_it(
    client: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    kim = await hire(database, Role.SALES_USER)
    elsewhere = f"Bearer {token(settings, kim, interface=Interface.OPPORTUNITIES)}"

    assert (await send(client, elsewhere)).status_code == 403
    for header in ("interface", "x-interface", "x-gateway-interface"):
        assert (await send(client, elsewhere, **{header: "SALES"})).status_code == 403
    without = jwt.encode({"sub": str(kim), "iat": 1, "exp": 9_999_999_999}, token_key(settings), "HS256")
    assert (await send(client, f"Bearer {without}")).status_code == 401


async def test_a_role_taken_away_is_gone_for_the_next_request(
    client: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    kim = await hire(database, Role.SALES_USER)
    credentials = f"Bearer {token(settings, kim)}"

    assert (await send(client, credentials)).json() == SIGNED_IN
    async with database.store.writes.begin() as connection:
        await connection.execute(delete(UserRole).where(UserRole.user_id == kim))
    assert (await send(client, credentials)).status_code == 403


async def test_an_account_signed_out_everywhere_needs_a_new_token(
    client: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    kim = await hire(database, Role.SALES_USER)
    credentials = f"Bearer {token(settings, kim)}"

    assert (await send(client, credentials)).json() == SIGNED_IN
    async with database.store.writes.begin() as connection:
        now = datetime.now(UTC)
        await connection.execute(
            update(UserAccount).where(UserAccount.id == kim).values(tokens_valid_from=now)
        )
    assert (await send(client, credentials)).json() == REFUSED
    assert (await send(client, f"Bearer {token(settings, kim)}")).json() == SIGNED_IN


async def test_playing_another_day_neither_ends_a_token_nor_brings_one_back(
    client: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    kim = await hire(database, Role.SALES_USER)
    good, ended = (f"Bearer {token(settings, kim, hours=hours)}" for hours in (1, -1))

    assert (await send(client, good, **{"x-demo-now": "2031-01-01T00:00:00+00:00"})).json() == SIGNED_IN
    assert (await send(client, ended, **{"x-demo-now": "2021-01-01T00:00:00+00:00"})).json() == REFUSED


@pytest.mark.parametrize(
    "moment",
    [
        "",
        "soon",
        "2026-02-30",
        "0001-01-01",
        "1899-12-31T23:59:59",
        "2200-01-01",
        "9999-12-31T23:59:59-23:59",
    ],
)
async def test_a_day_that_cannot_be_played_is_refused(
    client: httpx.AsyncClient, settings: Settings, database: Database, moment: str
) -> None:
    good = f"Bearer {token(settings, await hire(database, Role.SALES_USER))}"

    (error,) = (await send(client, good, **{"x-demo-now": moment})).json()["errors"]

    assert error["extensions"] == {"code": "BAD_REQUEST"}
    assert error["message"] == (
        "X-Demo-Now is an instant such as 2026-11-22T10:00:00+00:00, from 1900 to 2199."
    )
